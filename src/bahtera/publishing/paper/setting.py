"""From a questionnaire and what is known to a PDF. Typst sets it; nothing is ever read as its markup."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

from bahtera.publishing.paper.glyphs import FONTS, printable_in
from bahtera.publishing.paper.words import words
from bahtera.questionnaires.api import PaperForm, PaperNote, PaperQuestion, PaperSection

PER_TABLE: Final = 4
_HERE: Final = Path(__file__).resolve().parent
_BORDER: Final = 2


@dataclass(frozen=True)
class Copy:
    """One form to be printed: its serial, what stands beside the title, and what is known, by a question's path.

    ``places``: how many members have room at least. ``signers``: the kader who sign it, where two share the family.
    """

    serial: str
    facts: tuple[tuple[str, str], ...]
    values: Mapping[str, str] = field(default_factory=dict)
    members: tuple[Mapping[str, str], ...] = ()
    places: int = PER_TABLE
    signers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """The sheet on top: what the printing is, and each form with whom it is for."""

    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


def forms_pdf(
    form: PaperForm,
    copies: Sequence[Copy],
    *,
    made_at: datetime,
    cover: Cover | None = None,
    spare: int = 0,
    two_sided: bool = True,
) -> bytes:
    """Return forms as one tagged PDF (PDF/UA-1), black and white, A4; each form begins on a sheet of its own."""
    language = "en" if form.language == "en" else "id"
    data = {
        "title": form.title,
        "about": words(language)["about"].format(version=form.version),
        "lang": form.language if 2 <= len(form.language) <= 3 else language,  # noqa: PLR2004 - a language's code
        "region": "ID" if language == "id" else "GB",
        "words": words(language),
        "per_table": PER_TABLE,
        "two_sided": two_sided,
        "sections": [_section(one, language) for one in form.sections],
        "code_lists": [
            {"title": title, "choices": [{"code": one.code, "label": one.label} for one in choices]}
            for title, choices in form.code_lists.values()
        ],
        "forms": [_copy(one) for one in copies],
        "spare": spare if any(one.repeats for one in form.sections) else 0,
        "cover": None if cover is None else _cover(cover),
    }
    titles = {key: title for key, (title, _) in form.code_lists.items()}
    for section in data["sections"]:
        for item in section["items"]:
            if item.get("code_list"):
                item["code_list"] = titles[item["code_list"]]
    return set_pdf("form.typ", data, made_at)


def set_pdf(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """Return a template of this folder with its data as PDF/UA-1; the same data and instant give the same bytes."""
    compiler = typst.Compiler(_HERE / template, root=_HERE, font_paths=_fonts())
    made = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(printable_in(data), ensure_ascii=False)},
        timestamp=made_at.replace(microsecond=0),
    )
    if not isinstance(made, bytes):  # several pages are several files for pictures only
        msg = "a PDF is one file"
        raise TypeError(msg)
    return made


@cache
def template_digest(template: str) -> str:
    """Return the hash of how a template of this folder looks, with what it shares with its neighbours."""
    path = _HERE / template
    shared = sorted({path, *path.parent.glob("common.typ")})
    return hashlib.sha256(b"\n".join(one.read_bytes() for one in shared)).hexdigest()


def qr_picture(text: str) -> str:
    """Return a QR code as an SVG of black squares; a quarter of it may be worn away."""
    code = segno.make(text, error="q", micro=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * _BORDER
    dark = "".join(
        f"M{x + _BORDER} {y + _BORDER}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, on in enumerate(row)
        if on
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}">'
        f'<path d="{dark}" fill="#000"/></svg>'
    )


@cache
def _fonts() -> typst.Fonts:
    """Return our own fonts alone: a form looks the same wherever it is made."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _section(section: PaperSection, language: str) -> dict[str, Any]:
    return {
        "title": section.title,
        "only_if": section.only_if,
        "repeats": section.repeats,
        "items": [_item(one, language) for one in section.items],
    }


def _item(item: object, language: str) -> dict[str, Any]:
    match item:
        case PaperQuestion():
            span = ""
            if item.bounds is not None:
                span = words(language)["span"].format(low=item.bounds[0], high=item.bounds[1])
            return {
                "kind": "question",
                "path": item.path,
                "number": item.number,
                "label": item.label,
                "hint": item.hint,
                "rule": item.rule,
                "only_if": item.only_if,
                "required": item.required,
                "answer": item.answer,
                "boxes": _boxes(item),
                "span": span,
                "code_list": item.code_list,
                "choices": [{"code": one.code, "label": one.label, "jump": one.jump} for one in item.choices],
            }
        case PaperNote():
            return {"kind": "note", "text": item.text, "when": item.when}
        case _:
            return {"kind": "heading", "text": item.text, "only_if": item.only_if}  # type: ignore[attr-defined]


def _boxes(item: PaperQuestion) -> int:
    if item.boxes:
        return item.boxes
    return 3 if item.answer in {"whole", "range"} else 1


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        "serial": copy.serial,
        "qr": qr_picture(copy.serial),
        "facts": [list(one) for one in copy.facts],
        "signers": list(copy.signers),
        "values": dict(copy.values),
        "members": [dict(one) for one in copy.members],
        "places": copy.places,
    }


def _cover(cover: Cover) -> dict[str, Any]:
    return {
        "facts": [list(one) for one in cover.facts],
        "rows": [{"serial": serial, "whom": whom} for serial, whom in cover.rows],
    }
