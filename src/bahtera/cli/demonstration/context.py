"""Figures of others in the demonstration: real public aggregates, as they are quoted, imported like any file."""

from typing import Final

from rich.console import Console

from bahtera.access.api import SYSTEM
from bahtera.context import api as context
from bahtera.foundation.shipped import definitions

FILES: Final = ("quoted-figures.csv", "quoted-opinions.csv")


def ensure_figures(console: Console) -> None:
    """Import the shipped files of quoted figures and opinions; what came before, even if taken back, is left."""
    known = {one.file_name for one in context.batches()}
    for name in FILES:
        if name not in known:
            content = (definitions("context/values") / name).read_bytes()
            context.import_figures(content, file_name=name, actor=SYSTEM)
    kept = sum(one.figures for one in context.batches())
    console.print(f"✓ angka konteks yang dikutip · quoted context figures: {kept}")
