"""DDI-Codebook 2.5: the study, its file and its variables as an archive reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bahtera.publishing.metadata.bps import rule_of
from bahtera.publishing.rules import without_control

if TYPE_CHECKING:
    from datetime import date

    from bahtera.publishing.metadata.study import Study, Variable

NAMESPACE: Final = "ddi:codebook:2_5"
SCHEMA: Final = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_LANGUAGES: Final = ("id", "en")
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NUMERIC: Final = frozenset({"integer", "decimal"})
_MISSING: Final = frozenset({"tidak_tahu", "menolak"})


def codebook(study: Study, *, made_on: date, cites: str) -> bytes:
    """Return the study as a DDI-Codebook 2.5 document. ``cites``: which data version it describes, in words."""
    root = Element(
        "codeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "version": "2.5",
            "ID": f"bahtera-{study.round.id}",
            _XML_LANG: "id",
        },
    )
    _document(SubElement(root, "docDscr"), study, made_on)
    _study(SubElement(root, "stdyDscr"), study, cites)
    file = SubElement(root, "fileDscr", {"ID": "F1"})
    text = SubElement(file, "fileTxt")
    _say(text, "fileName", f"bahtera-putaran-{study.round.id}.csv")
    _say(SubElement(text, "dimensns"), "varQnty", str(len(study.variables)))
    data = SubElement(root, "dataDscr")
    for place, one in enumerate(study.variables, 1):
        _variable(SubElement(data, "var"), place, one)
    indent(root)
    written: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _document(parent: Element, study: Study, made_on: date) -> None:
    citation = SubElement(parent, "citation")
    _say(SubElement(citation, "titlStmt"), "titl", f"{study.round.name} ({study.round.year}): DDI", "id")
    production = SubElement(citation, "prodStmt")
    _say(production, "prodDate", made_on.isoformat(), date=made_on.isoformat())
    _say(production, "software", "Bahtera")


def _study(parent: Element, study: Study, cites: str) -> None:
    filled = {one.entry.id: one.text for one in study.entries}
    citation = SubElement(parent, "citation")
    titles = SubElement(citation, "titlStmt")
    _say(titles, "titl", f"{study.round.name} ({study.round.year})", "id")
    _say(titles, "IDNo", f"bahtera:{study.round.id}", agency="Bahtera")
    _say(SubElement(citation, "rspStmt"), "AuthEnty", filled["penyelenggara"]["id"] or "-")
    _say(SubElement(citation, "verStmt"), "version", cites)
    info = SubElement(parent, "stdyInfo")
    for language in _LANGUAGES:
        _say(info, "abstract", filled["tujuan"][language] or study.form.title, language)
    summary = SubElement(info, "sumDscr")
    _say(
        summary, "collDate", study.round.opens.isoformat(), date=study.round.opens.isoformat(), event="start"
    )
    if study.round.closes:
        closes = study.round.closes.isoformat()
        _say(summary, "collDate", closes, date=closes, event="end")
    _say(summary, "nation", "Indonesia", abbr="IDN")
    _say(summary, "geogCover", filled["wilayah"]["id"])
    for language in _LANGUAGES:
        _say(summary, "anlyUnit", filled["unit_data"][language], language)
    for language in _LANGUAGES:
        _say(summary, "universe", filled["rancangan"][language], language)
    _say(summary, "dataKind", "survey data")
    collection = SubElement(SubElement(parent, "method"), "dataColl")
    for name, entry in (
        ("sampProc", "rancangan"),
        ("collMode", "sarana"),
        ("resInstru", "variabel"),
        ("actMin", "pemeriksaan"),
    ):
        for language in _LANGUAGES:
            _say(collection, name, filled[entry][language], language)


def _variable(parent: Element, place: int, one: Variable) -> None:
    item = one.item
    parent.set("ID", f"V{place}")
    parent.set("name", item.name)
    parent.set("files", "F1")
    parent.set("intrvl", "contin" if item.type in _NUMERIC else "discrete")
    for language in _LANGUAGES:
        _say(parent, "labl", item.labels[language], language)
    if not one.leaves:
        _say(parent, "security", "not in files of single families")
    asked = SubElement(parent, "qstn")
    for language in _LANGUAGES:
        _say(asked, "qstnLit", item.labels[language], language)
    for language in _LANGUAGES:
        if item.hints.get(language):
            _say(asked, "ivuInstr", item.hints[language], language)
    _say(
        parent,
        "universe",
        f"{'anggota keluarga' if item.per else 'keluarga'} {item.asked_when}".strip(),
        "id",
    )
    for code, texts in item.choices.items():
        category = SubElement(parent, "catgry", {"missing": "Y"} if code in _MISSING else {})
        _say(category, "catValu", code)
        for language in _LANGUAGES:
            _say(category, "labl", texts[language], language)
    if rule_of(one, "id"):
        for language in _LANGUAGES:
            _say(parent, "codInstr", rule_of(one, language), language)
    kind = "numeric" if item.type in _NUMERIC else "character"
    # The standard asks for the name of a schema that is none of those it lists.
    SubElement(parent, "varFormat", {"type": kind, "schema": "other", "otherSchema": "XLSForm"})


def _say(parent: Element, name: str, text: str, language: str = "", **attributes: str) -> None:
    written = {_XML_LANG: language} if language else {}
    SubElement(parent, name, {**written, **attributes}).text = without_control(text)
