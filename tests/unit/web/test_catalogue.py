"""Indonesian is complete, and no text reaches a page without going through the catalogue."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import DebugLexer, TokenType

from bahtera.web import catalogue

TEMPLATES = Path(catalogue.__file__).parent / "templates"
# What is the same in every language: the product's name, names of languages, signs.
NOT_WORDS = {"Bahtera", "ID", "EN", "Bahasa Indonesia", "English", "SHA-256", "x"}
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
SPOKEN_ATTRIBUTES = {"aria-label", "alt", "title", "placeholder"}


def test_every_text_has_an_indonesian_wording():
    assert catalogue.problems(catalogue.gather()) == []


def test_the_catalogue_holds_nothing_that_is_no_longer_said():
    said = {one.text for one in catalogue.gather()}
    held = {
        message.id[0] if isinstance(message.id, tuple) else message.id
        for message in catalogue.read()
        if message.id
    }
    assert held == said


def test_the_catalogue_file_is_what_scripts_messages_writes(tmp_path):
    copy = tmp_path / "django.po"
    catalogue.write(catalogue.update(catalogue.gather()), copy)
    assert copy.read_text() == catalogue.INDONESIAN.read_text()


def test_a_missing_wording_is_reported(tmp_path):
    found = [catalogue.Found("Words nobody translated", "", "page.html", 1)]
    assert catalogue.problems(found, tmp_path / "none.po") == [
        "page.html: no translation of 'Words nobody translated'"
    ]


def test_a_doubtful_wording_is_reported(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(HEAD + '#, fuzzy\nmsgid "Sea"\nmsgstr "Laut"\n')
    found = [catalogue.Found("Sea", "", "page.html", 1)]
    assert catalogue.problems(found, path) == ["page.html: doubtful translation of 'Sea'"]


def test_a_wording_with_other_placeholders_is_reported(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(HEAD + 'msgid "{a} of {b}"\nmsgstr "{a} dari"\n')
    found = [catalogue.Found("{a} of {b}", "", "page.html", 1)]
    assert catalogue.problems(found, path) == ["page.html: placeholders differ in '{a} dari'"]


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ('{% translate "Sea" %}', [("Sea", "")]),
        ("{% include 'x' with label=_('Round') %}", [("Round", "")]),
        ('{{ name|default:_("None") }}', [("None", "")]),
        ('{% translate "Met, %" %}', [("Met, %%", "")]),
        (
            "{% blocktranslate with n=a.b|count %}{{ n }} of 5 %{% endblocktranslate %}",
            [("%(n)s of 5 %%", "")],
        ),
        (
            "{% blocktranslate count n=x %}{{ n }} sea{% plural %}{{ n }} seas{% endblocktranslate %}",
            [("%(n)s sea", "%(n)s seas")],
        ),
        ("{% blocktranslate trimmed %}\n  A\n  B\n{% endblocktranslate %}", [("A B", "")]),
    ],
)
def test_texts_of_templates_are_found_as_django_looks_them_up(template, texts):
    assert [(one.text, one.plural) for one in catalogue.in_template(template, "t")] == texts


class Spoken(HTMLParser):
    """Collects what a template says without asking the catalogue."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag, attrs) -> None:
        self.said += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]


def untranslated(template: str) -> list[str]:
    parts = []
    inside = ""  # a translated block, or the block that holds the class of <main>
    for token in DebugLexer(template).tokenize():
        name = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type is TokenType.BLOCK:
            if name == "blocktranslate" or token.contents == "block shell":
                inside = f"end{name}"
            elif name == inside:
                inside = ""
        elif token.token_type is TokenType.TEXT and not inside:
            parts.append(token.contents)
    parser = Spoken()
    parser.feed("".join(parts))
    words = (re.sub(r"\s+", " ", text).strip(" ·›—–.,:/()“”") for text in parser.said)
    return [text for text in words if re.search(r"[A-Za-z]{2,}", text) and text not in NOT_WORDS]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_text_of_a_template_goes_round_the_catalogue(path):
    assert untranslated(path.read_text()) == []


def test_a_text_beside_the_catalogue_is_noticed():
    assert untranslated("<p>Hello there</p>") == ["Hello there"]
    assert untranslated('<p aria-label="Hello">{% translate "Sea" %}</p>') == ["Hello"]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "http://" not in text
    assert "https://" not in text
