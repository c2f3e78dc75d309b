"""`hasil.json`: what a phone needs beside a form in order to say a family's result and suggest steps.

The form works out each indicator's state; here stand the labels, cuts and reasons of the indices it was published with
(never their private items), its own words for the questions they hang on, and the services. ODK Collect shows the notes
of the form and is never given it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson

from bahtera import indices

from .messages import text_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .evaluation import CompiledForm
    from .schema import Labels, Node

NAME: Final = "hasil.json"
FORMAT: Final = 1
_QUOTED: Final = re.compile(r"\$?\{(\w+)\}")
_TAGS: Final = re.compile(r"[*_#]{1,3}|<[^>]+>")


def reading(
    form: CompiledForm, definitions: Sequence[indices.IndexDefinition], book: indices.ServiceBook
) -> bytes:
    """Return the file for a form and the indices in it; the same content gives the same bytes."""
    told = [indices.index_for_phone(each, book) for each in definitions]
    hinges = [hinge for index in told for each in index["indicators"] for hinge in each["culprits"]]
    asked = {name for hinge in hinges for name in hinge["ask"]}
    needs = {str(each["need"]) for index in told for each in index["indicators"] if each["need"]}
    rosters = {str(hinge["roster"]) for hinge in hinges if hinge["roster"]}
    content = {
        "format": FORMAT,
        "form": {"id": form.schema.form_id, "version": form.schema.version},
        "indices": told,
        "interview": next((each.declaration.interview_date.name for each in definitions
                           if each.declaration.interview_date), ""),
        "missing": sorted({code for each in definitions for one in each.variables.values() for code in one.missing}),
        "questions": {node.name: _question(node) for node in form.schema.root.walk() if node.name in asked},
        "rosters": {node.name: _name_in(node) for node in form.schema.root.walk() if node.name in rosters},
        "services": indices.services_for_phone(book, sorted(needs)),
    }  # fmt: skip
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _question(node: Node) -> dict[str, Any]:
    """Return the words of a question and its choices; of quoted answers only names of members stay, as `{}`."""
    own = _name_in(node.parent.repeat) if node.parent is not None and node.parent.repeat is not None else ""
    return {
        "label": _both(node.labels, node.name, {own} - {""}),
        "choices": {choice.name: _both(choice.labels, choice.name, ()) for choice in node.options.choices}
        if node.options
        else {},
    }


def _name_in(repeat: Node) -> str:
    """Return the question that tells members apart: the first text asked of each."""
    texts = (node for node in repeat.walk() if node.control == "input" and node.type == "string")
    return next((node.name for node in texts), "")


def _both(labels: Labels, fallback: str, kept: Collection[str]) -> dict[str, str]:
    def told(language: str) -> str:
        text = _QUOTED.sub(lambda found: "{}" if found[1] in kept else "…", text_in(labels, language))
        return " ".join(_TAGS.sub("", text).split()) or fallback

    return {language: told(language) for language in ("id", "en")}


__all__ = ["NAME", "reading"]
