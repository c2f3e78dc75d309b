"""Commands of a site's administrator: accounts, rounds with their targets, kader tokens."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

console = Console(highlight=False)

_MOST_DIGITS = 9

Areas = Annotated[list[str], typer.Option("--area", help="Area code, as 63.10; may be repeated.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(account)
    app.command(name="round")(open_round)
    app.command()(token)


def account(
    username: str,
    role: Annotated[str, typer.Option(help="administrator, supervisor, tpk2d, statistician ...")],
    area: Areas,
    name: Annotated[str, typer.Option(help="Full name.")] = "",
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, help="Asked for when not given.")
    ] = "",
) -> None:
    """Make an account with one role over some areas; of an existing one, set role and areas."""
    start_django()
    from bahtera.access import api as access
    from bahtera.areas import api as areas

    if role not in access.ROLES or role == "kader":
        message = f"{role} is not a role of accounts"
        raise typer.BadParameter(message)
    codes = [areas.get(code).code for code in area if code] or [""]
    access.check_first_password(password, username=username, full_name=name)
    access.ensure_account(
        username=username, password=password, full_name=name or username, roles=[role], areas=codes
    )
    console.print(f"✓ {username}: {role}, {', '.join(code or 'Indonesia' for code in codes)}", markup=False)


def open_round(
    name: str,
    opens: Day,
    form: Annotated[str, typer.Option(help="Form id.")] = "kunjungan_keluarga",
    area: Annotated[str, typer.Option(help="Area the round covers.")] = "",
    target: Annotated[
        list[str] | None, typer.Option(help="VILLAGE=FAMILIES to visit; may be repeated.")
    ] = None,
) -> None:
    """Open a round of measurement, with how many families each village is to visit."""
    start_django()
    from bahtera.access.api import SYSTEM
    from bahtera.surveys import api as surveys

    targets = dict(_target(text) for text in target or ())
    row = surveys.open_round(
        name=name, form_id=form, opens=opens.date(), area_code=area, targets=targets, actor=SYSTEM
    )
    console.print(
        f"✓ {row.name}: {len(targets)} desa · villages, {sum(targets.values())} keluarga · families"
    )


def token(
    name: Annotated[str, typer.Argument(help="The kader's name.")],
    area: Areas,
    url: Annotated[str, typer.Option(help="Address of the site as phones see it.")] = "http://localhost:8000",
) -> None:
    """Make a kader's token and print the address for ODK Collect; it is shown this once."""
    if not name.strip():
        message = "give the kader's name"
        raise typer.BadParameter(message)
    if not all(code.strip() for code in area):
        message = "a token is for villages or areas; a phone cannot hold the families of the whole country"
        raise typer.BadParameter(message)
    start_django()
    from bahtera.access import api as access
    from bahtera.areas import api as areas

    codes = [areas.get(code).code for code in area]
    # The machine's own hand: whoever can run commands here may do this.
    hand = access.Actor.over("system", "Bahtera", frozenset({"administrator"}), ("",))
    issued = access.issue_token(name=name, areas=codes, actor=hand)
    console.print(f"{url.rstrip('/')}/v1/key/{issued.secret}/projects/1", markup=False, soft_wrap=True)


def _target(text: str) -> tuple[str, int]:
    code, _, families = text.partition("=")
    if not (families.isascii() and families.isdecimal()) or len(families) > _MOST_DIGITS:
        message = f"{text!r} is not VILLAGE=FAMILIES"
        raise typer.BadParameter(message)
    return code, int(families)
