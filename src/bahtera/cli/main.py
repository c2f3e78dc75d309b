"""``bahtera``: the commands of an administrator, a statistician and the machine itself."""

import os

import typer

from bahtera.cli import archives, audit, demo, deployment, forms, indices, keys, privacy, process, sign_in
from bahtera.foundation.errors import DomainError
from bahtera.foundation.sealing.errors import SealingProblem

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
process.add_to(app)
indices.add_to(app)
forms.add_to(app)
demo.add_to(app)
keys.add_to(app)
audit.add_to(app)
privacy.add_to(app)
archives.add_to(app)
deployment.add_to(app)
sign_in.add_to(app)

EXIT_REFUSED = 3


def main() -> None:
    """Run one command; a refusal prints one line and ends with status 3."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    try:
        app()
    except DomainError as error:
        typer.echo(f"{error} [{error.code}]", err=True)
        raise SystemExit(EXIT_REFUSED) from error
    except SealingProblem as problem:
        typer.echo(str(problem), err=True)
        raise SystemExit(EXIT_REFUSED) from problem
