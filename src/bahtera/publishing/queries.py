"""What goes into an export: columns over all versions of a form, rows as they come, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.access.api import Level, may, reach
from bahtera.areas import api as areas
from bahtera.foundation import clock
from bahtera.publishing.citing import about_version
from bahtera.publishing.columns import (
    MEMBER_KEYS,
    VISIT,
    FormColumns,
    ScoreColumns,
    VisitValues,
    form_columns,
    score_columns,
)
from bahtera.publishing.errors import NothingToExport
from bahtera.publishing.values import About, Export, FamilyRow, V
from bahtera.questionnaires import api as questionnaires
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bahtera.access.api import Actor
    from bahtera.publishing.values import Value

_STATE = "approved"
_LEVELS: Final = {
    Level.SERVICE: About("tingkat_rahasia", "L2: jawaban berkode, tanpa dusun, RW dan RT"),
    Level.IDENTITY: About(
        "tingkat_rahasia", "L3: dengan dusun, RW dan RT; hanya untuk yang membaca kunjungan di wilayah itu"
    ),
}

_WITHOUT_KIN: Final = About(
    "tanpa_kerabat", "Keluarga pembuat berkas sendiri dan kerabat yang dinyatakannya tidak ada di dalamnya."
)


def plan_export(
    *,
    actor: Actor,
    form_id: str,
    round_id: int | None,
    area: str | None,
    finish: Callable[[Value], V],
    with_members: bool = True,
) -> Export[V]:
    """Return the approved families an actor may take out, their rows not yet read.

    ``finish`` is applied to every value; without members their rows stay empty.
    """
    versions = questionnaires.list_versions(form_id)
    if not versions:
        raise NothingToExport(form_id)
    most = _most_secret(actor, area)
    columns = form_columns(versions, finish, most=most)
    index_ids = dict.fromkeys(name for version in versions for name, _ in version.indices)
    scores = [score_columns(index_id, finish) for index_id in index_ids]
    rows = surveys.iter_submissions(actor=actor, area=area, round_id=round_id, state=_STATE, form_id=form_id)
    return Export(
        about=(
            *_about(versions, scores, round_id, area),
            _LEVELS[most],
            *([_WITHOUT_KIN] if actor.kin else ()),
        ),
        families=(*VISIT, *columns.family.columns, *(each for score in scores for each in score.columns)),
        members=columns.member_columns,
        member_keys=len(MEMBER_KEYS) - 1,
        rows=_rows(rows, VisitValues(finish), columns, scores, with_members=with_members),
    )


def _most_secret(actor: Actor, area: str | None) -> Level:
    """Return the most secret level that leaves: identities only for whoever reads the visits themselves there."""
    wanted = [area] if area else reach(actor, "results.export")
    reads_visits = all(may(actor, "submission.read", area=each) for each in wanted)
    return Level.IDENTITY if reads_visits else Level.SERVICE


def _rows(
    rows: Iterator[surveys.ExportRow],
    visits: VisitValues[V],
    columns: FormColumns[V],
    scores: Sequence[ScoreColumns[V]],
    *,
    with_members: bool,
) -> Iterator[FamilyRow[V]]:
    names = [column.name for column in VISIT]
    places = [names.index(column.name) for column in MEMBER_KEYS if column.name in names]
    for row in rows:
        family = visits.values(row)
        family += columns.family.values(row.answers)
        for score in scores:
            family += score.values(row.scores)
        yield FamilyRow(
            family, columns.member_rows(row, [family[place] for place in places]) if with_members else ()
        )


def _about(
    versions: Sequence[questionnaires.FormVersion],
    scores: Sequence[ScoreColumns[V]],
    round_id: int | None,
    area: str | None,
) -> tuple[About, ...]:
    lines = [
        About("isi", "Keluarga yang kunjungannya sudah disetujui penyelia; satu baris satu keluarga."),
        About("keadaan_data", _data_state(round_id)),
        *about_version(round_id),
        About(
            "jenis", "mikro: wawancara keluarga di desa lokus; tidak mewakili kabupaten/kota atau provinsi"
        ),
        About("dibuat_pada", clock.now().isoformat(timespec="seconds")),
        About("wilayah", _area_line(area)),
        About("putaran", _round_line(round_id)),
    ]
    lines += [About(f"kuesioner {each.form_id} {each.version}", f"md5 {each.md5}") for each in versions]
    for score in scores:
        for digest, definition in score.definitions.items():
            name = f"indeks {definition.id} {definition.version}"
            lines.append(
                About(name, f"{definition.plain_title.id}; status {definition.status}; sha256 {digest}")
            )
    lines.append(
        About(
            "tidak_ikut",
            "Nama, NIK, nomor KK, telepon, alamat, titik lokasi, teks bebas; tanggal lahir menjadi usia.",
        )
    )
    lines.append(
        About(
            "hitung_ulang",
            "Berkas Parquet dapat dihitung ulang dengan `bahtera score BERKAS --without-private`: usia_bulan "
            "menggantikan tanggal lahir, dan butir rahasia tidak ada di dalamnya.",
        )
    )
    return tuple(lines)


def _area_line(area: str | None) -> str:
    if not area:
        return "semua wilayah yang boleh dilihat pembuat berkas"
    found = areas.find([area]).get(area)
    return f"{area} {found.name}" if found else area


def _data_state(round_id: int | None) -> str:
    """Return whether the families may still change; of many rounds together they may."""
    stands = round_id is not None and surveys.get_round(round_id).state in surveys.DECIDED
    return results.FROZEN_STATE if stands else results.DATA_STATE


def _round_line(round_id: int | None) -> str:
    if round_id is None:
        return "semua putaran"
    row = surveys.get_round(round_id)
    return f"{row.id} {row.name} ({row.year})"
