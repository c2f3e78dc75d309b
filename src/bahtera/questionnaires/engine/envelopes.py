"""The outer shell of a submission: safe to read, and saying which form it answers.

Refused here is only what cannot be kept: it is not XML, not a submission, or hides its identity. A doubtful
answer is never refused; it becomes a finding (`assessment`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from bahtera.questionnaires.errors import RefusedSubmission
from bahtera.questionnaires.values import Envelope

from .xml import OPENROSA, XFORMS, parser

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENCODING: Final = re.compile(rb"""\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_TAGS: Final = 250_000  # a visit to four people has some 500
_DOCUMENT_TYPE: Final = re.compile(rb"(?:[^<]|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_INSTANCE_ID: Final = re.compile(r"[\x21-\x7e]{1,249}\Z")
_FORM_ID: Final = re.compile(r"[^\s<>&\"']{1,200}\Z")
_META_PATHS: Final = tuple(f"{{{space}}}meta" if space else "meta" for space in (None, OPENROSA, XFORMS))


def read_submission(xml: bytes) -> Envelope:
    """Return what a submission says about itself; raises RefusedSubmission."""
    root = parse_submission(xml)
    form_id = root.get("id") or ""
    if not _FORM_ID.match(form_id):
        raise RefusedSubmission(
            "questionnaires.form_id_missing", "The submission does not say which form it answers."
        )
    instance_id, deprecated_id = _identity(root)
    if not _INSTANCE_ID.match(instance_id):
        raise RefusedSubmission(
            "questionnaires.instance_id_missing", "The submission has no usable instanceID."
        )
    if deprecated_id and not _INSTANCE_ID.match(deprecated_id):
        raise RefusedSubmission(
            "questionnaires.deprecated_id_wrong", "The submission names an unusable deprecatedID."
        )
    return Envelope(
        form_id, root.get("version") or "", etree.QName(root).localname, instance_id, deprecated_id or None
    )


def parse_submission(xml: bytes) -> _Element:
    """Return the root element, read without entities, document types or network."""
    declared = _ENCODING.match(xml[:200])
    if declared and declared[1].lower() not in {b"utf-8", b"utf8"}:
        raise RefusedSubmission("questionnaires.encoding_wrong", "The submission is not written in UTF-8.")
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedSubmission(
            "questionnaires.encoding_wrong", "The submission is not written in UTF-8."
        ) from None
    if xml.count(b"<") > _TAGS:
        raise RefusedSubmission(
            "questionnaires.too_many_elements", "The submission has far more elements than any form."
        )
    if _DOCUMENT_TYPE.match(xml):
        raise RefusedSubmission(
            "questionnaires.document_type", "The submission declares a document type or entities."
        )
    try:
        root = etree.fromstring(xml, parser())
    except etree.XMLSyntaxError as problem:
        if "depth" in str(problem).lower():
            raise RefusedSubmission(
                "questionnaires.too_deep", "The submission is nested too deeply."
            ) from None
        line, column = problem.position
        raise RefusedSubmission(
            "questionnaires.not_well_formed",
            "The form did not arrive whole or is damaged (line {line}, column {column}).",
            line=line,
            column=column,
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedSubmission(
            "questionnaires.document_type", "The submission declares a document type or entities."
        )
    if root.tag[:1] == "{" and etree.QName(root).namespace != XFORMS:
        raise RefusedSubmission(
            "questionnaires.namespace_wrong", "The submission is in a namespace that is not XForms."
        )
    return root


def _identity(root: _Element) -> tuple[str, str]:
    instance_id = deprecated_id = ""
    for path in _META_PATHS:
        meta = root.find(path)
        if meta is None:
            continue
        for child in meta:
            name = child.tag.rpartition("}")[2]
            if name == "instanceID":
                instance_id = (child.text or "").strip()
            elif name == "deprecatedID":
                deprecated_id = (child.text or "").strip()
    return instance_id or (root.get("instanceID") or "").strip(), deprecated_id
