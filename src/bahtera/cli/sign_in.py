"""Commands about signing in: a password to hand over, second steps taken away, a provider's identifier linked."""

from typing import Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

console = Console(highlight=False)

Name = Annotated[str, typer.Argument(help="Account name.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(name="account-password")(account_password)
    app.command(name="account-second-step")(account_second_step)
    app.command(name="account-link")(account_link)


def account_password(username: Name) -> None:
    """Give an account a fresh password and print it once; its owner replaces it at the first sign-in."""
    start_django()
    from bahtera.access import api as access

    password = access.renew_password(access.account_id(username), by="system")
    console.print(f"{username}: {password}", markup=False)
    console.print(
        "Berlaku tujuh hari, untuk diserahkan langsung · valid for seven days, to be handed over in person"
    )


def account_second_step(
    username: Name,
    reset: Annotated[bool, typer.Option("--reset", help="Take all of them away; sessions end.")] = False,
) -> None:
    """Show the second steps of an account, or take them away after a phone was lost."""
    start_django()
    from bahtera.access import api as access

    account = access.account_id(username)
    if reset:
        access.reset_factors(account, by="system")
        console.print(f"✓ {username}: langkah kedua dicabut · second steps taken away", markup=False)
        return
    for factor in access.factors_of(account):
        console.print(f"{factor.kind} {factor.name} {factor.added_at:%Y-%m-%d}", markup=False)
    left = access.recovery_codes_left(account)
    console.print(f"kode cadangan · recovery codes: {left}", markup=False)


def account_link(
    username: Name,
    identifier: Annotated[str, typer.Argument(help="The provider's identifier; empty takes the link away.")],
) -> None:
    """Link an account to its identifier at the identity provider of BAHTERA_OIDC_ISSUER."""
    start_django()
    from bahtera.access import api as access

    access.link_identity(access.account_id(username), identifier, by="system")
    console.print(f"✓ {username}: {identifier or '-'}", markup=False)
