"""A paper of one page that stands for evidence in the demonstration: plain words, nobody's name."""

from collections.abc import Sequence
from typing import Final

_PAGE: Final = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
)
_FONT: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def sheet(title: str, lines: Sequence[str]) -> bytes:
    """Return an A4 page as PDF 1.4 with a title and lines of text; signs that WinAnsi lacks become "?"."""
    shown = [f"BT /F1 18 Tf 64 760 Td ({_escaped(title)}) Tj ET"]
    shown += [
        f"BT /F1 11 Tf 64 {724 - 20 * place} Td ({_escaped(line)}) Tj ET" for place, line in enumerate(lines)
    ]
    drawn = "\n".join(shown).encode("cp1252", errors="replace")
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE,
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        _FONT,
    )
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(made)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
