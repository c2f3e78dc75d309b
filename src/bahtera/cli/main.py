"""``bahtera``: the commands of an administrator, a statistician and the machine itself."""

import errno
import os
import sys

import typer

from bahtera.cli import (
    archives,
    audit,
    boundaries,
    demo,
    deployment,
    forms,
    indices,
    keys,
    privacy,
    process,
    quoting,
    releases,
    samples,
    sign_in,
    simulating,
    weighing,
)
from bahtera.foundation.errors import DomainError
from bahtera.foundation.sealing.errors import SealingProblem

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
process.add_to(app)
indices.add_to(app)
forms.add_to(app)
demo.add_to(app)
simulating.add_to(app)
keys.add_to(app)
audit.add_to(app)
privacy.add_to(app)
releases.add_to(app)
archives.add_to(app)
deployment.add_to(app)
samples.add_to(app)
boundaries.add_to(app)
sign_in.add_to(app)
quoting.add_to(app)
weighing.add_to(app)

EXIT_REFUSED = 3
_TROUBLE_OF_THE_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
_DATABASE = "Basis data tidak menjawab, penuh, atau belum disiapkan (bahtera migrate) · the database"


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
    except OSError as error:
        if error.errno not in _TROUBLE_OF_THE_MACHINE:
            raise
        typer.echo(f"{error.strerror}: {error.filename or '-'} [cli.machine]", err=True)
        raise SystemExit(EXIT_REFUSED) from error
    except Exception as error:
        # Which commands touch a database is their own business; Django is not loaded for those that do not.
        if not _is_of_the_database(error):
            raise
        typer.echo(f"{_DATABASE}: {str(error).strip().splitlines()[0]} [cli.database]", err=True)
        raise SystemExit(EXIT_REFUSED) from error


def _is_of_the_database(error: Exception) -> bool:
    """Tell whether the database did not answer, is full or was never prepared: nothing a traceback would explain."""
    if "django.db" not in sys.modules:
        return False
    from django.db import OperationalError, ProgrammingError

    return isinstance(error, OperationalError | ProgrammingError) and bool(str(error).strip())
