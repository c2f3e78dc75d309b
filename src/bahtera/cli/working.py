"""The worker: events and scheduled jobs in one thread, background tasks in the other."""

import logging
import signal
import threading
from types import FrameType

from django.db import OperationalError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from bahtera.foundation import events, ids, schedule

logger = logging.getLogger(__name__)

_IDLE_SECONDS = 0.5


def run() -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished first."""
    stopping = threading.Event()
    listener = threading.Thread(target=_listen, args=(stopping,), name="events")
    tasks = _task_worker()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        tasks.shutdown(number, frame)

    listener.start()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    tasks.run()
    stopping.set()
    listener.join()


def _task_worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=ids.new_id().hex,
        excluded_queue_names=[],
    )


def _listen(stopping: threading.Event) -> None:
    """Dispatch until told to stop; a database that is away for a moment is asked again."""
    while not stopping.is_set():
        done = 0
        try:
            schedule.run_due()
            done = events.dispatch()
        except OperationalError:
            logger.exception("the database did not answer")
            close_old_connections()
        if not done:
            stopping.wait(_IDLE_SECONDS)
    connection.close()
