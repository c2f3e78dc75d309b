"""A visit that two kader share: what both must agree about, and the text each of them signs. No Django."""

from collections.abc import Collection
from typing import Final

COMMON: Final = frozenset(
    {"kode_desa", "keluarga", "family_id", "tanggal_kunjungan", "hasil_kunjungan", "persetujuan"}
)
"""A section that asks one of these belongs to both: each was there on a day of their own, and was let in."""

ROSTER: Final = "anggota"

IDENTITY: Final = frozenset(
    {
        "anggota_lama",
        "member_id",
        "nama",
        "hubungan",
        "jenis_kelamin",
        "tgl_lahir",
        "tgl_lahir_perkiraan",
    }
)
"""Who lives there: both say it, also the one to whom the rest of the roster does not belong."""

AGREED: Final = frozenset({"hubungan", "jenis_kelamin", "tgl_lahir"})
"""What both must have said alike of each member; a name spelled otherwise is no other person."""

ACTOR_PREFIX: Final = "joint:"
"""Under this and the task's id a visit made of two parts stands: no kader alone sent it."""


def signed_text(
    task: object, instance_id: str, sha256: str, sections: Collection[str], signed_at: str
) -> str:
    """Return what a kader's phone signs for the purpose ``part``: which task, which bytes, which sections, when."""
    return f"{task}|{instance_id}|{sha256}|{','.join(sorted(sections))}|{signed_at}"
