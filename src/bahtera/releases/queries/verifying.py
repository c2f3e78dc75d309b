"""A file of a data version, checked by itself: nothing but the file and the site's public key is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bahtera.foundation import keys
from bahtera.releases.queries.preparing import states_of
from bahtera.releases.rules import FORMAT, approved_printed, canonical, manifest_text, sha256, signed_bytes
from bahtera.releases.values import Verified
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Mapping


def verify_file(told: Mapping[str, Any], *, public_key: str = "") -> Verified:
    """Return what is wrong with a file of a version; nothing, when it is as the site signed it.

    ``told``: the file's JSON. ``public_key``: that of the site, from another place than the file; without it the file
    is checked against the key it names itself. A file without lines (that for everybody) is checked as far as it goes.
    """
    try:
        return _verified(told, public_key)
    except (KeyError, TypeError, AttributeError, ValueError):
        return Verified(number=0, kind="", digest="", families=0, withheld=0, problems=("format",))


def _verified(told: Mapping[str, Any], public_key: str) -> Verified:
    statement = told["statement"]
    problems: list[str] = []
    if statement["format"] != FORMAT:
        problems.append("format")
    key = public_key or statement["public_key"]
    if key != statement["public_key"]:
        problems.append("key")
    if not keys.verify_with(key, signed_bytes(statement), told["signature"]):
        problems.append("signature")
    whole = "lines" in told
    if sha256(canonical(told["figures"])) != statement["figures_sha256" if whole else "public_sha256"]:
        problems.append("figures")
    withheld = 0
    if whole:
        withheld, wrong = _lines(told)
        problems += wrong
    elif "public_families" in statement and not _shows_as_many(told):
        problems.append("sums")
    return Verified(
        number=statement["version"],
        kind=statement["kind"],
        digest=sha256(canonical(statement)),
        families=statement["families"],
        withheld=withheld,
        problems=tuple(problems),
    )


def _shows_as_many(told: Mapping[str, Any]) -> bool:
    """Tell whether the figures for everybody rest on as many families as the statement says of them."""
    found: int = told["statement"]["public_families"]
    return approved_printed(told["figures"]["areas"]) == found


def _lines(told: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Return how many lines stand as their hash alone, and what is wrong with the lines or the sums they give."""
    problems = []
    lines = told["lines"]
    if (
        sha256(manifest_text((one["village"], one["sha256"]) for one in lines))
        != told["statement"]["manifest_sha256"]
    ):
        problems.append("manifest")
    shown = [one for one in lines if one["line"] is not None]
    if any(
        sha256(canonical(one["line"])) != one["sha256"] or one["line"]["village"] != one["village"]
        for one in shown
    ):
        problems.append("lines")
    short = {one["village"] for one in lines if one["line"] is None}
    again = results.count_families(states_of(one["line"]) for one in shown if one["village"] not in short)
    signed = results.Counted.from_json(told["figures"]["counted"])
    if again.beside(signed.only(short)).to_json() != signed.to_json():
        problems.append("sums")
    return len(lines) - len(shown), problems
