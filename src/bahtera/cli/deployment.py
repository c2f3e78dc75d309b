"""``bahtera check``: is this site fit to be used, and with ``--deploy`` to be used by everybody?"""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

EXIT_UNSAFE = 1


class Language(StrEnum):
    """Of the reasons."""

    ID = "id"
    EN = "en"


_TEXTS = {
    "id": {
        "well": "✓ tidak ada yang menghalangi pemakaian",
        "refused": "✗ {count} hal harus dibereskan sebelum situs ini dipakai",
    },
    "en": {
        "well": "✓ nothing stands against using it",
        "refused": "✗ {count} things to put right before this site is used",
    },
}


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(check)


def check(
    deploy: Annotated[
        bool, typer.Option("--deploy", help="Check what a site for everybody must be, too.")
    ] = False,
    language: Annotated[Language, typer.Option(help="Language of the reasons.")] = Language.ID,
) -> None:
    """Tell plainly what is unsafe or broken; ends with 1 when something must be put right."""
    start_django()
    from django.core.checks import ERROR, run_checks

    found = run_checks(include_deployment_checks=False)
    if deploy:
        found += run_checks(tags=["bahtera"], include_deployment_checks=True)
    refused = [one for one in found if one.level >= ERROR]
    for one in sorted(found, key=lambda message: -message.level):
        typer.echo(f"{'✗' if one.level >= ERROR else '!'} {_text(one, language)} [{one.id}]")
    texts = _TEXTS[language.value]
    typer.echo(texts["refused"].format(count=len(refused)) if refused else texts["well"])
    if refused:
        raise typer.Exit(EXIT_UNSAFE)


def _text(message: "CheckMessage", language: Language) -> str:
    """Return our own reason in the language asked for, and Django's as it is."""
    worded = getattr(message.obj, "text", None)
    return str(worded(language.value)) if callable(worded) else str(message.msg)
