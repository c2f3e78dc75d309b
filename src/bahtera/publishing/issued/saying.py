"""What each kind of document says, as the data its template prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bahtera.documents.api import Kind
from bahtera.publishing.issued import parts, words
from bahtera.publishing.issued.mapping import map_of
from bahtera.publishing.issued.noting import notes
from bahtera.publishing.issued.press import editors_notes, heading, paragraphs
from bahtera.publishing.issued.responsible import where_from
from bahtera.publishing.issued.telling import LANGUAGE, figure, full_name, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.publishing.issued.facts import Facts
    from bahtera.publishing.issued.parts import Stamp

TEMPLATES: Final = {
    Kind.VILLAGE_SHEET: "issued/sheet.typ",
    Kind.VILLAGE_PACKAGE: "issued/sheet.typ",
    Kind.REGENCY_BOOK: "issued/book.typ",
    Kind.PROVINCE_SUMMARY: "issued/book.typ",
    Kind.SLIDES: "issued/slides.typ",
    Kind.PRESS: "issued/press.typ",
    Kind.MINUTES: "issued/minutes.typ",
}
FORM: Final = "3"
"""Grows when a document says or shows something else than before of the same figures."""
_ON_A_SHEET: Final = 8
_WORST: Final = 3
_LOWEST: Final = 8
_SHORT: Final = 4
_ON_A_SLIDE: Final = 1.6
"""How much larger names on a slide's map are."""


def said_by(kind: Kind, facts: Facts, stamp: Stamp) -> dict[str, Any]:
    """Return everything a document prints."""
    return {"head": parts.head(kind, facts, stamp), **content_of(kind, facts)}


def content_of(kind: Kind, facts: Facts) -> dict[str, Any]:
    """Return what a document says beside its head: the same figures give the same."""
    common = _common(kind, facts)
    match kind:
        case Kind.VILLAGE_SHEET | Kind.VILLAGE_PACKAGE:
            return {**common, **_sheet(common["below"])}
        case Kind.REGENCY_BOOK:
            return {**common, **_book(facts), **_districts(facts)}
        case Kind.PROVINCE_SUMMARY:
            return {**common, **_book(facts), "districts": []}
        case Kind.SLIDES:
            return {
                **common,
                "map": map_of(facts, letters=_ON_A_SLIDE),
                "lowest": _lowest(facts),
                "notes": notes(facts),
            }
        case Kind.PRESS:
            return {
                **common,
                "heading": heading(facts),
                "paragraphs": paragraphs(facts),
                "editors": editors_notes(facts),
            }
        case Kind.MINUTES:
            return common


def _common(kind: Kind, facts: Facts) -> dict[str, Any]:
    found = facts.found
    name = full_name(facts.area)
    return {
        "nobody": words.NOBODY_YET,
        "headline": parts.headline(found) if facts.has_figures else _without_figures(facts),
        "villages_count": whole(len(facts.villages)),
        "categories": parts.categories(found),
        "dimensions": parts.dimensions(found),
        "below": parts.below(facts),
        "hidden": parts.hidden_line(found),
        "proposal": _proposal(),
        "no_figures": words.TOO_FEW.format(area=name, paper=words.PAPERS[kind]),
        "value_hidden": words.VALUE_HIDDEN,
        "no_figures_next": words.TOO_FEW_NEXT,
    }


def _without_figures(facts: Facts) -> dict[str, Any]:
    """Return a headline without any figure: of a village with few families not even their number is printed."""
    told = parts.headline(facts.found)
    if facts.area.level == "village":
        return dict.fromkeys(told, "") | {"shown": False, "class": "empty"}
    return told


def _sheet(below: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"below": list(below[:_ON_A_SHEET]), "more": max(len(below) - _ON_A_SHEET, 0)}


def _book(facts: Facts) -> dict[str, Any]:
    level = "regency" if facts.area.level == "province" else "district"
    lines = [_part(facts, code) for code in facts.codes(level)]
    below = parts.below(facts)
    return {
        "map": map_of(facts),
        "worst": parts.worst(below, _WORST),
        "parts": lines,
        "parts_title": "Kabupaten dan kota" if level == "regency" else "Kecamatan",
        "parts_note": "Setiap baris adalah rata-rata desa lokus di dalamnya, bukan angka seluruh wilayah itu. Baris"
        " tidak diurutkan menurut nilai: desanya dipilih, bukan diundi.",
        "offices": _offices(below),
        "indicators": parts.all_indicators(facts),
        "notes": notes(facts),
        "methods": parts.methods(facts.found),
        "signer": "Disahkan oleh Gubernur" if level == "regency" else _signer(facts),
    }


def _signer(facts: Facts) -> str:
    return "Disahkan oleh Wali Kota" if facts.area.kind == "kota" else "Disahkan oleh Bupati"


def _part(facts: Facts, code: str) -> dict[str, Any]:
    found = facts.part(code)
    inside = [one for one in facts.villages if one.area_code.startswith(f"{code}.")]
    return {
        "code": code,
        "name": full_name(facts.places[code]) if code in facts.places else code,
        "villages": whole(len(inside)),
        **parts.headline(found),
        "below": whole(len(found.below_cut)),
    }


def _districts(facts: Facts) -> dict[str, Any]:
    by_code = {one.area_code: one for one in facts.villages}
    found = []
    for code in facts.codes("district"):
        villages = [
            {
                **line,
                "dimensions": parts.dimensions(by_code[line["code"]]),
                "worst": [
                    {"label": one.label[LANGUAGE], "share": _share(one), "n": _n(one)}
                    for one in by_code[line["code"]].below_cut[:_SHORT]
                ],
            }
            for line in parts.village_lines(facts, code)
        ]
        name = full_name(facts.places[code]) if code in facts.places else code
        found.append({"name": name, "villages": villages})
    return {"districts": found}


def _share(one: Any) -> str:
    return figure(one.share, 1)


def _n(one: Any) -> str:
    return "–" if one.share.n is None else whole(one.share.n)


def _offices(below: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the offices with the indicators proposed to them, those with the most first."""
    found: dict[str, list[str]] = {}
    for one in below:
        for office in one["agencies"]:
            found.setdefault(office, []).append(f"{one['label']} ({one['share']} persen)")
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"name": name, "indicators": rows} for name, rows in ordered]


def _lowest(facts: Facts) -> list[dict[str, Any]]:
    shown = [one for one in facts.villages if one.main.figure.value is not None]
    shown.sort(key=lambda one: (one.main.figure.value, one.area_code))
    codes = [one.area_code for one in shown[:_LOWEST]]
    lines = {line["code"]: line for line in parts.village_lines(facts) if line["code"] in codes}
    return [lines[code] for code in codes]


def _proposal() -> str:
    version, status = where_from()
    return words.PROPOSAL.format(version=version, status=words.STATUS.get(status, status))
