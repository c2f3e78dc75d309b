"""Work for the worker: setting fifty forms takes seconds, micro-data of a large round half a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django_tasks import task

from bahtera.publishing.issued.issuing import make_document
from bahtera.publishing.microdata.releasing import ask_microdata
from bahtera.publishing.paper.printing import make_print
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Callable

    from bahtera.access.api import Actor


@task()
def print_task(batch_id: str) -> int:
    """Make the file of a printing and return its pages; a printing that fails says so on its page."""
    try:
        return make_print(UUID(batch_id))
    except Exception:
        surveys.paper_not_made(UUID(batch_id))
        raise


@task()
def microdata_task(order_id: str) -> None:
    """Make micro-data as they were ordered, for the second person to read the report; why not stands in the order."""
    releases.work_on(UUID(order_id), _ask)


@task()
def document_task(document_id: str) -> None:
    """Make and issue a document that was ordered; why nothing came of it stands in the register."""
    make_document(UUID(document_id))


def _ask(order: releases.OrderRow, actor: Actor, tell: Callable[[int, int], None]) -> None:
    wanted = order.wanted
    ask_microdata(
        order.round_id,
        wanted["number"],
        licence=wanted["licence"],
        purpose=wanted["purpose"],
        actor=actor,
        order=order.id,
        tell=tell,
    )
