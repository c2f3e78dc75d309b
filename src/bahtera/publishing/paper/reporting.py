"""A village's report as a tagged PDF: what its page shows, black and white."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from bahtera.publishing.citing import version_line
from bahtera.publishing.paper.report_words import report_words
from bahtera.publishing.paper.setting import set_pdf
from bahtera.reports import api as reports
from bahtera.results import api as results


def report_pdf(found: reports.ReportPage, *, zone: str, language: str) -> bytes:
    """Return a report as PDF/UA-1, dated by its last move; moments are told in the village's time zone."""
    last = found.row.steps[-1].at.replace(microsecond=0)
    return set_pdf("report.typ", report_data(found, zone=zone, language=language), last)


def report_data(found: reports.ReportPage, *, zone: str, language: str) -> dict[str, Any]:
    """Return what the template prints."""
    words, row, content = report_words(language), found.row, found.content
    tongue = "en" if language == "en" else "id"
    said, known = content["words"], reports.choices()

    def moment(at: datetime) -> str:
        return format_datetime(
            at, "d MMMM y HH:mm" if tongue == "en" else "d MMMM y HH.mm", ZoneInfo(zone), locale=tongue
        )

    computed = content["computed_at"]
    facts = [
        (words["number"], f"{row.number}, {words['version']} {row.version}"),
        (words["state"], words["states"][row.state.value]),
        (words["coverage"], _coverage(content["coverage"], words, tongue)),
        (words["figures"], moment(datetime.fromisoformat(computed)) if computed else words["no_value"]),
        (words["data_state"], words["data_states"][content["data_state"]]),
    ]
    if cited := version_line(content, words, tongue):
        facts.append((words["data_version"], cited))
    at = {one.move: one.at for one in row.steps}
    signed = (reports.Move.CONFIRM, reports.Move.ENDORSE, reports.Move.ACCEPT)
    return {
        "title": words["title"].format(village=content["village"]["name"]),
        "lang": tongue,
        "region": "GB" if tongue == "en" else "ID",
        "words": words,
        "number": row.number,
        "version": row.version,
        "sha256": row.sha256,
        "inside": ", ".join(content["village"]["inside"]),
        "round": " · ".join(_round_line(content["round"], words, tongue)),
        "synthetic": "sintetis" in content["round"]["name"].casefold(),
        "facts": facts,
        "indices": [_index(one, words, tongue) for one in content["indices"]],
        "problems": _said(said["problems"], known["problems"], said["other_problems"], tongue),
        "proposals": _said(said["proposals"], known["proposals"], said["other_proposals"], tongue),
        "steps": [
            {"label": words["moves"][one.move.value], "at": moment(one.at), "reason": one.reason}
            for one in row.steps
        ],
        "signers": [
            (who, moment(at[move]) if move in at else words["not_yet"])
            for who, move in zip(words["signers"], signed, strict=True)
        ],
        "why": words["why"].format(count=content["threshold"]),
    }


def _round_line(told: Mapping[str, Any], words: Mapping[str, Any], tongue: str) -> list[str]:
    line = [told["name"], str(told["year"])]
    if (given := told.get("recommendation")) is not None:
        day = format_date(date.fromisoformat(given["on"]), "d MMMM y", locale=tongue)
        line.append(words["recommendation"].format(number=given["number"], when=day))
    return line


def _coverage(coverage: Mapping[str, Any], words: Mapping[str, Any], language: str) -> str:
    target, visited = coverage["target"], coverage["visited"]
    over = results.beyond_target(visited, target)
    sentence: str = words["visited" if target is None else "visited_over" if over else "visited_of"]
    counts = {**coverage, "over": over, "within": visited - over}
    return sentence.format(
        **{name: _whole(count, language) for name, count in counts.items() if count is not None}
    )


def _index(one: Mapping[str, Any], words: Mapping[str, Any], language: str) -> dict[str, Any]:
    titles = {row["id"]: row["title"][language] for row in one["categories"]}
    value = words["value_hidden"] if one["scored"] else words["no_value"]
    if one["value"] is not None:
        value = _decimal(one["value"], language, 2)
    return {
        "title": one["title"][language],
        "value": value,
        "category": _capital(titles[one["category"]]) if one["category"] else "",
        "from": words["from"].format(count=_whole(one["scored"], language)),
        "categories": [
            {
                "title": _capital(row["title"][language]),
                "count": words["hidden"] if row["count"] is None else _whole(row["count"], language),
                "share": None if row["count"] is None else _share(row["count"], one["scored"]),
            }
            for row in reversed(one["categories"])
        ],
        "below": [
            {
                "label": row["label"][language],
                "share": _decimal(row["share"], language, 1),
                "width": float(row["share"]),
                "n": _whole(row["n"], language),
            }
            for row in one["below"]
        ],
        "hidden": words["hidden_some"].format(count=one["hidden"]) if one["hidden"] else "",
        "definition": words["definition"].format(
            id=one["id"], version=one["version"], hash=one["sha256"][:12]
        ),
    }


def _said(
    chosen: Sequence[str], known: Mapping[str, Mapping[str, str]], others: Sequence[str], language: str
) -> list[str]:
    return [*(known[one][language] if one in known else one for one in chosen), *others]


def _share(count: int, scored: int) -> float:
    return float(Fraction(100 * count, scored)) if scored else 0.0


def _whole(number: int, language: str) -> str:
    return str(format_decimal(number, locale=language))


def _decimal(written: str, language: str, places: int) -> str:
    rounded = Decimal(written).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return str(format_decimal(rounded, format=f"#,##0.{'0' * places}", locale=language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
