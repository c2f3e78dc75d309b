"""Commands of the form author: publish a questionnaire, see what is published."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bahtera.cli import offices
from bahtera.cli.setup import start_django

console = Console(highlight=False)

EXIT_REFUSED = 3

Workbook = Annotated[
    Path, typer.Argument(help="XLSForm (.xlsx).", exists=True, dir_okay=False, readable=True)
]
IndexIds = Annotated[
    list[str] | None, typer.Option("--index", help="Index to compute inside the form; may be repeated.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(publish)
    app.command()(versions)
    app.command()(diff)
    app.command()(keying_share)
    offices.add_to(app)


def publish(file: Workbook, index: IndexIds = None) -> None:
    """Check an XLSForm and publish it as a new version, with the indices computed inside it."""
    start_django()
    from bahtera.access.api import SYSTEM
    from bahtera.questionnaires import api as questionnaires

    with console.status("Memeriksa formulir · checking the form"):
        try:
            form = questionnaires.publish(
                file.read_bytes(), actor_key=SYSTEM.key, indices=index or ("ikk", "ibangga")
            )
        except questionnaires.InvalidForm as error:
            for problem in error.problems:
                console.print(f"✗ {problem.told('id')}", markup=False)
                console.print(f"  {problem.messages['en']}", style="dim", markup=False)
            raise typer.Exit(EXIT_REFUSED) from error
    console.print(f"✓ {form.form_id} {form.version} · {form.title}", markup=False)


def versions(form_id: Annotated[str, typer.Argument(help="Form id; all forms without it.")] = "") -> None:
    """List the published versions of one form, or the current version of each."""
    start_django()
    from bahtera.questionnaires import api as questionnaires

    rows = questionnaires.list_versions(form_id) if form_id else questionnaires.current_forms()
    table = Table("form", "version", "published (UTC)", "indices", "md5")
    for form in rows:
        held = ", ".join(f"{name} {digest[:12]}" for name, digest in form.indices)
        table.add_row(form.form_id, form.version, f"{form.published_at:%Y-%m-%d %H:%M}", held, form.md5)
    console.print(table)


def diff(
    form_id: Annotated[str, typer.Argument(help="Form id.")],
    before: Annotated[str, typer.Argument(help="The older version.")],
    after: Annotated[str, typer.Argument(help="The newer version.")],
) -> None:
    """Tell what changed between two versions of a form, and what each change means for the data."""
    start_django()
    from bahtera.questionnaires import api as questionnaires

    held = {form.version: form for form in questionnaires.list_versions(form_id)}
    for version in (before, after):
        if version not in held:
            message = f"{form_id} has no version {version}; it has {', '.join(sorted(held)) or 'none'}"
            raise typer.BadParameter(message)
    found = questionnaires.diff(held[before], held[after])
    for change in found:
        console.print(f"{change.kind}: {change.question}", markup=False)
        if change.before or change.after:
            console.print(f"    {change.before or '-'} -> {change.after or '-'}", markup=False)
        console.print(f"    {change.consequence['id']} · {change.consequence['en']}", markup=False)
    if not found:
        console.print("tidak ada perbedaan · no difference")


def keying_share(
    round_id: Annotated[int, typer.Argument(help="Number of the round.")],
    percent: Annotated[
        float, typer.Argument(help="Share of its sheets of paper to be typed again, 0 to 100.")
    ],
) -> None:
    """Set which share of a round's sheets is drawn to be typed a second time, for those typed from now on."""
    start_django()
    from bahtera.access.api import SYSTEM
    from bahtera.foundation.errors import Refused
    from bahtera.keying import api as keying

    try:
        keying.set_share(round_id, percent, actor=SYSTEM)
    except Refused as error:
        raise typer.BadParameter(str(error)) from error
    console.print(f"✓ {percent:g} %", markup=False)
