"""Gathers every text a reader may see, and says what the catalogue still lacks.

Texts are English in the source. They are found in templates (``translate``, ``blocktranslate``,
``_("...")``), in calls of gettext, and as the messages of errors: any call whose first two arguments are a
dotted code and a text, as ``Refused("surveys.empty_return", "Say what ...")``.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.template.base import DebugLexer, Token, TokenType
from django.utils.translation import trim_whitespace

SOURCE = Path(__file__).resolve().parent.parent
INDONESIAN = Path(__file__).resolve().parent / "locale" / "id" / "LC_MESSAGES" / "django.po"
_GETTEXT = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
_NGETTEXT = frozenset({"ngettext", "ngettext_lazy"})
_CODE = re.compile(r"[a-z_]+\.[a-z_]*\Z")
_LITERAL = re.compile(r"""_\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
_TRANSLATE = re.compile(r"""translate\s+(?:"([^"]*)"|'([^']*)')""")
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


@dataclass(frozen=True)
class Found:
    """One text and where it stands; ``plural`` is empty when it has none."""

    text: str
    plural: str
    place: str
    line: int


def gather(source: Path = SOURCE) -> list[Found]:
    """Return every text of the pages and of the packages' errors, in order of file and line."""
    found: list[Found] = []
    for path in sorted(source.rglob("*.py")):
        if "migrations" not in path.parts:
            found += _in_python(path.read_text(encoding="utf-8"), str(path.relative_to(source)))
    for path in sorted(source.rglob("templates/**/*.html")):
        found += in_template(path.read_text(encoding="utf-8"), str(path.relative_to(source)))
    return found


def _in_python(text: str, place: str) -> Iterator[Found]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from _in_call(node, place)


def _in_call(call: ast.Call, place: str) -> Iterator[Found]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    # ``Refused.__init__(self, code, text)`` is how an error skips its nearest ancestor.
    arguments = call.args[1:] if name == "__init__" and _is_self(call.args[:1]) else call.args
    texts = [_constant(argument) for argument in arguments[:2]]
    if name in _GETTEXT and texts and texts[0]:
        yield Found(texts[0], "", place, call.lineno)
    elif name in _NGETTEXT and len(texts) == 2 and texts[0] and texts[1]:  # noqa: PLR2004 - one and many
        yield Found(texts[0], texts[1], place, call.lineno)
    elif len(texts) == 2 and texts[1] and _is_code(arguments[0], texts[0]):  # noqa: PLR2004 - code and text
        yield Found(texts[1], "", place, call.lineno)


def _is_self(arguments: Sequence[ast.expr]) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "self" for one in arguments)


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_code(node: ast.expr, text: str) -> bool:
    """Tell whether an argument is an error's code, also one built as ``f"surveys.cannot_{move}"``."""
    if isinstance(node, ast.JoinedStr) and node.values:
        first = node.values[0]
        return isinstance(first, ast.Constant) and _CODE.match(str(first.value)) is not None
    return _CODE.match(text) is not None


def in_template(text: str, place: str) -> Iterator[Found]:
    """Yield the texts of one template."""
    tokens = iter(DebugLexer(text).tokenize())
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            yield from _in_block(token, tokens, place)
        elif token.token_type is TokenType.VAR:
            yield from _literals(token, place)


def _in_block(token: Token, tokens: Iterator[Token], place: str) -> Iterator[Found]:
    line = token.lineno or 0
    if token.contents.startswith("blocktranslate"):
        yield _blocktranslate(token, tokens, place)
    elif (simple := _TRANSLATE.match(token.contents)) is not None:
        yield Found(_doubled(simple[1] or simple[2]), "", place, line)
    yield from _literals(token, place)


def _literals(token: Token, place: str) -> Iterator[Found]:
    for match in _LITERAL.finditer(token.contents):
        yield Found(_doubled(match[1] or match[2]), "", place, token.lineno or 0)


def _doubled(text: str) -> str:
    """Return a template's text as Django looks it up: its per cent signs are doubled."""
    return text.replace("%", "%%")


def _blocktranslate(head: Token, tokens: Iterator[Token], place: str) -> Found:
    parts = [""]
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents.startswith("endblocktranslate"):
            break
        if token.token_type is TokenType.BLOCK and token.contents == "plural":
            parts.append("")
        elif token.token_type is TokenType.VAR:
            parts[-1] += f"%({token.contents})s"
        else:
            parts[-1] += token.contents.replace("%", "%%")
    if " trimmed" in head.contents:
        parts = [trim_whitespace(part) for part in parts]
    return Found(parts[0], parts[1] if len(parts) > 1 else "", place, head.lineno or 0)


def update(found: Iterable[Found], path: Path = INDONESIAN) -> Catalog:
    """Return the catalogue at ``path`` with new texts added empty and gone ones dropped; writes nothing."""
    held = read(path)
    catalog = Catalog(
        locale="id",
        project="Bahtera",
        version="0.1.0",
        charset="utf-8",
        fuzzy=False,
        creation_date=held.creation_date,
        revision_date=held.revision_date,
        header_comment="# Indonesian texts of Bahtera's pages. Plain words a village volunteer would use.",
        language_team="Bahtera",
        last_translator="Bahtera",
        copyright_holder="Bahtera",
    )
    # Indonesian nouns do not change with number, which Babel does not know.
    catalog.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    for text, (plural, places) in sorted(_merged(found).items(), key=lambda item: (item[1][1][0], item[0])):
        old = held.get(text)
        strings = _strings(old) if old is not None else ("",)
        locations = [(place, 0) for place in places]
        if plural:
            catalog.add((text, plural), strings, locations=locations)
        else:
            catalog.add(text, strings[0], locations=locations)
    return catalog


def _merged(found: Iterable[Found]) -> dict[str, tuple[str, list[str]]]:
    merged: dict[str, tuple[str, list[str]]] = {}
    for one in found:
        plural, places = merged.setdefault(one.text, (one.plural, []))
        if one.place not in places:
            places.append(one.place)
        merged[one.text] = (plural or one.plural, sorted(places))
    return merged


def read(path: Path = INDONESIAN) -> Catalog:
    """Return a catalogue from its file; an empty one when there is no file yet."""
    if not path.exists():
        return Catalog(locale="id")
    with path.open("rb") as stream:
        return read_po(stream, locale="id")


def write(catalog: Catalog, path: Path = INDONESIAN) -> None:
    """Write a catalogue as a .po file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalog, width=110, omit_header=False, sort_by_file=False, include_lineno=False)


def problems(found: Iterable[Found], path: Path = INDONESIAN) -> list[str]:
    """Return what keeps the catalogue from being complete: missing, fuzzy, or with other placeholders."""
    held = read(path)
    listed = []
    for text, (plural, places) in _merged(found).items():
        message = held.get(text)
        if message is None or not all(_strings(message)):
            listed.append(f"{places[0]}: no translation of {text!r}")
        elif message.fuzzy:
            listed.append(f"{places[0]}: doubtful translation of {text!r}")
        else:
            wanted = placeholders(text) | placeholders(plural)
            listed += [
                f"{places[0]}: placeholders differ in {string!r}"
                for string in _strings(message)
                if placeholders(string) != wanted
            ]
    return listed


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def placeholders(text: str) -> frozenset[str]:
    """Return the names a text leaves to be filled in."""
    return frozenset(match[1] or match[2] for match in PLACEHOLDER.finditer(text))
