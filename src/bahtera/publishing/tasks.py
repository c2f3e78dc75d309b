"""Work for the worker: setting fifty forms takes seconds."""

from uuid import UUID

from django_tasks import task

from bahtera.publishing.paper.printing import make_print
from bahtera.surveys import api as surveys


@task()
def print_task(batch_id: str) -> int:
    """Make the file of a printing and return its pages; a printing that fails says so on its page."""
    try:
        return make_print(UUID(batch_id))
    except Exception:
        surveys.paper_not_made(UUID(batch_id))
        raise
