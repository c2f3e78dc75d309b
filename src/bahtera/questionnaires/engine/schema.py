"""The structure of a form, read from its XForm: questions, groups, repeats, choices and labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from .xml import JAVAROSA, OPENROSA, XFORMS, XHTML, parse_trusted

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["question", "group", "repeat"]
Labels = Mapping[str, str]  # language code -> text; "" when the form has one language only

_X: Final = f"{{{XFORMS}}}"
_CONTROLS: Final = frozenset(
    {"input", "select", "select1", "upload", "trigger", "range", "rank", "group", "repeat"}
)
_LANGUAGES: Final = {"indonesian": "id", "bahasa indonesia": "id", "english": "en", "inggris": "en"}


class FormError(Exception):
    """The XForm is not one this server can work with."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list, with the further columns of its sheet (for choice filters)."""

    name: str
    labels: Labels
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """Where the choices of a select question come from."""

    instance: str = ""  # the secondary instance, or "" for choices written in place
    media: str = ""  # the external CSV's file name, or ""
    filter: str = ""  # the predicate over the items, or ""
    value: str = "name"  # the column that holds the stored value
    choices: tuple[Choice, ...] = ()


@dataclass(slots=True)
class Node:
    """A place in the form. `path` uses slashes from the root, without positions."""

    name: str
    path: str
    kind: Kind
    parent: Node | None
    type: str = "string"
    control: str = ""  # input, select1, select, upload, trigger, range, rank; "" when never shown
    appearance: str = ""
    calculate: str = ""
    relevant: str = ""
    required: str = ""
    constraint: str = ""
    readonly: str = ""
    count: str = ""
    preload: str = ""
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    constraint_messages: Labels = field(default_factory=dict)
    required_messages: Labels = field(default_factory=dict)
    options: Options | None = None
    bounds: tuple[str, str] | None = None  # a range's ends
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the form's order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, name: str) -> Node | None:
        """Return the child of a name, or None."""
        return next((child for child in self.children if child.name == name), None)

    @property
    def repeat(self) -> Node | None:
        """The innermost repeat around this node (itself, if it is one)."""
        node: Node | None = self
        while node is not None and node.kind != "repeat":
            node = node.parent
        return node


@dataclass(frozen=True, slots=True)
class Schema:
    """A form's structure. `media` names the CSV files it needs; `setters` are its setvalue actions."""

    form_id: str
    version: str
    title: str
    root: Node
    languages: tuple[str, ...]
    media: tuple[str, ...]
    instances: Mapping[str, tuple[Choice, ...]]
    setters: tuple[tuple[str, str, str], ...]  # (event, path, expression)

    def questions(self) -> Iterator[Node]:
        """Yield every question, in the form's order."""
        return (node for node in self.root.walk() if node.kind == "question")


def read_schema(xform: bytes) -> Schema:
    """Return the structure of an XForm compiled by this server; raises FormError when it has none."""
    document = parse_trusted(xform)
    model = document.find(f".//{_X}model")
    body = document.find(f"{{{XHTML}}}body")
    if model is None or body is None:
        raise FormError("the form has no model or no body")
    return _Reader(document, model, body).schema()


class _Reader:
    def __init__(self, document: _Element, model: _Element, body: _Element) -> None:
        self.document = document
        self.model = model
        self.body = body
        self.texts = _texts(model)
        instances = model.findall(f"{_X}instance")
        if not instances or not len(instances[0]):
            raise FormError("the form has no instance")
        self.instance = instances[0][0]
        self.secondary = {
            element.get("id", ""): (element.get("src", ""), element) for element in instances[1:]
        }
        self.lists = {
            name: self._items(element) for name, (source, element) in self.secondary.items() if not source
        }
        self.nodes: dict[str, Node] = {}

    def schema(self) -> Schema:
        root = self._node(self.instance, None)
        self._binds()
        self._controls(self.body)
        return Schema(
            form_id=self.instance.get("id", ""),
            version=self.instance.get("version", ""),
            title=self.document.findtext(f".//{{{XHTML}}}title") or "",
            root=root,
            languages=tuple(self.texts) or ("",),
            media=tuple(_file(source) for source, _ in self.secondary.values() if source),
            instances=self.lists,
            setters=tuple(self._setters()),
        )

    def _node(self, element: _Element, parent: Node | None) -> Node:
        name = etree.QName(element).localname
        path = f"{parent.path if parent else ''}/{name}"
        node = Node(name, path, "group" if len(element) or parent is None else "question", parent)
        self.nodes[path] = node
        for child in element:
            if node.child(etree.QName(child).localname) is None:  # the template comes before the first row
                node.children.append(self._node(child, node))
        return node

    def _binds(self) -> None:
        for bind in self.model.findall(f"{_X}bind"):
            node = self.nodes.get(bind.get("nodeset", ""))
            if node is None:
                continue
            node.type = bind.get("type", "string").removeprefix("xsd:")
            for name in ("calculate", "relevant", "required", "constraint", "readonly"):
                setattr(node, name, bind.get(name, "").strip())
            node.preload = " ".join(
                filter(None, (bind.get(f"{{{JAVAROSA}}}preload"), bind.get(f"{{{JAVAROSA}}}preloadParams")))
            )
            node.constraint_messages = self._text(bind.get(f"{{{JAVAROSA}}}constraintMsg", ""))
            node.required_messages = self._text(bind.get(f"{{{JAVAROSA}}}requiredMsg", ""))

    def _controls(self, parent: _Element) -> None:
        for element in parent:
            tag = etree.QName(element).localname
            if tag not in _CONTROLS:
                continue
            path = element.get("nodeset") or element.get("ref") or ""
            node = self.nodes.get(path)
            if node is not None:
                self._describe(node, tag, element)
            if tag in {"group", "repeat"}:
                self._controls(element)

    def _describe(self, node: Node, tag: str, element: _Element) -> None:
        if tag == "repeat":
            node.kind = "repeat"
            node.count = element.get(f"{{{JAVAROSA}}}count", "")
        elif tag != "group":
            node.control = tag
            if tag == "range":
                node.bounds = (element.get("start", ""), element.get("end", ""))
            node.options = self._options(element) if tag in {"select", "select1", "rank"} else None
        node.appearance = node.appearance or element.get("appearance", "")
        node.labels = node.labels or self._label(element.find(f"{_X}label"))
        node.hints = self._label(element.find(f"{_X}hint")) or node.hints

    def _options(self, element: _Element) -> Options:
        itemset = element.find(f"{_X}itemset")
        if itemset is None:
            return Options(choices=tuple(self._item(item) for item in element.findall(f"{_X}item")))
        nodeset = itemset.get("nodeset", "")
        if nodeset.startswith("randomize("):
            nodeset = nodeset.removeprefix("randomize(").rpartition(")")[0].split("],")[0]
            nodeset = nodeset + "]" if nodeset.count("[") > nodeset.count("]") else nodeset
        instance, test = _itemset_parts(nodeset)
        source = self.secondary.get(instance, ("", None))[0]
        value = itemset.find(f"{_X}value")
        return Options(
            instance=instance,
            media=_file(source) if source else "",
            filter=test,
            value="name" if value is None else value.get("ref", "name"),
            choices=self.lists.get(instance, ()),
        )

    def _item(self, item: _Element) -> Choice:
        return Choice(item.findtext(f"{_X}value") or "", self._label(item.find(f"{_X}label")), {})

    def _items(self, instance: _Element) -> tuple[Choice, ...]:
        return tuple(self._listed(item) for item in instance.iterfind(f"{_X}root/{_X}item"))

    def _listed(self, item: _Element) -> Choice:
        columns = {etree.QName(cell).localname: (cell.text or "").strip() for cell in item}
        labels = self._itext(columns["itextId"]) if "itextId" in columns else {"": columns.get("label", "")}
        return Choice(columns.get("name", ""), labels, columns)

    def _label(self, element: _Element | None) -> Labels:
        if element is None:
            return {}
        reference = element.get("ref")
        if reference:
            return self._text(reference)
        text = _plain(element)
        return {"": text} if text else {}

    def _text(self, text: str) -> Labels:
        if text.startswith("jr:itext("):
            return self._itext(text[len("jr:itext(") :].rstrip(")").strip("'\""))
        return {"": text} if text else {}

    def _itext(self, key: str) -> Labels:
        found = {language: texts[key] for language, texts in self.texts.items() if texts.get(key)}
        return {language: text for language, text in found.items() if text != "-"}

    def _setters(self) -> Iterator[tuple[str, str, str]]:
        for element in self.document.iter(f"{_X}setvalue"):
            value = element.get("value")
            yield (
                element.get("event", ""),
                element.get("ref", ""),
                value if value is not None else repr(element.text or ""),
            )


def _texts(model: _Element) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for translation in model.iterfind(f"{_X}itext/{_X}translation"):
        texts = found.setdefault(language_code(translation.get("lang", "")), {})
        for text in translation:
            value = next((value for value in text if value.get("form") is None), None)
            if value is not None:
                texts[text.get("id", "")] = _plain(value)
    return found


def language_code(name: str) -> str:
    """Return 'id' for 'Indonesian (id)': the code in brackets, a known name, or the name itself."""
    if name.endswith(")") and "(" in name:
        return name.rpartition("(")[2].rstrip(")").strip().lower()
    return _LANGUAGES.get(name.strip().lower(), "" if name == "default" else name.strip())


def _plain(element: _Element) -> str:
    parts = [element.text or ""]
    for child in element:
        reference = child.get("value", "").strip()
        parts.append(
            "{" + reference.rpartition("/")[2] + "}" if reference else "".join(map(str, child.itertext()))
        )
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _file(source: str) -> str:
    return source.rpartition("/")[2]


def _itemset_parts(nodeset: str) -> tuple[str, str]:
    instance = nodeset.partition("instance(")[2].partition(")")[0].strip("'\" ")
    path, _, test = nodeset.partition("[")
    if not instance:
        raise FormError(f"choices taken from {path} are not supported: use a list of choices")
    return instance, test.rpartition("]")[0]


__all__ = [
    "OPENROSA",
    "Choice",
    "FormError",
    "Labels",
    "Node",
    "Options",
    "Schema",
    "language_code",
    "read_schema",
]
