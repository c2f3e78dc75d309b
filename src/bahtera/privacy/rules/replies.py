"""The answer to a request for access: a page to print, JSON and CSV in one ZIP, the same bytes for the same facts."""

import csv
import hashlib
import html
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Final

from bahtera.privacy.values import Reply, Section

# What a spreadsheet would run as a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_TITLE: Final = "Salinan data pribadi Anda"
_LEAD: Final = (
    "Ini data yang dicatat tentang Anda sebagai anggota keluarga, beserta jejak pemrosesannya. Data orang lain dan"
    " data yang dipakai bersama sekeluarga, seperti alamat dan keadaan rumah, tidak termasuk; tanyakan di kantor"
    " bila Anda memerlukannya."
)
_STYLE: Final = (
    "body{font:16px/1.5 sans-serif;max-width:42rem;margin:1rem auto;padding:0 1rem}"
    "dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;margin:0 0 1rem}"
    "dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}section{break-inside:avoid}"
    "@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}"
)


def build(sections: Sequence[Section], *, number: str, answered: str) -> Reply:
    """Return the archive; ``number`` and ``answered`` stand at its head as they are."""
    head = {"nomor": number, "dijawab": answered}
    files = {
        "data-anda.html": _page(sections, head),
        "data-anda.json": _json(sections, head),
        "data-anda.csv": _csv(sections),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), text.encode(), zipfile.ZIP_DEFLATED)
    data = stream.getvalue()
    return Reply(data, hashlib.sha256(data).hexdigest())


def _page(sections: Sequence[Section], head: dict[str, str]) -> str:
    parts = [
        '<!doctype html><html lang="id"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_TITLE}</title><style>{_STYLE}</style><h1>{_TITLE}</h1>",
        f"<p>Permintaan {html.escape(head['nomor'])}, dijawab {html.escape(head['dijawab'])}.</p><p>{_LEAD}</p>",
    ]
    for section in sections:
        parts.append(f"<h2>{html.escape(section.title)}</h2>")
        if not section.records:
            parts.append("<p>Tidak ada.</p>")
        for record in section.records:
            facts = "".join(
                f"<dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd>" for label, value in record.facts
            )
            parts.append(f"<section><h3>{html.escape(record.title)}</h3><dl>{facts}</dl></section>")
    return "\n".join(parts) + "</html>\n"


def _json(sections: Sequence[Section], head: dict[str, str]) -> str:
    body = [
        {
            "kode": section.code,
            "judul": section.title,
            "catatan": [
                {"judul": one.title, "isi": [list(fact) for fact in one.facts]} for one in section.records
            ],
        }
        for section in sections
    ]
    return json.dumps({**head, "keterangan": _LEAD, "bagian": body}, ensure_ascii=False, indent=1) + "\n"


def _csv(sections: Sequence[Section]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(("bagian", "catatan", "keterangan", "isi"))
    for section in sections:
        for record in section.records:
            for label, value in record.facts:
                writer.writerow([_harmless(text) for text in (section.title, record.title, label, value)])
    return "\ufeff" + stream.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
