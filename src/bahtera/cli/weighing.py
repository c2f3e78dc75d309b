"""The command that makes an index over units of a table and says what it is worth; it needs no database."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bahtera.cli.setup import start_django

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.analysis import api as analysis

console = Console(highlight=False)
_PLACES = "peringkat\tselang\tnilai\tnama"

Listed = Annotated[list[str] | None, typer.Option(help="An indicator of which less is better; repeat.")]
Weights = Annotated[list[str] | None, typer.Option(help="INDICATOR=NUMBER; 1 by default; repeat.")]
Goalposts = Annotated[list[str] | None, typer.Option(help="INDICATOR=LOW:HIGH; the table's own by default.")]
Cuts = Annotated[list[str] | None, typer.Option(help="INDICATOR=NUMBER; who lacks it; repeat.")]
Dimensions = Annotated[
    list[str] | None, typer.Option(help="INDICATOR=NAME; each then counts the same; repeat.")
]
Scale = Annotated[str, typer.Option(help="min-maks, persentil, peringkat or z.")]
Mean = Annotated[str, typer.Option(help="arithmetic, geometric or harmonic.")]
Decimal = Annotated[str, typer.Option(help="Decimal sign of texts: comma, point or auto.")]
Draws = Annotated[int, typer.Option(min=2, max=100_000, help="How often choices are drawn.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same places.")]
Out = Annotated[Path | None, typer.Option(help="The tables: .csv (places) or .xlsx (all).")]
_SIGNS = {"auto": "", "comma": ",", "point": "."}


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(name="index-quality")(index_quality)


def index_quality(  # noqa: PLR0917 - the options of a command
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: one line a unit, one column an indicator.")],
    lower: Listed = None,
    weight: Weights = None,
    goalposts: Goalposts = None,
    cut: Cuts = None,
    dimension: Dimensions = None,
    scale: Scale = "min-maks",
    mean: Mean = "arithmetic",
    decimal: Decimal = "auto",
    draws: Draws = 500,
    seed: Seed = 2026,
    out: Out = None,
) -> None:
    """Make an index over provinces, regencies or villages of a table, and say how sure its ranks are."""
    if out is not None and out.suffix not in (".csv", ".xlsx"):
        raise typer.BadParameter("--out ends in .csv or .xlsx")
    start_django()
    from bahtera.analysis import api as analysis
    from bahtera.publishing import api as publishing
    from bahtera.statistics import quality

    sign = _one_of("--decimal", decimal, _SIGNS)
    read = analysis.read_units(file.read_bytes(), "," if sign == "comma" else "." if sign == "point" else "")
    given = {
        "--lower": dict.fromkeys(lower or (), ""),
        "--weight": _pairs("--weight", weight),
        "--goalposts": _pairs("--goalposts", goalposts),
        "--cut": _pairs("--cut", cut),
        "--dimension": _pairs("--dimension", dimension),
    }
    for option, found in given.items():
        if unknown := set(found) - set(read.table.indicators):
            raise typer.BadParameter(f"{option}: {', '.join(sorted(unknown))} is no column of the table")
    recipe = replace(
        analysis.usual(read),
        ingredients=tuple(_ingredient(name, given) for name in read.table.indicators),
        scale=analysis.Scale(_one_of("--scale", scale, [each.value for each in analysis.Scale])),
        mean=quality.Mean(_one_of("--mean", mean, [each.value for each in quality.Mean])),
        by_dimension=bool(dimension),
        k=Fraction(1, 3),
        draws=draws,
        seed=seed,
    )
    made = analysis.weigh(read, recipe)
    if out is not None:
        body = publishing.export_macro(read, made, format="csv" if out.suffix == ".csv" else "xlsx")
        out.write_bytes(b"".join(body))
    _tell(made)


def _tell(made: "analysis.Macro") -> None:
    from bahtera.statistics import quality

    console.print(_PLACES, markup=False)
    for line in made.ranking.lines:
        console.print(
            f"{line.rank:g}\t{line.lower:g}-{line.upper:g}\t{line.score:.4f}\t{line.area}", markup=False
        )
    for group in made.ranking.groups:
        console.print(f"≈ {', '.join(group)}", markup=False, soft_wrap=True)
    findings = [*(quality.on_sensitivity(made.ranking.moved) if made.ranking.moved else ())]
    if made.reliability:
        console.print(f"alfa · alpha {made.reliability.alpha:.3f}", markup=False)
        findings += quality.on_reliability(made.reliability)
    findings += [*quality.on_weights(made.weights), *quality.on_completeness(made.completeness)]
    if made.unscored:
        console.print(f"tanpa peringkat · no place: {', '.join(made.unscored)}", markup=False, soft_wrap=True)
    if made.poor:
        intensity = "-" if made.poor.intensity is None else f"{made.poor.intensity:.4f}"
        console.print(
            f"H {made.poor.headcount:.4f}  A {intensity}  M0 {made.poor.adjusted_headcount:.4f}  k 1/3",
            markup=False,
        )
    for each in findings:
        console.print(str(each), markup=False, soft_wrap=True)


def _ingredient(name: str, given: "dict[str, dict[str, str]]") -> "analysis.Ingredient":
    from bahtera.analysis import api as analysis

    low, high = None, None
    if name in given["--goalposts"]:
        first, _, second = given["--goalposts"][name].partition(":")
        low, high = _number("--goalposts", first), _number("--goalposts", second)
    return analysis.Ingredient(
        name,
        lower=name in given["--lower"],
        weight=_number("--weight", given["--weight"].get(name, "1")),
        low=low,
        high=high,
        dimension=given["--dimension"].get(name, ""),
        cut=_number("--cut", given["--cut"][name]) if name in given["--cut"] else None,
    )


def _pairs(option: str, given: "Sequence[str] | None") -> dict[str, str]:
    found = {}
    for text in given or ():
        name, sign, value = text.rpartition("=")
        if not sign:
            raise typer.BadParameter(f"{option} takes INDICATOR=VALUE, not {text!r}")
        found[name] = value
    return found


def _number(option: str, text: str) -> float:
    from bahtera.analysis import api as analysis

    number = analysis.typed_number(text, ".")
    if number is None:
        raise typer.BadParameter(f"{option}: {text!r} is no number")
    return number


def _one_of(option: str, text: str, known: "Iterable[str]") -> str:
    if text not in known:
        raise typer.BadParameter(f"{option} is one of {', '.join(known)}")
    return text
