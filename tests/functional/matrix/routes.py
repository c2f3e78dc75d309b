"""What each address of the site owes to whom: written by hand, independent of the policy it judges.

A row names the address as the resolver spells it, the method, who is let in, and how to ask for it: in one's
own area and in a foreign one. An address without a row breaks the matrix.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from tests.fakes.family_visits import FORM, VERSION
from tests.functional.matrix.world import OFFICE_ROLES, Place, World

# --- who --------------------------------------------------------------------------------------------------
EVERY_ROLE: Final = frozenset(OFFICE_ROLES)
REVIEWERS: Final = frozenset({"supervisor", "coordinator"})
DECIDERS: Final = frozenset({"supervisor"})
TYPISTS: Final = frozenset({"typist", "supervisor", "coordinator"})
KEEPERS: Final = frozenset({"administrator", "supervisor", "coordinator"})
ADMINISTRATORS: Final = frozenset({"administrator"})
RESULT_READERS: Final = EVERY_ROLE - {"kader", "typist", "counsellor", "case_worker"}
MAPPERS: Final = frozenset({"tpk2d", "administrator"})
EXPORTERS: Final = frozenset({"statistician", "supervisor"})
ESTIMATORS: Final = frozenset({"statistician", "tpk2d"})
WATCHERS: Final = frozenset({"data_protection_officer", "auditor"})
BREAKERS: Final = frozenset(
    {"administrator", "supervisor", "counsellor", "case_worker", "data_protection_officer"}
)
OFFICERS: Final = frozenset({"data_protection_officer"})
ROUND_READERS: Final = frozenset(
    {"supervisor", "coordinator", "desa_officer", "tpk2d", "statistician", "administrator"}
)
MICRO_READERS: Final = frozenset({"statistician", "data_protection_officer", "auditor"})
ROUND_KEEPERS: Final = frozenset({"administrator", "statistician"})
REVIEW_READERS: Final = frozenset({"supervisor", "coordinator", "tpk2d", "statistician", "administrator"})
AGREEMENT_READERS: Final = REVIEW_READERS - {"administrator"}
CONFIRMERS: Final = frozenset({"tpk2d", "statistician"})
PLANNERS: Final = frozenset({"administrator", "statistician"})
KADERS: Final = frozenset({"kader"})
SAMPLE_READERS: Final = frozenset({"supervisor", "coordinator", "tpk2d", "statistician", "administrator"})
DRAWERS: Final = frozenset({"statistician"})
FIELD_READERS: Final = REVIEWERS | {"tpk2d", "statistician", "administrator"}
GUARDS: Final = frozenset({"data_protection_officer", "auditor"})
PLAN_READERS: Final = frozenset(
    {"supervisor", "coordinator", "desa_officer", "tpk2d", "statistician", "agency_officer", "administrator"}
)
PLAN_WORKERS: Final = frozenset({"desa_officer", "agency_officer", "tpk2d"})
REPORT_READERS: Final = frozenset({"supervisor", "coordinator", "desa_officer", "tpk2d"})
ISSUERS: Final = frozenset({"tpk2d", "desa_officer", "statistician", "administrator", "publisher"})
CONSENT_KEEPERS: Final = frozenset({"data_protection_officer", "counsellor", "case_worker"})
DIRECTORY_KEEPERS: Final = frozenset({"agency_officer", "tpk2d", "administrator"})
SERVING: Final = frozenset({"counsellor", "case_worker", "agency_officer"})
PAPER_READERS: Final = frozenset({"agency_officer", "tpk2d"})
# Everybody with an account that is in use, with or without a role; everybody there is.
NOBODY: Final[frozenset[str]] = frozenset()
SIGNED_IN: Final = "signed in"
OPEN: Final = "open"

# --- what may be seen, by kind of canary ------------------------------------------------------------------
# A family's identity, a colleague's, and the keys (ids) of rows about families: who may meet one at all.
SEES: Final = {
    "family": REVIEWERS,
    "staff": KEEPERS,
    "key": REVIEWERS | EXPORTERS,
    # Who asked for emergency access is a colleague too; why, only those who review it read.
    "glass": KEEPERS | GUARDS,
    "reason": GUARDS,
}
# Where whoever looks after people's rights meets them, and nowhere else.
# Who types from paper knows the kader who wrote it.
SEES_UNDER: Final = {
    "/privasi/": {"family": CONSENT_KEEPERS},
    "/ketik/": {"staff": TYPISTS},
    # The second level reviews visits by their keys, without names.
    "/putaran/": {"key": CONFIRMERS},
}
REFUSED: Final = frozenset({403, 404})

Ask = Callable[[World, Place], str]


@dataclass(frozen=True)
class Row:
    """One address and method.

    Args:
        route: the address as the resolver spells it.
        who: roles that are let in, or SIGNED_IN, or OPEN.
        ask: the address to ask, for a place; ``sited`` says that the place matters to whether one is let in.
        ok: statuses that say "let in".
        refused: statuses that say "not you" or "not there" to somebody signed in.
        identities: a sensitive read: it needs a second factor and leaves an entry. Roles, where the same page
            shows identities to some of those whom it lets in.
        form: what a POST sends.
        step: open to a session whose second factor is still to be set up.
        api: answers programs, which are told instead of led to a page.
    """

    route: str
    who: frozenset[str] | str
    ask: Ask
    method: str = "GET"
    sited: bool = False
    ok: frozenset[int] = frozenset({200})
    refused: frozenset[int] = REFUSED
    identities: bool | frozenset[str] = False
    form: Callable[[World, Place], dict[str, Any]] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    step: bool = False
    api: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.route

    def tells_identities(self, roles: tuple[set[str], set[str]] | None) -> bool:
        """Tell whether somebody of these roles, here and elsewhere (where nothing is), is shown identities."""
        if isinstance(self.identities, bool):
            return self.identities
        return roles is not None and bool(roles[0] & self.identities)


def at(address: str) -> Ask:
    """Ask for an address with ``{names}`` of a place, and ``{round}``."""

    def fill(world: World, place: Place) -> str:
        return address.format(round=world.round_id, place=place, new=uuid4())

    return fill


def sends(**values: str) -> Callable[[World, Place], dict[str, Any]]:
    return lambda _world, place: {name: text.format(place=place) for name, text in values.items()}


MOVED: Final = frozenset({302})
MISSING: Final = frozenset({404})
# A proposal is shown, or the reader is sent back because nobody is a kader of the village.
SHARED: Final = frozenset({200, 302})
# A step of signing in: shown, passed on from, or asked again.
STEP: Final = frozenset({200, 302, 400, 403})
_ACCOUNT = "sesi/akun/<int:user_id>/"
_PERSON = "orang/<uuid:person_id>/"
_ROLE = "peran/<uuid:grant_id>/akhiri/"
_VISIT = "periksa/<uuid:submission_id>/"
_FAMILY = "keluarga/<uuid:family_id>/"
_REQUESTS = "privasi/permohonan/"
_REQUEST = f"{_REQUESTS}<uuid:request_id>/"
_CONSENTS = "privasi/persetujuan/"
_MEMBER = f"{_CONSENTS}<uuid:member_id>/"
_BREACHES = "privasi/insiden/"
_BREACH = f"{_BREACHES}<uuid:breach_id>/"
_FORM = (("GET", frozenset({200})), ("POST", frozenset({400})))
_NAMED = {"cara": "name", "isi": "Kepala", "wilayah": "{place.village}"}

PAGES: Final = (
    # Sealed visits wait apart for those who decide; none that waits is there.
    Row("periksa/tersegel/", DECIDERS, at("/periksa/tersegel/"), identities=True),
    *(
        Row(
            f"periksa/tersegel/<uuid:sealed_id>/{what}/",
            DECIDERS,
            at(f"/periksa/tersegel/{{new}}/{what}/"),
            method="POST",
            ok=ok,
            refused=frozenset({403}),
            form=sends(sebab="uji"),
        )
        for what, ok in (("terima", MISSING), ("sisihkan", MISSING))
    ),
    # Typing in from paper: whoever types; which typing stands, whoever reads visits.
    Row("ketik/", TYPISTS, at("/ketik/"), identities=True),
    Row(
        "ketik/bundel/",
        TYPISTS,
        at("/ketik/bundel/"),
        method="POST",
        sited=True,
        ok=frozenset({400}),
        form=sends(desa="{place.village}"),
    ),
    *(
        Row(
            f"ketik/bundel/<uuid:batch_id>/{rest}",
            TYPISTS,
            at(f"/ketik/bundel/{{place.batch}}/{rest}"),
            method=method,
            sited=True,
            ok=ok,
            identities=method == "GET",
            form=sends(jumlah="0"),
        )
        for rest, method, ok in (
            ("", "GET", frozenset({200})),
            ("lembar/", "POST", MOVED),
            ("hitung/", "POST", MOVED),
            ("tutup/", "POST", MOVED),
        )
    ),
    *(
        Row(
            f"ketik/lembar/<uuid:sheet_id>/{rest}",
            TYPISTS,
            at(f"/ketik/lembar/{{place.sheet}}/{rest}"),
            method=method,
            sited=True,
            ok=ok,
            identities=method == "GET",
            form=sends(keadaan="lain"),
        )
        for rest, method, ok in (
            ("", "GET", frozenset({200})),
            # A form is no JSON: understood, and not carried out.
            ("mulai/", "POST", frozenset({400})),
            ("draf/", "POST", frozenset({400})),
            ("kirim/", "POST", frozenset({400})),
            ("lepas/", "POST", MOVED),
            ("keadaan/", "POST", MOVED),
            ("pindaian/", "POST", MOVED),
        )
    ),
    Row("ketik/banding/", REVIEWERS, at("/ketik/banding/"), identities=True),
    Row(
        "ketik/banding/<uuid:second_id>/",
        REVIEWERS,
        at("/ketik/banding/{place.second}/"),
        sited=True,
        identities=True,
    ),
    Row(
        "ketik/banding/<uuid:second_id>/putuskan/",
        REVIEWERS,
        at("/ketik/banding/{place.second}/putuskan/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    # Forms on paper: printed by those who give tasks; a printing or a form that nobody has is not there.
    Row("kertas/", REVIEWERS, at("/kertas/"), identities=True),
    Row("kertas/", REVIEWERS, at("/kertas/?desa={place.village}"), sited=True, identities=True),
    Row(
        "kertas/cetak/",
        REVIEWERS,
        at("/kertas/cetak/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(desa="{place.village}", putaran="1", untuk="kosong", banyak="1", bahasa="id"),
    ),
    Row(
        "kertas/batal/",
        REVIEWERS,
        at("/kertas/batal/"),
        method="POST",
        ok=MOVED,
        form=sends(desa="{place.village}", nomor="BHT-0000000000", sebab="lost"),
    ),
    Row(
        "kertas/<uuid:printing_id>/berkas/",
        REVIEWERS,
        at("/kertas/{new}/berkas/"),
        ok=MISSING,
        refused=frozenset({403}),
    ),
    Row(
        "kertas/<uuid:printing_id>/ulang/",
        REVIEWERS,
        at("/kertas/{new}/ulang/"),
        method="POST",
        ok=MISSING,
        refused=frozenset({403}),
    ),
    # Who visits whom. Those who look at visits give tasks; a task that nobody has is not there.
    Row("putaran/", ROUND_READERS, at("/putaran/")),
    Row("putaran/<int:round_id>/", ROUND_READERS, at("/putaran/{round}/")),
    # How a round's families are chosen: counts for those who lead it; drawn by the statistician, named for tasks alone.
    Row("putaran/<int:round_id>/sampel/", SAMPLE_READERS, at("/putaran/{round}/sampel/")),
    Row("putaran/<int:round_id>/sampel/ukuran/", SAMPLE_READERS, at("/putaran/{round}/sampel/ukuran/")),
    *(
        Row(
            f"putaran/<int:round_id>/sampel/{what}/",
            DRAWERS,
            at(f"/putaran/{{round}}/sampel/{what}/"),
            method="POST",
            ok=ok,
        )
        # A refused plan is shown again with what was typed.
        for what, ok in (("kerangka", MOVED), ("rencana", frozenset({400})))
    ),
    Row(
        "putaran/<int:round_id>/sampel/<uuid:draw_id>/",
        SAMPLE_READERS,
        at("/putaran/{round}/sampel/{new}/"),
        ok=MISSING,
        refused=frozenset({403}),
    ),
    *(
        Row(
            f"putaran/<int:round_id>/sampel/<uuid:draw_id>/sampel.{kind}",
            DRAWERS,
            at(f"/putaran/{{round}}/sampel/{{new}}/sampel.{kind}"),
            ok=MISSING,
            refused=frozenset({403}),
        )
        for kind in ("csv", "xlsx")
    ),
    *(
        Row(
            f"putaran/<int:round_id>/sampel/<uuid:draw_id>/{what}/",
            DRAWERS,
            at(f"/putaran/{{round}}/sampel/{{new}}/{what}/"),
            method="POST",
            ok=MISSING,
            refused=frozenset({403}),
        )
        for what in ("tarik", "tetapkan", "kesampingkan")
    ),
    *(
        Row(
            f"putaran/<int:round_id>/sampel/<uuid:draw_id>/desa/<str:village>/{what}",
            who,
            at(f"/putaran/{{round}}/sampel/{{new}}/desa/{{place.village}}/{what}"),
            method=method,
            ok=MISSING,
            refused=frozenset({403}),
        )
        for what, method, who in (
            ("", "GET", SAMPLE_READERS),
            ("daftar/", "POST", DRAWERS),
            ("keluarga/", "GET", REVIEWERS),
            ("beri/", "POST", REVIEWERS),
        )
    ),
    *(
        Row(
            f"putaran/<int:round_id>/sampel/keluarga/<uuid:drawn_id>/{what}/",
            REVIEWERS,
            at(f"/putaran/{{round}}/sampel/keluarga/{{new}}/{what}/"),
            method="POST",
            ok=MISSING,
            refused=frozenset({403}),
        )
        for what in ("cadangan", "pasangkan")
    ),
    Row("putaran/<int:round_id>/target.csv", ROUND_READERS, at("/putaran/{round}/target.csv")),
    *(Row("putaran/baru/", ROUND_KEEPERS, at("/putaran/baru/"), method=one, ok=ok) for one, ok in _FORM),
    # The round of the matrix covers the country: whoever keeps rounds of a part of it may not change it.
    *(
        Row(f"putaran/<int:round_id>/{route}", NOBODY, at(f"/putaran/{{round}}/{asked}"), method=method)
        for route, asked in (
            ("rencana/", "rencana/"),
            ("kalender/", "kalender/"),
            ("target/", "target/"),
            ("keadaan/<str:name>/", "keadaan/review/"),
        )
        for method in ("GET", "POST")
    ),
    Row(
        "putaran/<int:round_id>/bawa/",
        REVIEWERS,
        at("/putaran/{round}/bawa/"),
        method="POST",
        ok=MOVED,
    ),
    Row("penugasan/", REVIEWERS, at("/penugasan/"), identities=True),
    Row("penugasan/", REVIEWERS, at("/penugasan/?desa={place.village}"), sited=True, identities=True),
    Row(
        "penugasan/beri/",
        REVIEWERS,
        at("/penugasan/beri/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(desa="{place.village}", putaran="1", apa="desa"),
    ),
    *(
        Row(
            f"penugasan/<uuid:assignment_id>/{what}/",
            REVIEWERS,
            at(f"/penugasan/{{new}}/{what}/"),
            method="POST",
            ok=MISSING,
            refused=frozenset({403}),
            form=sends(kader="0190a0a0-0000-7000-8000-000000000001"),
        )
        for what in ("serahkan", "akhiri")
    ),
    # Tasks shared out, handed over together, moved because a family wished it.
    Row(
        "penugasan/bagi/",
        REVIEWERS,
        at("/penugasan/bagi/?putaran={round}&desa={place.village}"),
        sited=True,
        ok=SHARED,
        identities=True,
    ),
    Row(
        "penugasan/bagi/beri/",
        REVIEWERS,
        at("/penugasan/bagi/beri/"),
        method="POST",
        sited=True,
        ok=SHARED | MISSING,
        form=sends(desa="{place.village}", putaran="1", langkah="usul"),
    ),
    Row(
        "penugasan/serahkan/",
        REVIEWERS,
        at("/penugasan/serahkan/"),
        method="POST",
        ok=MISSING,
        refused=frozenset({403}),
        form=sends(
            tugas="0190a0a0-0000-7000-8000-000000000002",
            kader="0190a0a0-0000-7000-8000-000000000001",
            alasan="absent",
        ),
    ),
    Row(
        "penugasan/serah-terima/<uuid:minutes_id>/",
        REVIEWERS,
        at("/penugasan/serah-terima/{new}/"),
        ok=MISSING,
        refused=frozenset({403}),
    ),
    Row(
        "penugasan/berdua/",
        REVIEWERS,
        at("/penugasan/berdua/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(
            desa="{place.village}",
            putaran="1",
            keluarga="0190a0a0-0000-7000-8000-000000000003",
            kader="0190a0a0-0000-7000-8000-000000000001",
        ),
    ),
    Row(
        "penugasan/berdua/<uuid:joint_id>/",
        REVIEWERS,
        at("/penugasan/berdua/{new}/"),
        ok=MISSING,
        refused=frozenset({403}),
    ),
    Row(
        "penugasan/berdua/<uuid:joint_id>/putuskan/",
        REVIEWERS,
        at("/penugasan/berdua/{new}/putuskan/"),
        method="POST",
        ok=MISSING,
        form=sends(putusan="ambil", kader="0190a0a0-0000-7000-8000-000000000001", revisi="1"),
    ),
    Row(
        "penugasan/kader-lain/",
        REVIEWERS,
        at("/penugasan/kader-lain/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(
            desa="{place.village}",
            putaran="1",
            keluarga="0190a0a0-0000-7000-8000-000000000003",
            bukan="0190a0a0-0000-7000-8000-000000000001",
            lewat="rt",
        ),
    ),
    Row(
        "penugasan/kader-lain/<uuid:wish_id>/akhiri/",
        REVIEWERS,
        at("/penugasan/kader-lain/{new}/akhiri/"),
        method="POST",
        ok=MISSING,
        refused=frozenset({403}),
    ),
    # How a round goes in the field: counts for those who lead it; who visits, for those who give tasks.
    *(
        Row(
            f"putaran/<int:round_id>/kemajuan{end}",
            FIELD_READERS,
            at(f"/putaran/{{round}}/kemajuan{end}{more}"),
            sited=bool(more),
        )
        for end in ("/", ".csv")
        for more in ("", "?wilayah={place.village}")
    ),
    *(
        Row(
            f"putaran/<int:round_id>/kemajuan/kader{end}",
            REVIEWERS,
            at(f"/putaran/{{round}}/kemajuan/kader{end}{more}"),
            sited=bool(more),
            identities=True,
        )
        for end in ("/", ".csv")
        for more in ("", "?wilayah={place.village}")
    ),
    *(
        Row(
            f"putaran/<int:round_id>/rekap/<uuid:person_id>/{end}",
            REVIEWERS,
            at(f"/putaran/{{round}}/rekap/{{new}}/{end}"),
            ok=MISSING,
            refused=frozenset({403}),
        )
        for end in ("", "rekap.pdf")
    ),
    # Data versions: whoever reads the round. The file with the lines of families asks for the whole area of the round,
    # which is the country here, and nobody in the matrix has that.
    Row("putaran/<int:round_id>/versi/", ROUND_READERS, at("/putaran/{round}/versi/")),
    Row(
        "putaran/<int:round_id>/versi/banding/",
        ROUND_READERS,
        at("/putaran/{round}/versi/banding/?lama=1&baru=1"),
    ),
    Row(
        "putaran/<int:round_id>/versi/banding.csv",
        ROUND_READERS,
        at("/putaran/{round}/versi/banding.csv?lama=1&baru=1"),
    ),
    Row(
        "putaran/<int:round_id>/versi/<int:number>/",
        ROUND_READERS,
        at("/putaran/{round}/versi/1/?wilayah={place.area}"),
        sited=True,
    ),
    Row(
        "putaran/<int:round_id>/versi/<int:number>/lengkap.json",
        NOBODY,
        at("/putaran/{round}/versi/1/lengkap.json"),
    ),
    Row("versi-data/", OPEN, at("/versi-data/")),
    Row("versi-data/<int:round_id>/<int:number>.json", OPEN, at("/versi-data/{round}/1.json")),
    # Corrections of a final round; this one goes on, so none is taken.
    Row("putaran/<int:round_id>/koreksi/", EXPORTERS, at("/putaran/{round}/koreksi/")),
    Row(
        "putaran/<int:round_id>/koreksi/<uuid:correction_id>/",
        EXPORTERS,
        at("/putaran/{round}/koreksi/{new}/"),
        ok=MISSING,
        refused=frozenset({403}),
    ),
    *(
        Row(
            f"putaran/<int:round_id>/koreksi/<uuid:correction_id>/{what}/",
            EXPORTERS,
            at(f"/putaran/{{round}}/koreksi/{{new}}/{what}/"),
            method="POST",
            ok=MISSING,
            refused=frozenset({403}),
            form=sends(sebab="uji"),
        )
        for what in ("setuju", "tolak")
    ),
    Row(
        f"{_VISIT}koreksi/", DECIDERS, at("/periksa/{place.submission}/koreksi/"), sited=True, identities=True
    ),
    Row(
        f"{_VISIT}koreksi/",
        DECIDERS,
        at("/periksa/{place.submission}/koreksi/"),
        method="POST",
        sited=True,
        ok=frozenset({400}),
        form=sends(perubahan="return", sebab="uji"),
    ),
    Row(
        f"{_VISIT}koreksi/jawaban/",
        DECIDERS,
        at("/periksa/{place.submission}/koreksi/jawaban/"),
        sited=True,
        identities=True,
    ),
    Row(
        f"{_VISIT}koreksi/jawaban/",
        DECIDERS,
        at("/periksa/{place.submission}/koreksi/jawaban/"),
        method="POST",
        sited=True,
        ok=frozenset({400}),
        form=sends(p="tabungan", sebab="uji"),
    ),
    # Micro-data: the round covers the country, and nobody here may ask or decide for the whole of it.
    Row("putaran/<int:round_id>/data-mikro/", MICRO_READERS, at("/putaran/{round}/data-mikro/")),
    Row("privasi/data-mikro/", MICRO_READERS, at("/privasi/data-mikro/")),
    Row(
        "putaran/<int:round_id>/data-mikro/minta/",
        NOBODY,
        at("/putaran/{round}/data-mikro/minta/"),
        method="POST",
        form=sends(versi="1", lisensi="terbatas", tujuan="uji"),
    ),
    Row("data-mikro/<uuid:request_id>/putus/", NOBODY, at("/data-mikro/{new}/putus/"), method="POST"),
    Row("data-mikro/<uuid:request_id>/data.zip", NOBODY, at("/data-mikro/{new}/data.zip")),
    Row("putaran/<int:round_id>/metadata/", ROUND_READERS, at("/putaran/{round}/metadata/")),
    Row(
        "putaran/<int:round_id>/metadata.<str:file_format>",
        ROUND_READERS,
        at("/putaran/{round}/metadata.json"),
    ),
    # Its figures are not signed yet: each reader is handed those of the own areas.
    Row(
        "putaran/<int:round_id>/metadata.<str:file_format>",
        ROUND_READERS & RESULT_READERS,
        at("/putaran/{round}/metadata.sdmx"),
        sited=True,
    ),
    # The round of the matrix covers the country: nobody here keeps the whole of it.
    Row(
        "putaran/<int:round_id>/metadata/tulis/",
        NOBODY,
        at("/putaran/{round}/metadata/tulis/"),
        method="POST",
    ),
    # An index over a file of one's own: nothing of the site is read.
    Row("indeks-makro/", ESTIMATORS, at("/indeks-makro/")),
    Row("indeks-makro/", ESTIMATORS, at("/indeks-makro/"), method="POST", ok=frozenset({400})),
    # A world with one round has nothing to compare: the page says so, the file is refused.
    Row("dampak/", ESTIMATORS, at("/dampak/")),
    Row("dampak.<str:file_format>", ESTIMATORS, at("/dampak.csv"), ok=frozenset({400})),
    Row("dampak/hitung/", ESTIMATORS, at("/dampak/hitung/"), method="POST", ok=frozenset({400})),
    # A comparison is shown to whoever asked for it; nobody has this one.
    Row("dampak/<uuid:answer_id>/", ESTIMATORS, at("/dampak/{new}/"), ok=MISSING),
    Row(
        "dampak/<uuid:answer_id>/dampak.<str:file_format>",
        ESTIMATORS,
        at("/dampak/{new}/dampak.csv"),
        ok=MISSING,
    ),
    Row("indeks-makro.<str:file_format>", ESTIMATORS, at("/indeks-makro.csv"), ok=MOVED),
    Row(
        "indeks-makro.<str:file_format>",
        ESTIMATORS,
        at("/indeks-makro.csv"),
        method="POST",
        ok=frozenset({400}),
    ),
    Row("putaran/<int:round_id>/mutu-indeks/", ESTIMATORS, at("/putaran/{round}/mutu-indeks/")),
    Row(
        "putaran/<int:round_id>/mutu-indeks.<str:file_format>",
        ESTIMATORS,
        at("/putaran/{round}/mutu-indeks.csv"),
    ),
    Row("putaran/<int:round_id>/estimasi/", ESTIMATORS, at("/putaran/{round}/estimasi/")),
    Row(
        "putaran/<int:round_id>/estimasi/keluarga.csv",
        frozenset({"statistician"}),
        at("/putaran/{round}/estimasi/keluarga.csv"),
    ),
    Row(
        "putaran/<int:round_id>/estimasi.<str:file_format>",
        ESTIMATORS,
        at("/putaran/{round}/estimasi.csv"),
    ),
    # The review of a round: counts by village; the second level sees visits that name nobody.
    Row("putaran/<int:round_id>/pemeriksaan/", REVIEW_READERS, at("/putaran/{round}/pemeriksaan/")),
    Row(
        "putaran/<int:round_id>/pemeriksaan/rencana/",
        NOBODY,
        at("/putaran/{round}/pemeriksaan/rencana/"),
        method="POST",
        ok=MOVED,
        form=sends(tahan="0", contoh="0"),
    ),
    Row(
        "putaran/<int:round_id>/pemeriksaan/setujui/",
        DECIDERS,
        at("/putaran/{round}/pemeriksaan/setujui/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(desa="{place.village}"),
    ),
    Row(
        "putaran/<int:round_id>/pemeriksaan/<str:village>/",
        CONFIRMERS,
        at("/putaran/{round}/pemeriksaan/{place.village}/"),
        sited=True,
    ),
    Row(
        "putaran/<int:round_id>/pemeriksaan/<str:village>/kukuhkan/",
        CONFIRMERS,
        at("/putaran/{round}/pemeriksaan/{place.village}/kukuhkan/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    *(
        Row(
            f"putaran/<int:round_id>/pemeriksaan/kunjungan/<uuid:submission_id>/{what}",
            CONFIRMERS,
            at(f"/putaran/{{round}}/pemeriksaan/kunjungan/{{new}}/{what}"),
            method="POST" if what else "GET",
            ok=MISSING,
            refused=frozenset({403}),
        )
        for what in ("", "putusan/")
    ),
    # Re-interviews: how far they agree names nobody; whom to ask once more does.
    Row(
        "putaran/<int:round_id>/wawancara-ulang/", AGREEMENT_READERS, at("/putaran/{round}/wawancara-ulang/")
    ),
    Row(
        "putaran/<int:round_id>/wawancara-ulang/hasil.csv",
        AGREEMENT_READERS,
        at("/putaran/{round}/wawancara-ulang/hasil.csv"),
    ),
    Row(
        "putaran/<int:round_id>/wawancara-ulang/daftar/",
        REVIEWERS,
        at("/putaran/{round}/wawancara-ulang/daftar/"),
        identities=True,
    ),
    Row(
        "putaran/<int:round_id>/wawancara-ulang/undi/",
        DECIDERS,
        at("/putaran/{round}/wawancara-ulang/undi/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(wilayah="{place.area}", persen="10", paling_sedikit="1"),
    ),
    *(
        Row(
            "putaran/<int:round_id>/wawancara-ulang/<uuid:task_id>/",
            REVIEWERS,
            at("/putaran/{round}/wawancara-ulang/{new}/"),
            method=method,
            ok=MISSING,
            refused=frozenset({403}),
        )
        for method in ("GET", "POST")
    ),
    # A kader reads and answers what is asked about the own visits, and about nobody else's.
    Row("pertanyaan/", KADERS, at("/pertanyaan/")),
    Row(
        "pertanyaan/<uuid:flag_id>/balas/",
        KADERS,
        at("/pertanyaan/{new}/balas/"),
        method="POST",
        ok=MISSING,
        refused=frozenset({403}),
        form=sends(cerita="x"),
    ),
    # Questions about interviews name nobody; whoever answers one sees whom and what it is about.
    *(
        Row(f"putaran/<int:round_id>/mutu/{what}", EXPORTERS, at(f"/putaran/{{round}}/mutu/{what}"))
        for what in ("", "pertanyaan/", "pertanyaan.csv")
    ),
    Row(
        "putaran/<int:round_id>/mutu/<uuid:flag_id>/",
        EXPORTERS,
        at("/putaran/{round}/mutu/{new}/"),
        ok=MISSING,
        refused=frozenset({403}),
    ),
    *(
        Row(
            f"putaran/<int:round_id>/mutu/<uuid:flag_id>/{what}/",
            DECIDERS,
            at(f"/putaran/{{round}}/mutu/{{new}}/{what}/"),
            method=method,
            ok=MISSING,
            refused=frozenset({403}),
            form=sends(jawaban="explained", catatan="x", revisi="1") if method == "POST" else None,
        )
        for what, method in (("jawab", "GET"), ("jawab", "POST"), ("gabung", "POST"))
    ),
    # Papers with a number: figures of the public, for whoever reads results; anybody who has the paper may check it.
    Row("dokumen/", RESULT_READERS, at("/dokumen/")),
    Row(
        "dokumen/nomor/<uuid:document_id>/",
        RESULT_READERS,
        at("/dokumen/nomor/{place.document}/"),
        sited=True,
    ),
    *(
        Row(
            f"dokumen/nomor/<uuid:document_id>/{what}/",
            RESULT_READERS,
            at(f"/dokumen/nomor/{{place.document}}/{what}/"),
            sited=True,
        )
        for what in ("berkas", "tabel", "bertanda-tangan")
    ),
    Row(
        "dokumen/terbitkan/",
        ISSUERS,
        at("/dokumen/terbitkan/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=lambda world, place: {
            "jenis": "village_sheet",
            "wilayah": place.village,
            "putaran": str(world.round_id),
        },
    ),
    Row(
        "dokumen/nomor/<uuid:document_id>/ulang/",
        ISSUERS,
        at("/dokumen/nomor/{place.unmade}/ulang/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    Row(
        "dokumen/nomor/<uuid:document_id>/tarik/",
        ISSUERS,
        at("/dokumen/nomor/{place.document}/tarik/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(sebab="uji"),
    ),
    Row(
        "dokumen/nomor/<uuid:document_id>/pindaian/",
        ISSUERS - {"statistician"},
        at("/dokumen/nomor/{place.document}/pindaian/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    Row(
        "dokumen/jadwal/",
        frozenset({"tpk2d", "administrator"}),
        at("/dokumen/jadwal/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=lambda _world, place: {"jenis": "village_package", "wilayah": place.village, "hari": "3"},
    ),
    Row(
        "dokumen/jadwal/<uuid:schedule_id>/akhiri/",
        frozenset({"tpk2d", "administrator"}),
        at("/dokumen/jadwal/{place.entry}/akhiri/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    Row("dokumen/<slug:token>/", OPEN, at("/dokumen/{place.code}/")),
    # Plans of action: this one is under way, so only the TPK2D changes it and moves its deadline.
    *(
        Row(f"rencana/{what}", PLAN_READERS, at(f"/rencana/{what}"))
        for what in ("", "papan/", "meleset/", "menunggu/", "penilaian/", "penilaian/blanko.pdf")
    ),
    Row("rencana/rencana.<str:file_format>", PLAN_READERS, at("/rencana/rencana.csv")),
    *(
        Row(f"rencana/{what}/", PLAN_WORKERS, at(f"/rencana/{what}/"), method=method, ok=ok)
        for what in ("baru", "impor")
        for method, ok in _FORM
    ),
    Row("rencana/impor/contoh.csv", PLAN_WORKERS, at("/rencana/impor/contoh.csv")),
    Row("rencana/<uuid:plan_id>/", PLAN_READERS, at("/rencana/{place.plan}/"), sited=True),
    *(
        Row(
            "rencana/<uuid:plan_id>/ubah/",
            frozenset({"tpk2d"}),
            at("/rencana/{place.plan}/ubah/"),
            method=method,
            ok=ok,
            sited=True,
        )
        for method, ok in _FORM
    ),
    Row(
        "rencana/<uuid:plan_id>/langkah/<str:name>/",
        frozenset({"tpk2d"}),
        at("/rencana/{place.plan}/langkah/postpone/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(sebab="uji", tenggat="2027-08-01"),
    ),
    *(
        Row(
            f"rencana/<uuid:plan_id>/{what}/",
            PLAN_WORKERS,
            at(f"/rencana/{{place.plan}}/{what}/"),
            method="POST",
            sited=True,
            ok=MOVED,
            form=sends(tanggal="2026-01-01", catatan="uji"),
        )
        for what in ("kemajuan", "bukti", "pegang")
    ),
    *(
        Row(
            f"rencana/<uuid:plan_id>/{what}/",
            who,
            at(f"/rencana/{{place.plan}}/{what}/"),
            method=method,
            sited=True,
            ok=frozenset({200}) if method == "GET" else MOVED,
            identities=True,
            form=sends(orang="{place.person}") if method == "POST" else None,
        )
        for what, who in (("beri", KEEPERS), ("keluarga", REVIEWERS))
        for method in ("GET", "POST")
    ),
    Row(
        "rencana/bukti/<uuid:evidence_id>/", PLAN_WORKERS, at("/rencana/bukti/{place.evidence}/"), sited=True
    ),
    Row(
        "rencana/bukti/<uuid:evidence_id>/tarik/",
        PLAN_WORKERS,
        at("/rencana/bukti/{place.evidence}/tarik/"),
        method="POST",
        sited=True,
        ok=MOVED,
        # Without a reason nothing is erased: files do not come back with the transaction.
        form=sends(rencana="{place.plan}"),
    ),
    *(
        Row(
            "rencana/penilaian/baru/",
            frozenset({"tpk2d"}),
            at("/rencana/penilaian/baru/"),
            method=method,
            ok=ok,
        )
        for method, ok in _FORM
    ),
    *(
        Row(f"rencana/penilaian/<uuid:assessment_id>/{what}", PLAN_READERS, at(address), sited=True)
        for what, address in (
            ("", "/rencana/penilaian/{place.assessment}/"),
            ("penilaian.pdf", "/rencana/penilaian/{place.assessment}/penilaian.pdf"),
        )
    ),
    *(
        Row(
            "rencana/penilaian/<uuid:assessment_id>/ubah/",
            frozenset({"tpk2d"}),
            at("/rencana/penilaian/{place.assessment}/ubah/"),
            method=method,
            ok=ok,
            sited=True,
        )
        for method, ok in _FORM
    ),
    Row(
        "rencana/penilaian/<uuid:assessment_id>/selesai/",
        frozenset({"tpk2d"}),
        at("/rencana/penilaian/{place.assessment}/selesai/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(revisi="1"),
    ),
    # Village reports: read by those concerned, moved by those whose turn it is; this one waits for the coordinator.
    Row("laporan/", REPORT_READERS, at("/laporan/")),
    Row("kalender/", ROUND_READERS, at("/kalender/")),
    Row("kalender/tpk2d.ics", ROUND_READERS, at("/kalender/tpk2d.ics")),
    Row("laporan/desa.csv", REPORT_READERS, at("/laporan/desa.csv")),
    Row("laporan/<uuid:report_id>/", REPORT_READERS, at("/laporan/{place.report}/"), sited=True),
    Row(
        "laporan/<uuid:report_id>/laporan.pdf",
        REPORT_READERS,
        at("/laporan/{place.report}/laporan.pdf"),
        sited=True,
    ),
    *(
        Row(
            f"laporan/<uuid:report_id>/{what}/",
            frozenset({role}),
            at(f"/laporan/{{place.report}}/{what}/"),
            method="POST",
            sited=True,
            ok=MOVED,
            form=sends(tanpa_nama="ya", sebab="uji"),
        )
        for what, role in (
            ("konfirmasi", "coordinator"),
            ("sahkan", "desa_officer"),
            ("terima", "tpk2d"),
            ("kembalikan", "coordinator"),
        )
    ),
    Row("", SIGNED_IN, at("/"), identities=KEEPERS),
    Row("masuk/", OPEN, at("/masuk/"), ok=frozenset({200, 302})),
    Row(
        "masuk/",
        OPEN,
        at("/masuk/"),
        method="POST",
        ok=frozenset({200, 302, 403}),
        form=sends(username="x", password="y"),
    ),
    Row("keluar/", OPEN, at("/keluar/"), method="POST", ok=MOVED),
    Row("bahasa/", OPEN, at("/bahasa/"), method="POST", ok=MOVED, form=sends(bahasa="en")),
    Row("sehat/", OPEN, at("/sehat/")),
    Row("masuk/instansi/", OPEN, at("/masuk/instansi/"), ok=STEP),
    Row("masuk/instansi/kembali/", OPEN, at("/masuk/instansi/kembali/?code=x&state=y"), ok=STEP),
    # One's own account: nothing in it depends on a role.
    Row("masuk/kunci-sandi/", OPEN, at("/masuk/kunci-sandi/"), method="POST"),
    Row("masuk/langkah-kedua/", SIGNED_IN, at("/masuk/langkah-kedua/"), ok=STEP),
    Row("masuk/langkah-kedua/", SIGNED_IN, at("/masuk/langkah-kedua/"), method="POST", ok=STEP),
    Row("masuk/pastikan/", SIGNED_IN, at("/masuk/pastikan/"), ok=STEP, step=True),
    Row("masuk/pastikan/", SIGNED_IN, at("/masuk/pastikan/"), method="POST", ok=STEP, step=True),
    # One's own notices: those of another are not there.
    Row("pemberitahuan/", SIGNED_IN, at("/pemberitahuan/")),
    Row("pemberitahuan/dibaca/", SIGNED_IN, at("/pemberitahuan/dibaca/"), method="POST", ok=MOVED),
    Row(
        "pemberitahuan/<uuid:notice_id>/buka/",
        SIGNED_IN,
        at("/pemberitahuan/{new}/buka/"),
        method="POST",
        ok=MISSING,
    ),
    # The site of the matrix has no mail server.
    Row(
        "pemberitahuan/surel/",
        SIGNED_IN,
        at("/pemberitahuan/surel/"),
        method="POST",
        ok=frozenset({400}),
        form=sends(surel="nama@dinas.example"),
    ),
    Row(
        "pemberitahuan/surel/berhenti/",
        SIGNED_IN,
        at("/pemberitahuan/surel/berhenti/"),
        method="POST",
        ok=MOVED,
    ),
    Row("akun/", SIGNED_IN, at("/akun/")),
    Row("akun/siapkan/", SIGNED_IN, at("/akun/siapkan/"), ok=STEP, step=True),
    Row("akun/kode/", SIGNED_IN, at("/akun/kode/"), ok=STEP, step=True),
    Row("akun/kode/", SIGNED_IN, at("/akun/kode/"), method="POST", ok=STEP, step=True, form=sends(kode="1")),
    Row("akun/kunci-sandi/", SIGNED_IN, at("/akun/kunci-sandi/"), ok=STEP, step=True),
    Row("akun/kunci-sandi/", SIGNED_IN, at("/akun/kunci-sandi/"), method="POST", ok=STEP, step=True),
    Row("akun/kunci-sandi/mulai/", SIGNED_IN, at("/akun/kunci-sandi/mulai/"), method="POST", step=True),
    Row("akun/kode-cadangan/", SIGNED_IN, at("/akun/kode-cadangan/"), ok=STEP),
    Row("akun/kode-cadangan/", SIGNED_IN, at("/akun/kode-cadangan/"), method="POST", ok=STEP),
    Row("akun/sandi/", SIGNED_IN, at("/akun/sandi/"), ok=STEP),
    Row("akun/sandi/", SIGNED_IN, at("/akun/sandi/"), method="POST", ok=STEP),
    Row("akun/sesi/lain/akhiri/", SIGNED_IN, at("/akun/sesi/lain/akhiri/"), method="POST", ok=MOVED),
    # Somebody else's second factor and session: not there, whoever asks.
    Row(
        "akun/langkah/<int:factor_id>/hapus/",
        SIGNED_IN,
        at("/akun/langkah/{place.factor}/hapus/"),
        method="POST",
        ok=MISSING,
    ),
    Row(
        "akun/sesi/<uuid:session_id>/akhiri/",
        SIGNED_IN,
        at("/akun/sesi/{place.session}/akhiri/"),
        method="POST",
        ok=MISSING,
    ),
    # How others sign in, for the administrators of their area.
    Row("sesi/", ADMINISTRATORS, at("/sesi/"), identities=True),
    Row(
        "sesi/<uuid:session_id>/akhiri/",
        ADMINISTRATORS,
        at("/sesi/{place.session}/akhiri/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    Row(_ACCOUNT, ADMINISTRATORS, at("/sesi/akun/{place.user}/"), sited=True, identities=True),
    *(
        Row(
            f"{_ACCOUNT}{what}/",
            ADMINISTRATORS,
            at(f"/sesi/akun/{{place.user}}/{what}/"),
            method="POST",
            sited=True,
            ok=frozenset({200, 302, 400}),
            form=sends(pengenal="baru"),
        )
        for what in ("sandi", "langkah", "pengenal")
    ),
    Row("periksa/", REVIEWERS, at("/periksa/"), identities=True),
    Row("periksa/", REVIEWERS, at("/periksa/?desa={place.village}"), sited=True, identities=True),
    Row("periksa/", REVIEWERS, at("/periksa/?desa={place.village}&q=Kepala"), sited=True, identities=True),
    # A search is sent and leads on to its list, whatever was typed.
    Row("periksa/", REVIEWERS, at("/periksa/"), method="POST", ok=MOVED, form=sends(q="Kepala")),
    Row("periksa/", REVIEWERS, at("/periksa/?q={place.family}"), identities=True),
    Row("periksa/", REVIEWERS, at("/periksa/?kader=token:{place.token_id}"), identities=True),
    Row(_VISIT, REVIEWERS, at("/periksa/{place.submission}/"), sited=True, identities=True),
    Row(_VISIT, REVIEWERS, at("/periksa/{place.sent_back}/"), sited=True, identities=True),
    Row(
        f"{_VISIT}putusan/",
        DECIDERS,
        at("/periksa/{place.submission}/putusan/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(putusan="approve", revision="1"),
    ),
    # Two that are not two visits to one family lead back to the first, with the reason.
    *(
        Row(
            f"{_VISIT}gabung/<uuid:other_id>/",
            DECIDERS,
            at("/periksa/{place.submission}/gabung/{place.sent_back}/"),
            method=method,
            sited=True,
            ok=frozenset({302}),
        )
        for method in ("GET", "POST")
    ),
    Row(
        f"{_VISIT}berkas/<str:name>",
        REVIEWERS,
        at("/periksa/{place.submission}/berkas/{place.photo}"),
        sited=True,
        identities=True,
    ),
    Row("periksa/ditolak/", REVIEWERS, at("/periksa/ditolak/"), identities=True),
    # The register of families between visits; whoever takes up a family that moved decides for the village.
    Row("keluarga/", REVIEWERS, at("/keluarga/?desa={place.village}"), sited=True, identities=True),
    Row("keluarga/", REVIEWERS, at("/keluarga/"), method="POST", ok=MOVED, form=sends(cari="Kepala")),
    Row("keluarga/pindahan/", DECIDERS, at("/keluarga/pindahan/"), identities=True),
    *(
        Row(
            f"keluarga/pindahan/<uuid:move_id>/{what}/",
            DECIDERS,
            at(f"/keluarga/pindahan/{{new}}/{what}/"),
            method="POST",
            ok=MISSING,
            refused=frozenset({403}),
            form=sends(sebab="uji"),
        )
        for what in ("terima", "tolak")
    ),
    Row(_FAMILY, REVIEWERS, at("/keluarga/{place.family}/"), sited=True, identities=True),
    Row(
        f"{_FAMILY}catat/<str:name>/",
        REVIEWERS,
        at("/keluarga/{place.family}/catat/shared/?lain={place.family}"),
        sited=True,
        identities=True,
    ),
    Row(
        f"{_FAMILY}catat/<str:name>/",
        REVIEWERS,
        at("/keluarga/{place.family}/catat/death/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(siapa="{place.member}", tanggal="2026-11-22", revisi="lama"),
    ),
    *(
        Row(
            f"{_FAMILY}{what}",
            REVIEWERS,
            at(f"/keluarga/{{place.family}}/{asked}"),
            method="POST",
            sited=True,
            ok=ok,
            form=sends(sebab="uji", kki="111111", tanggal="2026-11-22", apa="tidak", lain="{place.family}"),
        )
        for what, asked, ok in (
            ("batal/<uuid:event_id>/", "batal/{new}/", MISSING),
            ("pindah/", "pindah/", MOVED),
            ("pindah/cabut/", "pindah/cabut/", MISSING),
            ("rumah/", "rumah/", MOVED),
            ("kki/", "kki/", MOVED),
            ("usulan/<uuid:proposal_id>/", "usulan/{new}/", MISSING),
        )
    ),
    # What others published of any area is public: whoever reads figures reads it, of every area.
    Row("konteks/", RESULT_READERS, at("/konteks/?wilayah=ID")),
    Row("konteks/<slug:series_id>/", RESULT_READERS, at("/konteks/simfoni-cases/?wilayah=ID")),
    *(
        Row(
            "konteks/<slug:series_id>/angka.<str:file_format>",
            RESULT_READERS,
            at(f"/konteks/simfoni-cases/angka.{kind}?wilayah=ID"),
        )
        for kind in ("csv", "xlsx")
    ),
    Row("konteks/impor/", ROUND_KEEPERS | {"tpk2d"}, at("/konteks/impor/")),
    Row(
        "konteks/impor/", ROUND_KEEPERS | {"tpk2d"}, at("/konteks/impor/"), method="POST", ok=frozenset({400})
    ),
    Row(
        "konteks/impor/<int:batch_id>/tarik/",
        ROUND_KEEPERS | {"tpk2d"},
        at("/konteks/impor/1/tarik/"),
        method="POST",
        ok=MISSING,
        refused=frozenset({403}),
    ),
    Row("kebutuhan/", RESULT_READERS, at("/kebutuhan/?wilayah={place.area}"), sited=True),
    Row(
        "kebutuhan/keluarga/",
        REVIEWERS,
        at("/kebutuhan/keluarga/?wilayah={place.village}&putaran={round}&butir=IKK-D1-02"),
        sited=True,
        identities=True,
    ),
    Row("kebutuhan/anggaran/", RESULT_READERS, at("/kebutuhan/anggaran/?wilayah={place.area}"), sited=True),
    Row(
        "kebutuhan/anggaran/hitung/",
        RESULT_READERS,
        at("/kebutuhan/anggaran/hitung/"),
        "POST",
        sited=True,
        ok=frozenset({302, 400}),
        form=sends(wilayah="{place.area}", anggaran="nol"),
    ),
    # A plan is shown to whoever asked for it; nobody has this one.
    Row("kebutuhan/anggaran/<uuid:plan_id>/", RESULT_READERS, at("/kebutuhan/anggaran/{new}/"), ok=MISSING),
    Row("kebutuhan/andai/", RESULT_READERS, at("/kebutuhan/andai/?wilayah={place.area}"), sited=True),
    Row(
        "kebutuhan/peta-layanan/",
        RESULT_READERS,
        at("/kebutuhan/peta-layanan/?wilayah={place.area}"),
        sited=True,
    ),
    Row(
        "kebutuhan/peta-layanan/ubah/",
        MAPPERS,
        at("/kebutuhan/peta-layanan/ubah/"),
        "POST",
        sited=True,
        ok=frozenset({302, 400}),
        form=sends(wilayah="{place.area}", butir="IKK-D1-02", indeks="ikk", alasan="Keputusan rapat"),
    ),
    *(
        Row(
            "ekspor/kebutuhan.<str:file_format>",
            RESULT_READERS,
            at(f"/ekspor/kebutuhan.{kind}?wilayah={{place.area}}&putaran={{round}}"),
            sited=True,
        )
        for kind in ("csv", "xlsx")
    ),
    Row("peta/batas/", ADMINISTRATORS, at("/peta/batas/")),
    Row("peta/batas/", ADMINISTRATORS, at("/peta/batas/"), method="POST", ok=frozenset({400})),
    Row("peta/batas/<int:file_id>/", ADMINISTRATORS, at("/peta/batas/1/"), ok=MISSING),
    *(
        Row(
            f"peta/batas/<int:file_id>/{done}/",
            ADMINISTRATORS,
            at(f"/peta/batas/1/{done}/"),
            method="POST",
            ok=MISSING,
        )
        for done in ("putusan", "tarik")
    ),
    Row("peta/", RESULT_READERS, at("/peta/?wilayah={place.area}&putaran={round}"), sited=True),
    *(
        Row(
            "peta.<str:file_format>",
            RESULT_READERS,
            at(f"/peta.{kind}?wilayah={{place.area}}&putaran={{round}}"),
            sited=True,
        )
        for kind in ("csv", "xlsx")
    ),
    Row("wilayah/", RESULT_READERS, at("/wilayah/")),
    Row("wilayah/", RESULT_READERS, at("/wilayah/?q=contoh")),
    Row("wilayah/<str:code>/", RESULT_READERS, at("/wilayah/{place.area}/"), sited=True),
    Row("wilayah/<str:code>/", RESULT_READERS, at("/wilayah/{place.village}/"), sited=True),
    *(
        Row(f"wilayah/<str:code>/{what}/", RESULT_READERS, at(f"/wilayah/{{place.area}}/{what}/"), sited=True)
        for what in ("banding", "perubahan", "profil")
    ),
    *(
        Row(
            f"wilayah/<str:code>/{what}.<str:file_format>",
            RESULT_READERS,
            at(f"/wilayah/{{place.area}}/{what}.csv"),
            sited=True,
        )
        for what in ("banding", "perubahan", "profil")
    ),
    Row("wilayah/<str:code>/kelompok/", ESTIMATORS, at("/wilayah/{place.area}/kelompok/"), sited=True),
    Row(
        "wilayah/<str:code>/kelompok.<str:file_format>",
        ESTIMATORS,
        at("/wilayah/{place.area}/kelompok.csv"),
        sited=True,
    ),
    Row("kuesioner/", EVERY_ROLE, at("/kuesioner/")),
    Row("kuesioner/", ADMINISTRATORS, at("/kuesioner/"), method="POST", ok=frozenset({400})),
    # Nobody started such a publishing: whoever may publish hears that there is none.
    Row(
        "kuesioner/terbitan/<uuid:task_id>/",
        ADMINISTRATORS,
        at("/kuesioner/terbitan/{new}/"),
        ok=frozenset({404}),
        refused=frozenset({403}),
    ),
    Row("kuesioner/<str:form_id>/rekaman/", EVERY_ROLE, at(f"/kuesioner/{FORM}/rekaman/")),
    Row(
        "kuesioner/<str:form_id>/rekaman/",
        ADMINISTRATORS,
        at(f"/kuesioner/{FORM}/rekaman/"),
        method="POST",
        ok=frozenset({400}),
    ),
    Row("kuesioner/<str:form_id>/perubahan/", EVERY_ROLE, at(f"/kuesioner/{FORM}/perubahan/")),
    # What is processed and why, without anybody's name: for the whole site.
    Row("privasi/", GUARDS, at("/privasi/")),
    Row("privasi/catatan.csv", GUARDS, at("/privasi/catatan.csv")),
    # How long what is kept, and the nights that ended it; holds name letters and reasons.
    Row("privasi/retensi/", WATCHERS, at("/privasi/retensi/")),
    Row("privasi/retensi/tahan/", OFFICERS, at("/privasi/retensi/tahan/"), identities=True),
    Row(
        "privasi/retensi/tahan/",
        OFFICERS,
        at("/privasi/retensi/tahan/"),
        method="POST",
        sited=True,
        ok=frozenset({302}),
        form=sends(
            jenis="area", wilayah="{place.village}", surat="B/1", pemberi="Penyidik", alasan="perkara"
        ),
    ),
    # No such hold: whoever may lift one hears that there is none.
    Row(
        "privasi/retensi/tahan/<uuid:hold_id>/lepas/",
        OFFICERS,
        at("/privasi/retensi/tahan/{new}/lepas/"),
        method="POST",
        ok=MISSING,
        refused=frozenset({403}),
        form=sends(surat="B/2"),
    ),
    # Requests of those whose data these are, in the officer's areas.
    Row(_REQUESTS, OFFICERS, at("/privasi/permohonan/"), identities=True),
    Row(_REQUESTS, OFFICERS, at("/privasi/permohonan/?keadaan=semua"), identities=True),
    Row(f"{_REQUESTS}cari/", OFFICERS, at("/privasi/permohonan/cari/")),
    Row(
        f"{_REQUESTS}cari/",
        OFFICERS,
        at("/privasi/permohonan/cari/"),
        method="POST",
        sited=True,
        form=sends(**_NAMED),
    ),
    Row(
        f"{_REQUESTS}baru/<uuid:member_id>/",
        OFFICERS,
        at("/privasi/permohonan/baru/{place.member}/"),
        sited=True,
        identities=True,
    ),
    Row(
        f"{_REQUESTS}baru/<uuid:member_id>/",
        OFFICERS,
        at("/privasi/permohonan/baru/{place.member}/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(jenis="access"),
    ),
    *(
        Row(_REQUEST, OFFICERS, at(f"/privasi/permohonan/{{place.{which}}}/"), sited=True, identities=True)
        for which in ("asked", "answered", "task")
    ),
    Row(
        f"{_REQUEST}surat/",
        OFFICERS,
        at("/privasi/permohonan/{place.answered}/surat/"),
        sited=True,
        identities=True,
    ),
    *(
        Row(
            f"{_REQUEST}{what}/",
            OFFICERS,
            at(f"/privasi/permohonan/{{place.asked}}/{what}/"),
            method="POST",
            sited=True,
            ok=MOVED,
            form=sends(identitas="ktp", alasan="not_held"),
        )
        for what in ("identitas", "jawab", "tolak")
    ),
    Row(
        f"{_REQUEST}salinan/",
        OFFICERS,
        at("/privasi/permohonan/{place.answered}/salinan/"),
        method="POST",
        sited=True,
    ),
    # Corrections, for the supervisor of the area.
    Row("privasi/perbaikan/", DECIDERS, at("/privasi/perbaikan/"), identities=True),
    Row(
        "privasi/perbaikan/<uuid:request_id>/",
        DECIDERS,
        at("/privasi/perbaikan/{place.task}/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(hasil="sudah"),
    ),
    # Consents and bars, for whoever sits with people.
    Row(_CONSENTS, CONSENT_KEEPERS, at("/privasi/persetujuan/")),
    Row(
        _CONSENTS,
        CONSENT_KEEPERS,
        at("/privasi/persetujuan/"),
        method="POST",
        sited=True,
        form=sends(**_NAMED),
    ),
    Row(_MEMBER, CONSENT_KEEPERS, at("/privasi/persetujuan/{place.member}/"), sited=True, identities=True),
    Row(
        _MEMBER,
        CONSENT_KEEPERS,
        at("/privasi/persetujuan/{place.member}/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(teks="survey:1", cara="spoken", saksi="Pak RT"),
    ),
    Row(
        f"{_MEMBER}larangan/",
        CONSENT_KEEPERS,
        at("/privasi/persetujuan/{place.member}/larangan/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(nik="6310054101800199"),
    ),
    # The bar was set for somebody else of the family: under this person there is none.
    Row(
        f"{_MEMBER}larangan/<uuid:bar_id>/cabut/",
        CONSENT_KEEPERS,
        at("/privasi/persetujuan/{place.member}/larangan/{place.bar}/cabut/"),
        method="POST",
        sited=True,
        ok=MISSING,
    ),
    Row(
        f"{_CONSENTS}lembar/<uuid:consent_id>/",
        CONSENT_KEEPERS,
        at("/privasi/persetujuan/lembar/{place.consent}/"),
        sited=True,
        identities=True,
    ),
    Row(
        f"{_CONSENTS}lembar/<uuid:consent_id>/tarik/",
        CONSENT_KEEPERS,
        at("/privasi/persetujuan/lembar/{place.consent}/tarik/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    Row(
        f"{_CONSENTS}formulir/<str:name>/<str:version>/",
        CONSENT_KEEPERS,
        at("/privasi/persetujuan/formulir/service/1/"),
    ),
    # Failures: clocks for officer and auditor, what was written for the officer alone; of the whole site.
    Row(_BREACHES, GUARDS, at("/privasi/insiden/")),
    Row(f"{_BREACHES}baru/", OFFICERS, at("/privasi/insiden/baru/")),
    Row(
        f"{_BREACHES}baru/",
        OFFICERS,
        at("/privasi/insiden/baru/"),
        method="POST",
        ok=MOVED,
        form=sends(jenis="lainnya", kejadian="Uji", tanggal="2026-11-01", jam="10.00", zona="Asia/Makassar"),
    ),
    Row(_BREACH, OFFICERS, at("/privasi/insiden/{place.breach}/"), identities=True),
    Row(
        f"{_BREACH}langkah/",
        OFFICERS,
        at("/privasi/insiden/{place.breach}/langkah/"),
        method="POST",
        ok=MOVED,
        form=sends(kepada="person", surat="Uji", tanggal="2026-11-22", jam="00.01"),
    ),
    Row(
        f"{_BREACH}surat/<str:name>/",
        OFFICERS,
        at("/privasi/insiden/{place.breach}/surat/person/"),
        identities=True,
    ),
    # Not closed yet: whoever may see the report hears that there is none.
    Row(f"{_BREACH}laporan/", OFFICERS, at("/privasi/insiden/{place.breach}/laporan/"), ok=MISSING),
    # What is processed and why, and breaches: of the whole site, and without anybody's name.
    Row("privasi/", WATCHERS, at("/privasi/")),
    Row("privasi/catatan.csv", WATCHERS, at("/privasi/catatan.csv")),
    # Emergency access: asked for in one's own area; what somebody asked for, by those who review it there.
    Row("darurat/", BREAKERS, at("/darurat/")),
    Row("darurat/minta/", BREAKERS, at("/darurat/minta/")),
    Row(
        "darurat/minta/",
        BREAKERS,
        at("/darurat/minta/"),
        method="POST",
        sited=True,
        ok=frozenset({302, 400}),
        form=sends(
            peran="supervisor",
            wilayah="{place.village}",
            lama="60",
            alasan="Seorang anak hilang sejak sore tadi.",
            saksi="{place.person}",
        ),
    ),
    Row("darurat/tinjauan/", GUARDS, at("/darurat/tinjauan/"), identities=True),
    Row("darurat/<uuid:glass_id>/", GUARDS, at("/darurat/{place.glass}/"), sited=True, identities=True),
    Row(
        "darurat/<uuid:glass_id>/akhiri/",
        GUARDS,
        at("/darurat/{place.glass}/akhiri/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    # Only the second person says that they have seen it: not there for anybody else.
    Row(
        "darurat/<uuid:glass_id>/lihat/",
        SIGNED_IN,
        at("/darurat/{place.glass}/lihat/"),
        method="POST",
        ok=MISSING,
    ),
    Row(
        "darurat/<uuid:glass_id>/tinjau/",
        GUARDS,
        at("/darurat/{place.glass}/tinjau/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(temuan="Perlu, dan hanya yang perlu dibuka."),
    ),
    # The audit names nobody and is of the whole site; a member's trail lies where the officer answers for rights.
    Row("jejak/", GUARDS, at("/jejak/")),
    Row("jejak/", GUARDS, at("/jejak/?hal=family:{place.family}&dari=2000-01-01&ditolak=ya")),
    Row("ekspor/jejak.csv", GUARDS, at("/ekspor/jejak.csv?hal=family:{place.family}")),
    Row(
        "ekspor/riwayat-orang.csv",
        OFFICERS,
        at("/ekspor/riwayat-orang.csv?anggota={place.member}"),
        sited=True,
        identities=True,
    ),
    Row("kunci/", ADMINISTRATORS, at("/kunci/")),
    Row("kunci/", ADMINISTRATORS, at("/kunci/?hitung=ya")),
    # People, units, roles and decrees. The person of each place supervises there: supervisors and coordinators
    # know them, and only the administrator, who could give that role, does anything to them.
    Row("orang/", KEEPERS, at("/orang/"), identities=True),
    Row("orang/", KEEPERS, at("/orang/?q=petugas&peran=supervisor"), identities=True),
    Row("orang/", KEEPERS, at("/orang/"), method="POST", ok=MOVED, form=sends(q="petugas")),
    Row("orang/tambah/", KEEPERS, at("/orang/tambah/"), identities=True),
    Row(
        "orang/tambah/",
        KEEPERS,
        at("/orang/tambah/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(nama="Orang Baru", wilayah="{place.village}"),
    ),
    Row(_PERSON, KEEPERS, at("/orang/{place.person}/"), sited=True, identities=True),
    Row(
        _PERSON,
        KEEPERS,
        at("/orang/{place.person}/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(cari="Kepala"),
    ),
    Row(f"{_PERSON}peran/", KEEPERS, at("/orang/{place.person}/peran/"), sited=True, identities=True),
    Row(
        f"{_PERSON}peran/",
        KEEPERS,
        at("/orang/{place.person}/peran/"),
        method="POST",
        sited=True,
        ok=frozenset({302, 400}),
        form=sends(peran="kader", wilayah="{place.village}", mulai="2026-11-01"),
    ),
    *(
        Row(
            f"{_PERSON}{what}/",
            who,
            at(f"/orang/{{place.person}}/{address}/"),
            method="POST",
            sited=True,
            ok=frozenset({302, 400, 404, 409}),
            form=sends(nama="Nama Lain", akun="akun-lain", hubungan="own"),
        )
        for what, address, who in (
            ("nama", "nama", ADMINISTRATORS),
            ("akun", "akun", ADMINISTRATORS),
            ("keluar", "keluar", ADMINISTRATORS),
            ("unit", "unit", ADMINISTRATORS),
            ("unit/<int:place_id>/akhiri", "unit/{place.membership}/akhiri", ADMINISTRATORS),
            ("kerabat", "kerabat", KEEPERS),
            ("kerabat/<int:kin_id>/hapus", "kerabat/{place.kin}/hapus", KEEPERS),
        )
    ),
    Row(_ROLE, ADMINISTRATORS, at("/peran/{place.grant}/akhiri/"), sited=True, identities=True),
    Row(
        _ROLE,
        ADMINISTRATORS,
        at("/peran/{place.grant}/akhiri/"),
        method="POST",
        sited=True,
        ok=frozenset({302, 400}),
        form=sends(alasan="selesai"),
    ),
    Row(
        "serah-terima/<uuid:minutes_id>/",
        KEEPERS,
        at("/serah-terima/{place.minutes}/"),
        sited=True,
        identities=True,
    ),
    # Which office offers what is told to whoever works here.
    Row("layanan/", EVERY_ROLE, at("/layanan/")),
    Row("layanan/layanan.csv", EVERY_ROLE, at("/layanan/layanan.csv")),
    Row("layanan/unit/<uuid:unit_id>/", EVERY_ROLE, at("/layanan/unit/{place.unit}/")),
    Row("layanan/impor/", DIRECTORY_KEEPERS, at("/layanan/impor/")),
    Row("layanan/impor/", DIRECTORY_KEEPERS, at("/layanan/impor/"), method="POST", ok=frozenset({400})),
    Row(
        "layanan/unit/<uuid:unit_id>/tambah/",
        DIRECTORY_KEEPERS,
        at("/layanan/unit/{place.unit}/tambah/"),
        sited=True,
    ),
    Row(
        "layanan/unit/<uuid:unit_id>/tambah/",
        DIRECTORY_KEEPERS,
        at("/layanan/unit/{place.unit}/tambah/"),
        method="POST",
        sited=True,
        ok=frozenset({400}),
        form=sends(jam="kapan-kapan", mulai="2026-01-05"),
    ),
    *(
        Row(
            "layanan/tawaran/<uuid:offer_id>/" + what,
            DIRECTORY_KEEPERS,
            at("/layanan/tawaran/{new}/" + what),
            method=method,
            ok=MISSING,
        )
        for what, method in (("", "GET"), ("", "POST"), ("akhiri/", "POST"))
    ),
    Row("layanan/cakupan/", EVERY_ROLE, at("/layanan/cakupan/?wilayah={place.area}")),
    Row("layanan/cakupan/cakupan.csv", EVERY_ROLE, at("/layanan/cakupan/cakupan.csv?wilayah={place.area}")),
    Row("layanan/cakupan/pusat/<uuid:unit_id>/", EVERY_ROLE, at("/layanan/cakupan/pusat/{new}/"), ok=MISSING),
    Row(
        "layanan/cakupan/pusat/<uuid:unit_id>/",
        EVERY_ROLE,
        at("/layanan/cakupan/pusat/{new}/"),
        method="POST",
        ok=MISSING,
    ),
    Row(
        "layanan/cakupan/status/<int:status_id>/batal/",
        DIRECTORY_KEEPERS,
        at("/layanan/cakupan/status/999999/batal/"),
        method="POST",
        ok=MISSING,
        form=sends(unit="{place.unit}", sebab="Salah catat"),
    ),
    Row("perjanjian/", EVERY_ROLE, at("/perjanjian/")),
    Row("perjanjian/baru/", DIRECTORY_KEEPERS, at("/perjanjian/baru/")),
    Row("perjanjian/baru/", DIRECTORY_KEEPERS, at("/perjanjian/baru/"), method="POST", ok=frozenset({400})),
    Row("perjanjian/<uuid:agreement_id>/", EVERY_ROLE, at("/perjanjian/{new}/"), ok=MISSING),
    *(
        Row(
            f"perjanjian/<uuid:agreement_id>/{what}/",
            PAPER_READERS if what.startswith("berkas") else DIRECTORY_KEEPERS,
            at(f"/perjanjian/{{new}}/{what}/"),
            method=method,
            ok=MISSING if what in ("ubah", "berkas") else MOVED | MISSING,
            form=sends(versi="1") if method == "POST" else None,
        )
        for what, method in (
            ("ubah", "GET"),
            ("ubah", "POST"),
            ("berlakukan", "POST"),
            ("akhiri", "POST"),
            ("berkas", "GET"),
            ("berkas/simpan", "POST"),
        )
    ),
    Row("rujukan/", SERVING, at("/rujukan/")),
    Row("rujukan/<uuid:referral_id>/", SERVING, at("/rujukan/{new}/"), ok=MISSING),
    *(
        Row(
            f"rujukan/<uuid:referral_id>/{what}/",
            SERVING,
            at(f"/rujukan/{{new}}/{what}/"),
            method="POST",
            ok=MISSING,
            form=sends(versi="1", langkah=move, umpan_balik="Selesai"),
        )
        for what, move in (("jawab", "setujui"), ("tarik", "tarik"), ("umpan-balik", ""))
    ),
    Row("hari-libur/", ADMINISTRATORS, at("/hari-libur/")),
    Row("hari-libur/", ADMINISTRATORS, at("/hari-libur/"), method="POST", ok=frozenset({400})),
    Row("hari-libur/contoh.csv", ADMINISTRATORS, at("/hari-libur/contoh.csv")),
    Row(
        "hari-libur/<int:number>/tarik/",
        ADMINISTRATORS,
        at("/hari-libur/999999/tarik/"),
        method="POST",
        ok=MISSING,
        form=sends(sebab="Salah daftar"),
    ),
    Row("unit/", KEEPERS, at("/unit/")),
    Row("unit/instansi/tambah/", ADMINISTRATORS, at("/unit/instansi/tambah/")),
    Row(
        "unit/instansi/tambah/",
        ADMINISTRATORS,
        at("/unit/instansi/tambah/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(nama="Dinas Baru", wilayah="{place.village}"),
    ),
    *(
        Row(
            "unit/instansi/<uuid:agency_id>/tambah/",
            ADMINISTRATORS,
            at("/unit/instansi/{place.agency}/tambah/"),
            method=method,
            sited=True,
            ok=frozenset({200, 302, 400}),
            form=sends(nama="Unit Baru", jenis="sosial", kotak="unit-baru") if method == "POST" else None,
        )
        for method in ("GET", "POST")
    ),
    Row("unit/<uuid:unit_id>/", KEEPERS, at("/unit/{place.unit}/"), sited=True, identities=True),
    Row(
        "unit/<uuid:unit_id>/ubah/",
        ADMINISTRATORS,
        at("/unit/{place.unit}/ubah/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(nama="Unit Lain", jenis="sosial", kotak="unit-lain"),
    ),
    Row("sk/", KEEPERS, at("/sk/")),
    Row("sk/tambah/", ADMINISTRATORS, at("/sk/tambah/")),
    Row(
        "sk/tambah/",
        ADMINISTRATORS,
        at("/sk/tambah/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(
            nomor="SK-baru",
            penanda="Bupati",
            tanggal="2026-11-01",
            mulai="2026-11-01",
            wilayah="{place.village}",
        ),
    ),
    Row("sk/<uuid:decree_id>/", KEEPERS, at("/sk/{place.decree}/"), sited=True),
    Row(
        "sk/<uuid:decree_id>/masa-berlaku/",
        ADMINISTRATORS,
        at("/sk/{place.decree}/masa-berlaku/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(mulai="2026-01-01", alasan="salah ketik"),
    ),
    # No scan was kept: whoever may see it hears that there is none.
    Row("sk/<uuid:decree_id>/pindaian/", KEEPERS, at("/sk/{place.decree}/pindaian/"), sited=True, ok=MISSING),
    Row(
        "sk/<uuid:decree_id>/pindaian/",
        ADMINISTRATORS,
        at("/sk/{place.decree}/pindaian/"),
        method="POST",
        sited=True,
        ok=frozenset({302, 400}),
    ),
    # Nobody was told of a decree yet.
    Row("sk/kabar/<int:notice_id>/", SIGNED_IN, at("/sk/kabar/1/"), method="POST", ok=MISSING),
    Row(
        "token/<int:token_id>/pemilik/",
        KEEPERS,
        at("/token/{place.token_id}/pemilik/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(orang="{place.person}"),
    ),
    Row("token/", KEEPERS, at("/token/"), identities=True),
    Row(
        "token/",
        KEEPERS,
        at("/token/"),
        method="POST",
        sited=True,
        refused=frozenset({400, 403}),
        form=sends(nama="Kader Baru", kode="{place.village}"),
    ),
    Row(
        "token/<int:token_id>/cabut/",
        KEEPERS,
        at("/token/{place.token_id}/cabut/"),
        method="POST",
        sited=True,
        ok=MOVED,
    ),
    Row(
        "token/aktivasi/",
        KEEPERS,
        at("/token/aktivasi/"),
        method="POST",
        sited=True,
        ok=MOVED,
        form=sends(orang="{place.person}"),
        headers={"Host": "localhost"},
    ),
    *(
        Row(
            f"token/{what}/",
            KEEPERS,
            at(f"/token/{address}/"),
            method="POST",
            sited=True,
            ok=MOVED,
        )
        for what, address in (
            ("aktivasi/<uuid:activation_id>/batal", "aktivasi/{place.activation}/batal"),
            ("ponsel/<uuid:device_id>/cabut", "ponsel/{place.device}/cabut"),
            ("ponsel/<uuid:device_id>/buka", "ponsel/{place.device}/buka"),
        )
    ),
    *(
        Row(
            "ekspor/kunjungan.<str:file_format>",
            EXPORTERS,
            at(f"/ekspor/kunjungan.{kind}?wilayah={{place.area}}&putaran={{round}}"),
            sited=True,
        )
        for kind in ("csv", "zip", "xlsx", "parquet")
    ),
    *(
        Row(
            "ekspor/desa.<str:file_format>",
            RESULT_READERS,
            at(f"/ekspor/desa.{kind}?wilayah={{place.area}}&putaran={{round}}"),
            sited=True,
        )
        for kind in ("csv", "xlsx")
    ),
)

PROGRAMS: Final = (
    Row("api/v1/", OPEN, at("/api/v1/"), ok=frozenset({404}), api=True),
    Row("api/v1/openapi.json", OPEN, at("/api/v1/openapi.json"), api=True),
    Row("api/v1/areas", EVERY_ROLE, at("/api/v1/areas?q=contoh"), api=True),
    Row("api/v1/areas/{code}", EVERY_ROLE, at("/api/v1/areas/{place.area}"), api=True),
    Row("api/v1/areas/{code}/children", EVERY_ROLE, at("/api/v1/areas/{place.area}/children"), api=True),
    Row("api/v1/rounds", EVERY_ROLE, at("/api/v1/rounds"), api=True),
    Row(
        "api/v1/needs",
        RESULT_READERS,
        at("/api/v1/needs?area={place.area}&round_id={round}"),
        sited=True,
        api=True,
    ),
    Row("api/v1/plans", PLAN_READERS, at("/api/v1/plans"), api=True),
    Row("api/v1/submissions", REVIEWERS, at("/api/v1/submissions"), identities=True, api=True),
    Row(
        "api/v1/submissions",
        REVIEWERS,
        at("/api/v1/submissions?area={place.village}"),
        sited=True,
        identities=True,
        api=True,
    ),
    # Phones prove themselves there by a code or a signature: a stranger is refused like everybody without one.
    Row("api/v1/devices", OPEN, at("/api/v1/devices"), method="POST", ok=frozenset({400}), api=True),
    Row(
        "api/v1/devices/{device_id}/challenge", OPEN, at("/api/v1/devices/{place.device}/challenge"), api=True
    ),
    *(
        Row(
            f"api/v1/devices/{{device_id}}/{what}",
            OPEN,
            at(f"/api/v1/devices/{{place.device}}/{what}"),
            method="POST",
            ok=frozenset({400, 403}),
            api=True,
        )
        for what in ("sessions", "state", "unlock")
    ),
    # What only the session of an enrolled phone opens: no account's session, and no card.
    *(
        Row(
            f"api/v1/devices/me{what}",
            NOBODY,
            at(f"/api/v1/devices/me{what}"),
            method=method,
            refused=frozenset({401}),
            api=True,
        )
        for method, what in (("GET", ""), ("POST", "/kin"), ("POST", "/pin"), ("POST", "/sign-out"))
    ),
    # What the field app syncs by: the session of an enrolled phone, or (sealed visits) the proof of its key.
    *(
        Row(
            f"api/v1/field/{what}",
            NOBODY,
            at(f"/api/v1/field/{what.replace('{sha256}', 'ab' * 32)}"),
            method=method,
            refused=frozenset({401}),
            api=True,
        )
        for method, what in (
            ("GET", "start"),
            ("GET", "forms"),
            ("GET", "forms/{sha256}"),
            ("GET", "media/{sha256}"),
            ("GET", "families"),
            ("POST", "visits"),
            ("GET", "village"),
            ("POST", "reports"),
            ("GET", "states"),
            ("POST", "receipts"),
            ("GET", "care"),
            ("GET", "files/{sha256}"),
            ("HEAD", "files/{sha256}"),
            ("PUT", "files/{sha256}"),
        )
    ),
    Row(
        "api/v1/field/sealed", OPEN, at("/api/v1/field/sealed"), method="POST", ok=frozenset({400}), api=True
    ),
    Row("api/v1/sent", KADERS, at("/api/v1/sent"), identities=True, api=True),
)

_FORM = f"forms/{FORM}/versions/{VERSION}"
_SPELLED = "forms/<str:form_id>/versions/<str:version>"
_ODK = {"X-OpenRosa-Version": "1.0"}

# Phones come with a token in the address; ``{token}`` is filled in for each of the phones that ask.
PHONES: Final = tuple(
    Row(
        f"v1/key/<str:token>/{project}{route}",
        KADERS,
        at(f"/v1/key/{{{{token}}}}/{project}{address}"),
        method=method,
        ok=ok,
        identities=traced,
        headers=_ODK,
    )
    for project in ("projects/1/", "")
    for route, address, method, ok, traced in (
        ("submission", "submission", "HEAD", frozenset({204}), False),
        ("submission", "submission", "GET", frozenset({204}), False),
        ("submission", "submission", "POST", frozenset({201, 202, 400}), False),
        ("formList", "formList", "GET", frozenset({200}), False),
        (f"{_SPELLED}/form.xml", f"{_FORM}/form.xml", "GET", frozenset({200}), False),
        (f"{_SPELLED}/manifest", f"{_FORM}/manifest", "GET", frozenset({200}), False),
        (f"{_SPELLED}/media/<str:name>", f"{_FORM}/media/villages.csv", "GET", frozenset({200}), False),
        (f"{_SPELLED}/media/<str:name>", f"{_FORM}/media/families.csv", "GET", frozenset({200}), True),
        (f"{_SPELLED}/media/<str:name>", f"{_FORM}/media/members.csv", "GET", frozenset({200}), True),
    )
)
ROWS: Final = (*PAGES, *PROGRAMS, *PHONES)
