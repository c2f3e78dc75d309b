"""Who holds what of a person: joins privacy with the packages above it. One person's own data, nobody else's.

An entry of the trail is told by when, what and by whom in kind; its details may name others and are left out.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from bahtera.clients import api as clients
from bahtera.config import processing
from bahtera.families import api as families
from bahtera.foundation import audit
from bahtera.groups import api as groups
from bahtera.privacy import api as privacy
from bahtera.surveys import api as surveys

_SEX: Final = {"l": "laki-laki", "p": "perempuan"}
_RELATION: Final = {
    "kepala": "kepala keluarga",
    "pasangan": "pasangan",
    "anak": "anak",
    "menantu": "menantu",
    "cucu": "cucu",
    "orang_tua": "orang tua",
    "famili_lain": "famili lain",
    "lainnya": "lainnya",
}
_STATUS: Final = {
    "present": "tinggal di sini",
    "away": "sudah pindah",
    "dead": "meninggal",
    "duplicate": "tercatat dua kali",
    "withdrawn": "dikeluarkan dari daftar",
}
_MANNER: Final = {"signed": "ditandatangani", "thumbprint": "cap jempol", "spoken": "lisan dengan saksi"}
_ENDED: Final = {"withdrawn": "ditarik", "replaced": "diganti dengan yang baru", "barred": "dihentikan"}
# What an entry of the trail is called, by how its action begins; the longest that fits.
_DONE: Final = {
    "families.": "Data keluarga dicatat atau diubah",
    "families.visit_recorded": "Kunjungan dicatat",
    "families.death_recorded": "Kematian dicatat",
    "surveys.": "Jawaban kunjungan diproses",
    "access.read": "Data Anda dilihat petugas",
    "access.refused": "Petugas ditolak melihat data Anda",
    "privacy.": "Permintaan atau persetujuan Anda diproses",
    "privacy.access_answered": "Salinan data diberikan",
    "privacy.reply_taken": "Salinan data diambil lagi",
    "privacy.people_searched": "Nama Anda muncul dalam pencarian petugas",
    "privacy.correction_settled": "Permintaan perbaikan diselesaikan",
    "privacy.objection_granted": "Keberatan dikabulkan",
    "privacy.request_opened": "Permintaan diterima",
    "privacy.consent_given": "Persetujuan dicatat",
    "privacy.consent_withdrawn": "Persetujuan ditarik",
}
_BY: Final = {
    "user": "petugas kantor",
    "token": "kader",
    "device": "kader",
    "person": "kader",
    "system": "sistem",
}
_UTC: Final = ZoneInfo("UTC")


def register() -> None:
    """Tell privacy how to find a member and who holds data of people."""
    privacy.register_people(find_subjects, find_people)
    privacy.register_processing(processing.register)
    privacy.register_holder("1-register", own_register)
    privacy.register_holder("2-visits", own_answers)
    privacy.register_holder("3-consents", own_consents)
    privacy.register_holder("4-trail", own_trail)
    privacy.register_holder("5-services", own_services)
    privacy.register_holder("6-groups", own_groups)


def find_subjects(member_ids: Collection[UUID]) -> Mapping[UUID, privacy.Subject]:
    """Return the persons behind member ids, by the id that was asked."""
    return {
        asked: privacy.Subject(
            found.member_id,
            found.birth_date,
            found.village_code,
            found.nik,
            found.records,
            found.name,
            found.family_id,
        )
        for asked, found in families.get_people(member_ids).items()
    }


def find_people(wanted: privacy.Wanted, most: int) -> Sequence[privacy.Found]:
    """Return whom a search finds in the register of families."""
    if wanted.by is privacy.By.NIK:
        found = families.find_by_nik(wanted.text, most=most)
    elif wanted.by is privacy.By.KK:
        found = families.find_by_kk(wanted.text, most=most)
    else:
        found = families.find_by_name(wanted.text, area=wanted.area, most=most)
    return [
        privacy.Found(
            one.member_id,
            one.family_id,
            one.name,
            one.sex,
            one.birth_date,
            one.relation,
            one.village_code,
        )
        for one in found
    ]


def own_register(member_id: UUID) -> Sequence[privacy.Section]:
    """Return what the register of families says of one person, version by version."""
    records = []
    for one in families.own_versions(member_id):
        until = _day(one.valid_to) if one.valid_to else "sekarang"
        facts = (
            ("Nama", one.name),
            ("NIK", one.nik),
            ("Jenis kelamin", _SEX.get(one.sex, one.sex)),
            ("Tanggal lahir", _born(one)),
            ("Hubungan dengan kepala keluarga", _RELATION.get(one.relation, one.relation)),
            ("Keadaan", _STATUS.get(one.status, one.status)),
        )
        title = f"{_day(one.valid_from)} sampai {until}"
        records.append(privacy.Record(title, tuple(fact for fact in facts if fact[1])))
    return [privacy.Section("register", "Daftar keluarga", tuple(records))]


def own_answers(member_id: UUID) -> Sequence[privacy.Section]:
    """Return what was answered about one person at visits: their row of the roster only."""
    places = {}
    for visit in families.own_visits(member_id):
        kind, _, number = visit.source.partition(":")
        if kind == "submission" and (found := _uuid(number)) is not None:
            places[found] = visit
    rows = surveys.own_rows([(one, visit.place) for one, visit in places.items()])
    records = [
        privacy.Record(f"Kunjungan {_day(places[row.submission_id].visited_on)}", row.facts) for row in rows
    ]
    return [privacy.Section("visits", "Jawaban tentang Anda pada kunjungan", tuple(records))]


def own_consents(member_id: UUID) -> Sequence[privacy.Section]:
    """Return the consents of one person."""
    records = []
    for one in privacy.own_consents(_records(member_id)):
        facts = [
            ("Tujuan", one.purpose),
            ("Teks", f"versi {one.text_version}"),
            ("Cara", _MANNER[one.manner]),
            ("Oleh wali", "ya" if one.by_guardian else "tidak"),
        ]
        if one.ended_at is not None:
            facts.append(("Berakhir", f"{one.ended_at:%d-%m-%Y %H.%M} UTC, {_ENDED[one.ended_how]}"))
        records.append(privacy.Record(f"{one.given_at:%d-%m-%Y %H.%M} UTC", tuple(facts)))
    return [privacy.Section("consents", "Persetujuan", tuple(records))]


def own_services(member_id: UUID) -> Sequence[privacy.Section]:
    """Return what services keep of one person; no section at all when there is none that may be told."""
    records = []
    for one in clients.own_clients(_records(member_id)):
        told = one.identity
        facts = (
            ("Nama", told.name),
            ("NIK", told.nik),
            ("Jenis kelamin", _SEX.get(told.sex, told.sex)),
            ("Tanggal lahir", f"{_day(told.birth_date)} ({told.birth_quality})" if told.birth_date else ""),
            ("Telepon", told.phone),
            ("Bahasa", ", ".join(told.languages)),
            ("Disabilitas", ", ".join(told.needs)),
        )
        records.append(
            privacy.Record(", ".join(one.offices) or "selesai", tuple(fact for fact in facts if fact[1]))
        )
    return [privacy.Section("services", "Layanan yang mengenal Anda", tuple(records))] if records else []


def own_groups(member_id: UUID) -> Sequence[privacy.Section]:
    """Return the groups in which one person is or was; no section at all when there is none."""
    records = []
    for one in groups.own_memberships(_records(member_id)):
        told = one.member
        until = _day(told.left_on) if told.left_on else "sekarang"
        facts = (
            ("Nama", told.name),
            ("NIK", told.nik),
            ("Jenis kelamin", _SEX.get(told.sex, told.sex)),
            ("Tanggal lahir yang dicatat kelompok", _day(told.born) if told.born else ""),
            ("Jabatan", told.office),
            ("Menjadi anggota", f"{_day(told.joined_on)} sampai {until}"),
            ("Sebab keluar", told.left_why),
        )
        title = f"{groups.kinds()[one.kind].label['id']} {one.group_name}"
        records.append(privacy.Record(title, tuple(fact for fact in facts if fact[1])))
    return [privacy.Section("groups", "Kelompok kegiatan", tuple(records))] if records else []


def own_trail(member_id: UUID) -> Sequence[privacy.Section]:
    """Return when something was done with one person's data, and by whom in kind."""
    records = [
        privacy.Record(
            f"{entry.at.astimezone(_UTC):%d-%m-%Y %H.%M} UTC",
            (("Kegiatan", _done(entry.action)), ("Oleh", _BY.get(entry.actor.partition(":")[0], "petugas"))),
        )
        for entry in audit.trail_of([f"member:{one}" for one in _records(member_id)])
    ]
    return [privacy.Section("trail", "Jejak pemrosesan data Anda", tuple(records))]


def _records(member_id: UUID) -> list[UUID]:
    found = families.get_person(member_id)
    return sorted(found.records) if found else [member_id]


def _done(action: str) -> str:
    fitting = [begin for begin in _DONE if action.startswith(begin)]
    return _DONE[max(fitting, key=len)] if fitting else action


def _born(one: families.OwnVersion) -> str:
    if one.birth_date is None:
        return ""
    return _day(one.birth_date) + (" (perkiraan)" if one.birth_date_estimated else "")


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
