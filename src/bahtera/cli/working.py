"""The worker: events and scheduled jobs in one thread, background tasks in the second, figures in the third."""

import logging
import signal
import threading
import time
from types import FrameType

from django.db import OperationalError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from bahtera.foundation import events, ids, schedule
from bahtera.results import api as results

logger = logging.getLogger(__name__)

_IDLE_SECONDS = 0.5
_AFTER_FAULT_SECONDS = 30


def run() -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished first."""
    stopping = threading.Event()
    threads = [
        threading.Thread(target=_listen, args=(stopping,), name="events"),
        threading.Thread(target=_decide, args=(stopping,), name="figures"),
    ]
    tasks = _task_worker()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        tasks.shutdown(number, frame)

    for thread in threads:
        thread.start()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    tasks.run()
    stopping.set()
    for thread in threads:
        thread.join()


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


def _decide(stopping: threading.Event) -> None:
    """Decide what may be shown of large rounds until told to stop, and rest after it for as long as it took.

    A thread of its own: seconds of it must not hold up events, nor a long document the figures.
    """
    while not stopping.is_set():
        begun = time.monotonic()
        try:
            results.decide_waiting()
        except OperationalError:
            logger.exception("the database did not answer")
            close_old_connections()
        except Exception:
            logger.exception("figures could not be decided; pages show the last ones")
            stopping.wait(_AFTER_FAULT_SECONDS)
        stopping.wait(max(_IDLE_SECONDS, time.monotonic() - begun))
    connection.close()
