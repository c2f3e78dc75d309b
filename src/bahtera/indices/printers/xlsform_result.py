"""The last page of a form: score, category and what is not met, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.indices.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.indices.definition import IndexDefinition

Row = dict[str, str]
NOT_SCORED = "belum"


def result_page(definition: IndexDefinition) -> list[Row]:
    """Return the rows of the page; it reads the calculates that `xlsform.rows` writes before it."""
    prefix, title = definition.id + "_", definition.title
    page = {"type": "begin group", "name": f"{prefix}result", "appearance": "field-list", **_labels(title)}
    return [
        page,
        *_score_notes(definition, prefix),
        *_unmet_notes(definition, prefix),
        {"type": "end group", "name": f"{prefix}result"},
    ]


def calculate_name(index: str, indicator: str) -> str:
    """Return the name of an indicator's (or dimension's) calculate: `IKK-D1-01` of `ikk` is `ikk_d1_01`."""
    name = indicator.lower().replace("-", "_").replace(".", "_")
    return name if name.startswith(index + "_") else f"{index}_{name}"


def _score_notes(definition: IndexDefinition, prefix: str) -> Iterator[Row]:
    category, missing, score = (f"${{{prefix}{name}}}" for name in ("category", "n_missing", "score"))
    yield _note(
        f"{prefix}note_{NOT_SCORED}",
        f"{category} = '{NOT_SCORED}'",
        Text(
            f"**Belum dapat dinilai.** Ada {missing} butir yang belum terjawab.",
            f"**Cannot be scored yet.** {missing} items have no answer.",
        ),
    )
    for each in definition.categories:
        yield _note(
            f"{prefix}note_{each.id}",
            f"{category} = '{each.id}'",
            Text(
                f"**Nilai {score} dari 100: {each.id}.** {_sentence(each.title.id)}",
                f"**Score {score} of 100.** {_sentence(each.title.en)}",
            ),
        )
    yield _note(
        f"{prefix}note_missing",
        f"{category} != '{NOT_SCORED}' and {missing} > 0",
        Text(
            f"Ada {missing} butir yang belum terjawab. Nilai ini bisa berubah.",
            f"{missing} items have no answer. This score may change.",
        ),
    )
    if definition.status != "official":
        yield _note(
            f"{prefix}note_status",
            "",
            Text("Indeks kerja, belum resmi.", "A working index, not official."),
        )


def _unmet_notes(definition: IndexDefinition, prefix: str) -> Iterator[Row]:
    names = [calculate_name(definition.id, each.id) for each in definition.indicators]
    yield _note(
        f"{prefix}note_unmet",
        f"contains(${{{prefix}states}}, '0')",
        Text("**Yang belum terpenuhi:**", "**Not met yet:**"),
    )
    for name, each in zip(names, definition.indicators, strict=True):
        yield _note(f"{name}_unmet", f"${{{name}}} = '0'", each.why_unmet)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _note(name: str, relevance: str, label: Text) -> Row:
    row = {"type": "note", "name": name, **_labels(label)}
    return {**row, "relevance": relevance} if relevance else row


def _labels(text: Text) -> Row:
    return {"label::Indonesian (id)": text.id, "label::English (en)": text.en}
