"""Work in pieces, shown as it goes: in this process, or shared among some of their own."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bahtera.cli.setup import start_attached
from bahtera.foundation import events


@dataclass(frozen=True)
class Stage:
    """Pieces of one kind of work; ``total`` counts families."""

    title: str
    work: Callable[..., int]
    pieces: Sequence[tuple[object, ...]]
    total: int


def settle(console: Console) -> None:
    """Let the figures follow what was approved, as the worker would."""
    with console.status("Menghitung hasil · computing results"):
        while events.dispatch():
            pass


def run(console: Console, stage: Stage, processes: int) -> None:
    """Do all pieces of a stage, and show how far it is."""
    with _progress(console) as progress:
        task = progress.add_task(stage.title, total=stage.total)
        for done in _results(stage, processes):
            progress.advance(task, done)


def _results(stage: Stage, processes: int) -> Iterator[int]:
    """Yield what each piece of work did; in this process when one is enough."""
    if processes == 1:
        yield from (stage.work(*piece) for piece in stage.pieces)
        return
    # Fresh interpreters: a forked copy would share this process's database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=start_attached, initargs=(os.getpid(),)
    ) as pool:
        futures = [pool.submit(stage.work, *piece) for piece in stage.pieces]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
