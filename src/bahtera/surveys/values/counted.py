"""Families that count in a round, as statistics and data versions read them: no names, no numbers, no answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from bahtera.surveys.values.visits import ScoreRow


class CountedFamily(NamedTuple):
    """The approved visit that counts for one family.

    ``groups``: classes of `GROUPS` the family falls into, those unknown left out; empty once its answers were
    erased. ``scores`` by index, without private items; none where nobody was interviewed. ``sha256`` is that of the
    body as received.
    """

    submission_id: str
    family_id: str | None
    sha256: str
    revision: int
    form_version: str
    village_code: str
    result_code: str
    groups: Mapping[str, str]
    scores: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A way to split families: its title, and its classes in their order, each with its title."""

    title: Mapping[str, str]
    classes: Mapping[str, Mapping[str, str]]


_YES_NO: Final = {"ya": {"id": "ada", "en": "yes"}, "tidak": {"id": "tidak ada", "en": "no"}}

GROUPS: Final[Mapping[str, Group]] = {
    "head_sex": Group(
        {"id": "Jenis kelamin kepala keluarga", "en": "Sex of the head"},
        {"l": {"id": "laki-laki", "en": "male"}, "p": {"id": "perempuan", "en": "female"}},
    ),
    "head_age": Group(
        {"id": "Umur kepala keluarga", "en": "Age of the head"},
        {
            "0-29": {"id": "di bawah 30 tahun", "en": "under 30"},
            "30-44": {"id": "30 sampai 44 tahun", "en": "30 to 44"},
            "45-59": {"id": "45 sampai 59 tahun", "en": "45 to 59"},
            "60+": {"id": "60 tahun ke atas", "en": "60 and over"},
        },
    ),
    "size": Group(
        {"id": "Jumlah anggota keluarga", "en": "Members of the family"},
        {
            "1-2": {"id": "1 atau 2 orang", "en": "1 or 2"},
            "3-4": {"id": "3 atau 4 orang", "en": "3 or 4"},
            "5-6": {"id": "5 atau 6 orang", "en": "5 or 6"},
            "7+": {"id": "7 orang atau lebih", "en": "7 or more"},
        },
    ),
    "disability": Group(
        {"id": "Anggota penyandang disabilitas", "en": "A member with a disability"}, _YES_NO
    ),
    "elderly": Group({"id": "Anggota berumur 60 tahun ke atas", "en": "A member aged 60 or over"}, _YES_NO),
    "under_five": Group({"id": "Anggota berumur di bawah 5 tahun", "en": "A member under 5"}, _YES_NO),
}
