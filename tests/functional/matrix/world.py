"""Two provinces with everything a site keeps, each thing marked so that it is known again wherever it turns up.

Nobody here is real (sintetis). A *canary* is a word or number that stands in one place only: where it is seen,
what it belongs to has been seen.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import orjson
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from pyxform.xls2xform import convert
from tests.fakes.family_visits import FORM, IKK, ROOT, SIZE, VERSION, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import ROLES, SYSTEM, Actor, issue_token
from bahtera.access.models import (
    ActivationCode,
    Agency,
    BreakGlass,
    Decree,
    Device,
    HandOver,
    Kin,
    Membership,
    Person,
    RoleGrant,
    SignInSession,
    Unit,
)
from bahtera.actions import api as actions
from bahtera.documents import api as documents
from bahtera.families import api as families
from bahtera.foundation import blobs, clock
from bahtera.foundation.sealing import parts
from bahtera.keying.models import Batch, SecondTyping, Sheet
from bahtera.privacy.models import Breach, Consent, GuardianBar, SubjectRequest
from bahtera.questionnaires.models import Questionnaire
from bahtera.releases.operations import freezing as signing
from bahtera.releases.queries.preparing import prepare
from bahtera.releases.values import Kind
from bahtera.reports import api as reports
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import (
    Attachment,
    RefusedAttempt,
    ReviewComment,
    ReviewEntry,
    SubmissionFinding,
)

# Where the people of the matrix work, and a province that is none of their business.
OWN, FOREIGN = "own", "foreign"
REGENCY = {OWN: "63.10", FOREIGN: "15.01"}
VILLAGE = {OWN: "63.10.05.2003", FOREIGN: "15.01.01.2001"}
NEIGHBOUR = "63.02"
PHOTO = "1700000000001.jpg"
OFFICE_ROLES = tuple(ROLES)
PLACES = {
    "63": "Kalimantan Contoh",
    "63.10": "Tanah Contoh",
    "63.02": "Teluk Contoh",
    "63.10.05": "Muara",
    "15": "Jambi Contoh",
    "15.01": "Hulu Contoh",
    "15.01.01": "Danau",
    VILLAGE[OWN]: "Pulau Contoh",
    VILLAGE[FOREIGN]: "Bukit Contoh",
}


@dataclass(frozen=True)
class Canary:
    """A mark: what it looks like, where it belongs, and what it is (``family``, ``staff``, ``key``)."""

    text: str
    place: str
    kind: str


@dataclass
class Place:
    """What one of the two provinces holds."""

    area: str
    village: str
    submission: UUID
    sent_back: UUID
    photo: str
    family: UUID
    token_id: int
    token: str
    person: UUID
    unit: UUID
    decree: UUID
    factor: int
    session: UUID
    user: int
    grant: UUID
    minutes: UUID
    agency: UUID
    membership: int
    kin: int
    glass: UUID
    member: UUID
    asked: UUID
    answered: UUID
    task: UUID
    consent: UUID
    bar: UUID
    breach: UUID
    device: UUID
    activation: UUID
    report: UUID
    plan: UUID
    evidence: UUID
    assessment: UUID
    document: UUID
    unmade: UUID
    entry: UUID
    code: str
    batch: UUID
    sheet: UUID
    second: UUID


@dataclass
class World:
    """The two provinces, the round that both take part in, and the accounts that walk the matrix."""

    round_id: int
    places: dict[str, Place]
    revoked: str
    accounts: dict[str, int]
    canaries: list[Canary]


def build() -> World:
    """Store everything; the caller holds the transaction and throws it away."""
    add_places(PLACES)
    xform = convert(ROOT / "definitions" / "questionnaires" / FORM / f"{FORM}.xlsx", validate=False).xform
    Questionnaire.objects.create(
        form_id=FORM,
        version=VERSION,
        title="Kunjungan keluarga",
        root="data",
        xform=xform,
        md5="0" * 32,
        media=["villages.csv", "families.csv", "members.csv"],
        indices=[["ikk", IKK.hash]],
        source_sha256="ab" * 32,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        published_by="system",
    )
    row = surveys.create_round(
        name="Putaran contoh (sintetis)", year=2026, form_id=FORM, opens=date(2026, 1, 1), actor=SYSTEM
    )
    surveys.set_targets(row.id, {VILLAGE[OWN]: 12, VILLAGE[FOREIGN]: 12}, actor=SYSTEM)
    canaries: list[Canary] = []
    chief = Actor.over("user:0", "Sistem", frozenset({"administrator"}), ("",))
    revoked = issue_token(name="Dicabut", areas=[VILLAGE[OWN]], actor=chief)
    places = {name: _place(name, row.id, chief, canaries) for name in (OWN, FOREIGN)}
    from bahtera.access.api import revoke_token

    revoke_token(revoked.id, actor=chief)
    for village in VILLAGE.values():
        results.refresh_village(row.id, village)
    # Signed although the round goes on: so every page of a version has one to show.
    signing.write(row, Kind.FINAL, prepare(row, None), actor=SYSTEM)
    return World(row.id, places, revoked.secret, _accounts(), canaries)


def _place(name: str, round_id: int, chief: Actor, canaries: list[Canary]) -> Place:
    mark = {OWN: "Zamrud", FOREIGN: "Merpati"}[name]
    village, regency = VILLAGE[name], REGENCY[name]
    digits = village.replace(".", "")[:6]

    def canary(text: str, kind: str = "family") -> str:
        canaries.append(Canary(text, name, kind))
        return text

    head, child = canary(f"Kepala{mark}"), canary(f"Anak{mark}")
    nik, child_nik = canary(f"{digits}4101800077"), canary(f"{digits}0901120078")
    kk, phone = canary(f"{digits}0101990079"), canary(f"0812{digits}771")
    address, dusun = canary(f"Jalan{mark}"), canary(f"Dusun{mark}")
    latitude, longitude = canary(f"-3.4{digits}7"), canary(f"115.5{digits}7")
    device, kader = canary(f"gawai{mark}".lower(), "staff"), canary(f"Kader{mark}", "staff")
    members = [
        {"nama": head, "nik": nik, "jenis_kelamin": "p", "hubungan": "kepala", "tgl_lahir": "1984-03-12"},
        {
            "nama": child,
            "nik": child_nik,
            "jenis_kelamin": "l",
            "hubungan": "anak",
            "tgl_lahir": "2012-01-09",
        },
    ]
    answers = {
        "kode_desa": village,
        "hasil_kunjungan": "selesai",
        "tanggal_kunjungan": "2026-11-21",
        "no_kk": kk,
        "no_hp": phone,
        "alamat": address,
        "dusun": dusun,
        "rt": "3",
        "rw": "1",
        "lokasi": f"{latitude} {longitude} 0 5",
        "tabungan": "ya",
        "luas_lantai": "36.5",
        "catatan": canary(f"Catatan{mark}"),
        "anggota": members,
    }
    outcome = families.record_visit(
        village_code=village,
        family_id=None,
        visited_on=date(2026, 11, 21),
        source=f"matriks:{name}",
        actor_key="system",
        no_kk=kk,
        head_name=head,
        address=address,
        dusun=dusun,
        rt="3",
        rw="1",
        members=[
            families.MemberInput(
                name=head, nik=nik, sex="p", relation="kepala", birth_date=date(1984, 3, 12)
            ),
            families.MemberInput(name=child, nik=child_nik, sex="l", relation="anak"),
        ],
    )
    token = issue_token(name=kader, areas=[village], actor=chief)
    stored = {
        "actor_name": kader,
        "device_id": device,
        "received_at": datetime(2026, 11, 21, 3, tzinfo=UTC),
        "visited_on": date(2026, 11, 21),
        "family_name": head,
        "answers": answers,
    }
    patterns = ["1" * SIZE] * 9
    approved = store_visits(round_id, village, patterns, **stored)
    (flagged,) = store_visits(round_id, village, ["1" * SIZE], state="flagged", **stored)
    (returned,) = store_visits(round_id, village, ["1" * SIZE], state="returned", **stored)
    returned.actor_key = f"token:{token.id}"
    returned.save(update_fields=["actor_key"])
    for row in (*approved[:1], flagged, returned):
        canary(str(row.pk), "key")
        canary(str(row.family_id), "key")
    SubmissionFinding.objects.create(
        submission=flagged,
        code="future_date",
        severity="error",
        question="tgl_lahir",
        path="/data/anggota[2]/tgl_lahir",
        row=2,
        value=canary(f"Nilai{mark}"),
        messages={"id": canary(f"Temuan{mark}"), "en": f"Temuan{mark}"},
    )
    entry = ReviewEntry.objects.create(
        submission=returned,
        at=clock.now(),
        actor_key="user:0",
        actor_name=canary(f"Pengawas{mark}", "staff"),
        move="return",
        from_state="flagged",
        to_state="returned",
        note=canary(f"Sebab{mark}"),
    )
    ReviewComment.objects.create(entry=entry, question="alamat", text=canary(f"Komentar{mark}"))
    digest = blobs.put(canary(f"foto-rumah-{mark}").encode())
    photo = PHOTO if name == OWN else "1700000000002.jpg"
    Attachment.objects.create(submission=flagged, name=photo, sha256=digest)
    RefusedAttempt.objects.create(
        sha256="cd" * 32,
        code="surveys.refused",
        message="Ditolak",
        actor_key=f"token:{token.id}",
        actor_name=kader,
        device_id=device,
        area_code=village,
        instance_id=canary(f"uuid:{uuid4()}", "key"),
        size=10,
        first_at=clock.now(),
        last_at=clock.now(),
    )
    officer = canary(f"Petugas{mark}", "staff")
    person = Person.objects.create(
        name=officer, search_name=officer.lower(), area_code=regency, created_at=clock.now()
    )
    agency = Agency.objects.create(name=f"Dinas {mark}", area_code=regency)
    unit = Unit.objects.create(
        agency=agency, name=f"UPTD {mark}", kind="uptd_ppa", area_code=regency, inbox=f"uptd-{mark.lower()}"
    )
    today = date(2026, 1, 1)
    membership = Membership.objects.create(person=person, unit=unit, valid_from=today)
    decree = Decree.objects.create(
        number=f"SK-{mark}/2026",
        signed_on=today,
        signer=canary(f"Bupati{mark}", "staff"),
        area_code=regency,
        valid_from=today,
    )
    grant = RoleGrant.objects.create(
        person=person,
        role="supervisor",
        area_code=regency,
        decree=decree,
        valid_from=today,
        granted_at=clock.now(),
        granted_by="system",
    )
    ended = RoleGrant.objects.create(
        person=person,
        role="coordinator",
        area_code=regency,
        valid_from=today,
        granted_at=clock.now(),
        granted_by="system",
        ended_at=clock.now(),
        ended_by="system",
        end_reason="pindah",
    )
    minutes = HandOver.objects.create(
        grant=ended,
        at=clock.now(),
        closed_by=f"user:{mark}",
        items=[
            {
                "kind": "to_mend",
                "label": canary(f"Diserahkan{mark}"),
                "family": str(outcome.family_id),
                "area": village,
                "count": 1,
                "taker": canary(f"Penerima{mark}", "staff"),
            }
        ],
    )
    kin = Kin.objects.create(
        person=person,
        family_id=outcome.family_id,
        relation="saudara",
        declared_at=clock.now(),
        declared_by="system",
    )
    phone = Device.objects.create(
        person=person,
        label=canary(f"Ponsel{mark}", "staff"),
        public_key=f"kunci-{mark}",
        pin_hash="x",
        unlock_secret="x",
        enrolled_at=clock.now(),
    )
    activation = ActivationCode.objects.create(
        person=person,
        code_digest=mark.ljust(64, "0"),
        issued_at=clock.now(),
        issued_by="system",
        expires_at=clock.now() + timedelta(hours=72),
    )
    breaker = canary(f"Pemecah{mark}", "glass")
    glass = BreakGlass.objects.create(
        person=Person.objects.create(
            name=breaker, search_name=breaker.lower(), area_code=regency, created_at=clock.now()
        ),
        role="supervisor",
        area_code=regency,
        reason=canary(f"Darurat{mark}", "reason"),
        started_at=clock.now() - timedelta(hours=9),
        ends_at=clock.now() - timedelta(hours=8),
        ended_at=clock.now() - timedelta(hours=8),
        witness_key="user:0",
        told_at=clock.now(),
    )
    user = get_user_model().objects.create(username=canary(f"petugas-{mark}".lower(), "staff"), password="!")
    person.user = user
    person.save(update_fields=["user"])
    factor = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    session = SignInSession.objects.create(
        user=user,
        key_sha256=mark.ljust(64, "0"),
        address=canary("203.0.113.7" if name == OWN else "203.0.113.8", "staff"),
        agent=mark,
        factor="totp",
        started_at=clock.now(),
        last_seen_at=clock.now(),
    )
    report = reports.make_report(
        uuid4(),
        round_id=round_id,
        village_code=village,
        words=reports.Words(problems=("signal",)),
        actor=Actor.over("token:0", kader, frozenset({"kader"}), (village,)),
    )
    return Place(
        area=regency,
        village=village,
        submission=flagged.pk,
        sent_back=returned.pk,
        photo=photo,
        family=outcome.family_id,
        token_id=token.id,
        token=token.secret,
        person=person.pk,
        unit=unit.pk,
        decree=decree.pk,
        factor=factor.pk,
        session=session.pk,
        user=user.pk,
        grant=grant.pk,
        minutes=minutes.pk,
        agency=agency.pk,
        membership=membership.pk,
        kin=kin.pk,
        glass=glass.pk,
        **_rights(village, outcome.member_ids[0], outcome.member_ids[1], canary),
        device=phone.pk,
        activation=activation.pk,
        report=report.id,
        **_planned(round_id, village),
        **_issued(round_id, village),
        **_typed(round_id, village, person.pk, approved[0].pk, canary),
    )


def _issued(round_id: int, village: str) -> dict[str, Any]:
    """Store a document with its signed copy, one that was not made, and an entry of the monthly schedule."""
    row = documents.order_document(
        documents.Kind.VILLAGE_SHEET, round_id=round_id, area=village, actor=SYSTEM
    )
    documents.give_number(row.id)
    stored = blobs.put(b"%PDF-1.7 sintetis %%EOF")
    made = documents.Made(stored, "pdf", 24, 1, stored, "xlsx", "1", "ab" * 32, 0, "", is_provisional=True)
    documents.issue(row.id, made, content="ab" * 32)
    boss = Actor.over("user:0", "TPK2D", frozenset({"tpk2d"}), ("",))
    documents.attach_signed(row.id, file=io.BytesIO(b"%PDF-1.7 cap %%EOF"), actor=boss)
    unmade = documents.order_document(
        documents.Kind.VILLAGE_PACKAGE, round_id=round_id, area=village, actor=SYSTEM
    )
    documents.fail(unmade.id)
    entry = documents.add_schedule(documents.Kind.VILLAGE_SHEET, area=village, day=3, actor=boss)
    return {"document": row.id, "unmade": unmade.id, "entry": entry.id, "code": row.token}


def _typed(
    round_id: int, village: str, person: UUID, visit: UUID, canary: Callable[..., str]
) -> dict[str, UUID]:
    """Store a batch with a sheet that was typed twice, and answers that differ."""
    mark = f"{village[:2]}{person.hex[-6:]}"
    batch = Batch.objects.create(
        round_id=round_id,
        village_code=village,
        person_id=person,
        received_on=date(2026, 11, 20),
        counted=1,
        opened_at=clock.now(),
        opened_by="user:0",
    )
    sheet = Sheet.objects.create(
        batch=batch,
        serial=f"BHT-{mark}",
        form_id=FORM,
        form_version=VERSION,
        stage="keyed",
        submission_id=visit,
        keyed_by="user:0",
        keyed_at=clock.now(),
        again="typed",
    )
    second = SecondTyping(
        sheet=sheet,
        village_code=village,
        round_id=round_id,
        typist="user:00",
        keyed_at=clock.now(),
        compared=9,
        differing=1,
        questions=["alamat"],
    )
    told = [["alamat", "alamat", None, canary(f"Tulisan{mark}"), canary(f"Ketikan{mark}"), ""]]
    parts.write(second, body=b"<data/>", differences=orjson.dumps(told))
    second.save(force_insert=True)
    return {"batch": batch.pk, "sheet": sheet.pk, "second": second.pk}


def _rights(village: str, member: UUID, child: UUID, canary: Callable[..., str]) -> dict[str, UUID]:
    """Store what somebody asked for and agreed to, who may not act for the child, and a failure."""
    mark = f"{member.hex[-6:]}{village[:2]}"
    then = clock.now() - timedelta(hours=30)
    held = {"area_code": village, "recorded_by": "user:0"}
    asking = {**held, "member_id": member, "asked_at": then, "due_at": then + timedelta(hours=72)}
    shown = {"identity": "ktp", "identity_at": then, "identity_by": "user:0"}
    asked = SubjectRequest.objects.create(kind="access", **asking)
    answered = SubjectRequest.objects.create(
        kind="access", state="answered", closed_at=clock.now(), closed_by="user:0", **shown, **asking
    )
    task = SubjectRequest.objects.create(
        kind="correction", state="assigned", fact="name", wanted=canary(f"Ralat{mark}"), **shown, **asking
    )
    sheet = blobs.put(b"%PDF-1.4\n" + canary(f"lembar-{mark}").encode() + b"\n%%EOF\n")
    consent = Consent.objects.create(
        member_id=member,
        purpose="service",
        text_version="1",
        text_sha256="0" * 64,
        manner="signed",
        evidence_sha256=sheet,
        witness=canary(f"Saksi{mark}"),
        given_at=then,
        recorded_at=then,
        **held,
    )
    bar = GuardianBar.objects.create(
        member_id=child, barred_id=member, set_at=then, set_by="user:0", barred_nik=""
    )
    breach = Breach.objects.create(
        kind="lainnya",
        state="assessed",
        zone="Asia/Makassar",
        found_at=then,
        due_at=then + timedelta(hours=72),
        recorded_by="user:0",
        what_happened="Uji",
        affected=1,
    )
    rows = {"asked": asked, "answered": answered, "task": task, "consent": consent, "bar": bar}
    return {"member": member, "breach": breach.pk, **{name: row.pk for name, row in rows.items()}}


# --- accounts ---------------------------------------------------------------------------------------------


def _planned(round_id: int, village: str) -> dict[str, UUID]:
    """Write a plan down that is under way, with a paper as evidence, and an assessment."""
    tpk2d = Actor.over("user:0", "TPK2D", frozenset({"tpk2d"}), (village,))
    results.refresh_village(round_id, village)
    year = clock.today("Asia/Jakarta").year
    plan = actions.make_plan(
        actions.PlanInput(
            village_code=village,
            year=year,
            round_id=round_id,
            index_id="ikk",
            indicator="IKK-D3-07",
            activity="Tabungan keluarga (sintetis)",
            agency="koperasi_umkm",
            position="Kepala bidang",
            source="apbdes",
            starts_on=date(year, 1, 1),
            deadline=date(year + 1, 6, 1),
        ),
        actor=tpk2d,
    )
    for move in (actions.Move.PROPOSE, actions.Move.AGREE, actions.Move.BEGIN):
        actions.move_plan(plan, move, actor=tpk2d)
    evidence = actions.add_evidence(
        plan,
        file=BytesIO(f"%PDF-1.7 {village}\n%%EOF".encode()),
        file_name="bukti.pdf",
        about="",
        nameless=True,
        actor=tpk2d,
    )
    assessment = actions.make_assessment(
        actions.AssessmentInput(
            village_code=village,
            round_id=round_id,
            visited_on=clock.today("Asia/Jakarta"),
            team="Dinas contoh",
            marks={},
        ),
        actor=tpk2d,
    )
    return {"plan": plan, "evidence": evidence, "assessment": assessment}


def _accounts() -> dict[str, int]:
    """Return the accounts by name: each role over the own regency, and those whose rights must not count."""
    found = {role: _account(role, [(role, REGENCY[OWN], {})]) for role in OFFICE_ROLES}
    day = clock.today("Asia/Jakarta")
    expired = {"valid_to": day - timedelta(days=2)}
    old = Decree.objects.create(
        number="SK-lama",
        signed_on=day,
        signer="Bupati Lama",
        valid_from=day - timedelta(900),
        valid_to=day - timedelta(9),
    )
    supervisor = ("supervisor", REGENCY[OWN])
    found["no_role"] = _account("no_role", [])
    found["expired"] = _account("expired", [(*supervisor, {**expired, "valid_from": day - timedelta(9)})])
    found["not_yet"] = _account("not_yet", [(*supervisor, {"valid_from": day + timedelta(3)})])
    found["ended"] = _account("ended", [(*supervisor, {"ended_at": clock.now(), "ended_by": "system"})])
    found["old_decree"] = _account("old_decree", [(*supervisor, {"decree": old})])
    found["look_alike"] = _account("look_alike", [("supervisor", "63.1", {}), ("administrator", "63.1", {})])
    found["two_places"] = _account("two_places", [("tpk2d", REGENCY[OWN], {}), ("supervisor", NEIGHBOUR, {})])
    found["left"] = _account("left", [(*supervisor, {})], left=True)
    found["disabled"] = _account("disabled", [(*supervisor, {})], disabled=True)
    return found


def _account(name: str, grants: list[tuple[str, str, dict[str, Any]]], *, left=False, disabled=False) -> int:
    user = get_user_model().objects.create(username=f"matriks-{name}", is_active=not disabled, password="!")
    person = Person.objects.create(
        user=user,
        name=f"Akun {name}",
        search_name=f"akun {name}",
        area_code=grants[0][1] if grants else "",
        is_active=not left,
        created_at=clock.now(),
    )
    for role, area, more in grants:
        RoleGrant.objects.create(
            person=person,
            role=role,
            area_code=area,
            granted_at=clock.now(),
            granted_by="system",
            **{"valid_from": date(2026, 1, 1), **more},
        )
    return user.pk
