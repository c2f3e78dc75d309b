"""``bahtera audit``: was anything changed in the audit behind Bahtera's back?"""

from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from bahtera.foundation.audit import Report

console = Console(highlight=False)
commands = typer.Typer(no_args_is_help=True, help="Who did what, and whether that record is whole.")

EXIT_CHANGED = 1


class Language(StrEnum):
    """Of what is told."""

    ID = "id"
    EN = "en"


class Why(StrEnum):
    """Why nothing was anchored for a while."""

    STOPPED = "stopped"
    RESTORED = "restored"
    CLOCK = "clock"


_MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]

First = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="First day of the chain to read (UTC)."),
]
Last = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of the chain to read (UTC).")
]

_TEXTS = {
    "id": {
        "reading": "Memeriksa jejak audit: {count:,} catatan",
        "whole": "✓ jejak audit utuh: {entries:,} catatan dari {days} hari, diperiksa dalam {seconds:.1f} detik",
        "changed": "✗ jejak audit DIUBAH: {count:,} temuan dalam {entries:,} catatan dari {days} hari",
        "gaps": "✗ jejak audit TIDAK SELALU DIJANGKARKAN: {count:,} temuan dalam {entries:,} catatan dari {days} hari",
        "more": "… dan {more:,} temuan lagi",
        "anchored": "Jangkar terakhir: {at}. Yang ditulis sesudahnya belum dijangkarkan.",
        "ahead": "Ada jangkar bertanggal {at}, di depan jam sekarang: jam server pernah melompat.",
        "explained": "Sudah diterangkan, tidak dihitung:",
        "gap_advice": "Apakah pekerja memang tidak berjalan waktu itu (mati listrik, pemeliharaan)? Jika tidak tahu"
        " sebabnya: jangan ubah apa pun, simpan salinan, hubungi petugas pelindungan data. Jika tahu: `bahtera audit"
        " explain`.",
        "unanchored": "Belum ada jangkar: jalankan `bahtera worker`.",
        "advice": "Jangan ubah apa pun. Simpan salinan basis data, folder audit dan folder keys, lalu hubungi"
        " petugas pelindungan data.",
    },
    "en": {
        "reading": "Checking the audit: {count:,} entries",
        "whole": "✓ the audit is whole: {entries:,} entries of {days} days, checked in {seconds:.1f} s",
        "changed": "✗ the audit was CHANGED: {count:,} findings in {entries:,} entries of {days} days",
        "gaps": "✗ the audit was NOT ANCHORED throughout: {count:,} findings in {entries:,} entries of {days} days",
        "more": "… and {more:,} more findings",
        "anchored": "Last anchor: {at}. What was written after it is not anchored yet.",
        "ahead": "There is an anchor dated {at}, ahead of the clock now: the server's clock once jumped.",
        "explained": "Explained already, not counted:",
        "gap_advice": "Did the worker stand still then (a power cut, maintenance)? If nobody knows why: change nothing,"
        " keep copies, tell the data-protection officer. If you do: `bahtera audit explain`.",
        "unanchored": "There is no anchor yet: run `bahtera worker`.",
        "advice": "Change nothing. Keep copies of the database, the folder audit and the folder keys, and tell the"
        " data-protection officer.",
    },
}  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(commands, name="audit")


@commands.callback()
def _group() -> None:
    """Who did what, and whether that record is whole."""


@commands.command()
def verify(
    first: First = None,
    last: Last = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
    language: Annotated[Language, typer.Option(help="Language of the account.")] = Language.ID,
) -> None:
    """Read every audit entry in order and tell what was edited, deleted, inserted or moved; ends with 1 then."""
    start_django()
    days = (first.date() if first else None, last.date() if last else None)
    check(*days, as_json=as_json, language=language)


@commands.command()
def explain(
    since: Annotated[datetime, typer.Option("--from", formats=_MOMENTS, help="When the gap began (UTC).")],
    until: Annotated[datetime, typer.Option("--to", formats=_MOMENTS, help="When it ended (UTC).")],
    reason: Annotated[Why, typer.Option(help="Why nothing was anchored.")] = Why.STOPPED,
) -> None:
    """Say why nothing was anchored for a while: an entry in the chain, after which that gap is no finding."""
    start_django()
    from bahtera.foundation import audit

    if since >= until:
        message = "--from must be before --to"
        raise typer.BadParameter(message)
    audit.explain_gap(since.replace(tzinfo=UTC), until.replace(tzinfo=UTC), audit.Reason(reason.value))
    typer.echo(f"✓ {since:%Y-%m-%d %H:%M}-{until:%Y-%m-%d %H:%M} UTC: {reason.value}")


def check(
    first: date | None = None,
    last: date | None = None,
    *,
    as_json: bool = False,
    language: Language = Language.ID,
    as_of: datetime | None = None,
) -> None:
    """Verify and tell; ``as_of`` is when a copy was made that is looked at now. Raises typer.Exit."""
    from bahtera.foundation import audit

    if as_json:
        report = audit.verify(first, last, as_of=as_of)
        typer.echo(orjson.dumps(_plain(report)).decode())
    else:
        texts = _TEXTS[language.value]
        with console.status(texts["reading"].format(count=0)) as status:
            report = audit.verify(
                first,
                last,
                as_of=as_of,
                progress=lambda count: status.update(texts["reading"].format(count=count)),
            )
        _tell(report, language)
    _write_down(report)
    if not report.is_intact:
        raise typer.Exit(EXIT_CHANGED)


def _write_down(report: "Report") -> None:
    """Leave an entry of what was found, so that the page of the audit can say when it was last verified.

    What cannot be written, as into a copy that is only read, takes nothing from the account that was given.
    """
    from django.db import DatabaseError

    from bahtera.foundation import audit

    if not report.entries:
        return
    with suppress(DatabaseError, RuntimeError):
        details = {
            "entries": report.entries,
            "problems": report.count,
            "first_day": report.days[0],
            "last_day": report.days[-1],
        }
        audit.note("audit.verified", actor="system", subject="audit", details=details)


def _tell(report: "Report", language: Language) -> None:
    from bahtera.foundation import audit

    texts = _TEXTS[language.value]
    figures = {
        "entries": report.entries,
        "days": len(report.days),
        "seconds": report.seconds,
        "count": report.count,
    }
    title = "whole" if report.is_intact else "gaps" if report.has_gaps_only else "changed"
    typer.echo(texts[title].format(**figures))
    for problem in report.problems:
        typer.echo(f"  {audit.sentence(problem, language.value)} [{problem.code}]")
    if report.count > len(report.problems):
        typer.echo(f"  {texts['more'].format(more=report.count - len(report.problems))}")
    if report.entries:
        until = report.anchored_until
        typer.echo(
            texts["anchored"].format(at=f"{until:%Y-%m-%d %H:%M} UTC") if until else texts["unanchored"]
        )
    if report.dated_ahead:
        typer.echo(texts["ahead"].format(at=f"{report.dated_ahead:%Y-%m-%d %H:%M} UTC"))
    if report.explained:
        typer.echo(texts["explained"])
    for problem in report.explained:
        typer.echo(f"  {audit.sentence(problem, language.value)} [{problem.code}]")
    if not report.is_intact:
        typer.echo(texts["gap_advice" if report.has_gaps_only else "advice"])


def _plain(report: "Report") -> dict[str, object]:
    """Return the report as JSON tells it, each finding with its sentence in both languages."""
    from bahtera.foundation import audit

    found = asdict(report)
    found["is_intact"] = report.is_intact
    for name, problems in (("problems", report.problems), ("explained", report.explained)):
        found[name] = [
            asdict(one) | {"messages": {"id": audit.sentence(one, "id"), "en": audit.sentence(one, "en")}}
            for one in problems
        ]
    return found
