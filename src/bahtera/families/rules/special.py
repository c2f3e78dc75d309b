"""Families of a special make (keluarga khusus), told from who is in them.

The names are those of ``definitions/code-lists/special-families.yaml``.
"""

from collections.abc import Iterable

_KIN_BESIDE = frozenset({"famili_lain", "lainnya"})


def special_kind(relations: Iterable[str]) -> str:
    """Return the name of a family's special make by its present members' relations to the head; "" for a common one.

    A family whose relations are not all known is nothing special yet.
    """
    known = sorted(relations)
    if "" in known or known.count("kepala") != 1:
        return ""
    others = set(known) - {"kepala"}
    if not others:
        return "sendiri" if len(known) == 1 else ""
    if others & {"pasangan", "anak", "menantu"}:
        return ""
    if "cucu" in others:
        return "kakek_nenek_cucu"
    if others <= {"famili_lain"}:
        return "saudara"
    return "asuhan" if others <= _KIN_BESIDE else ""
