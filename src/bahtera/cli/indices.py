"""Commands that score files of families: no database, no Django."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from bahtera.indices import IndexDefinition
    from bahtera.indices.declaration import Method as MethodName
    from bahtera.indices.frames import Absent as AbsentRule

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

EXIT_REFUSED = 3
ENGINES = ("duckdb", "spark")
LANGUAGES = ("id", "en")

Files = Annotated[list[Path], typer.Argument(help="Parquet files, or folders of parts.")]
SumsFiles = Annotated[list[Path], typer.Argument(help="Files of sums that `score --sums` wrote.")]
Index = Annotated[str, typer.Option(help="Index id such as ikk, or the path of a definition.")]
Version = Annotated[str | None, typer.Option(help="Version of the index; the newest when not given.")]
Method = Annotated[str | None, typer.Option(help="Another way to join dimensions, such as pooled.")]
Public = Annotated[bool, typer.Option("--without-private", help="Leave private items out.")]
By = Annotated[
    list[str] | None,
    typer.Option(help="province, regency, district, village, or a column; may be repeated."),
]
AreaColumn = Annotated[str, typer.Option(help="Column with the village's dotted code.")]
Out = Annotated[Path | None, typer.Option(help="Results: .xlsx, .csv, .parquet or .json.")]
SumsOut = Annotated[Path | None, typer.Option("--sums", help="Additive sums: .json or .parquet.")]
FamiliesOut = Annotated[Path | None, typer.Option("--families", help="Every family's score: .parquet.")]
Engine = Annotated[str, typer.Option(help="duckdb (this machine) or spark (a cluster).")]
Master = Annotated[str, typer.Option(help="Spark's address, such as spark://host:7077.")]
Absent = Annotated[
    bool, typer.Option("--absent-is-unanswered", help="Count questions the table lacks as unanswered.")
]
Overlap = Annotated[
    bool, typer.Option("--allow-overlap", help="Add groups that stand in several files all the same.")
]
Language = Annotated[str, typer.Option(help="Language of a workbook or explanation: id or en.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(score)
    app.command()(merge)
    app.command(name="indices")(list_definitions)
    app.command()(explain)


def score(  # noqa: PLR0917 - the options of a command
    files: Files,
    index: Index = "ikk",
    version: Version = None,
    method: Method = None,
    without_private: Public = False,
    by: By = None,
    area_column: AreaColumn = "kode_desa",
    out: Out = None,
    sums: SumsOut = None,
    families: FamiliesOut = None,
    engine: Engine = "duckdb",
    master: Master = "local[*]",
    absent_is_unanswered: Absent = False,
    language: Language = "id",
) -> None:
    """Score families and tabulate them: to a workbook, a table, or sums that can be merged."""
    from bahtera.cli.scoring import grouping, results, work

    _one_of("--engine", engine, ENGINES)
    _one_of("--language", language, LANGUAGES)
    results.check_endings(out, sums, families)
    results.check_places(files, out, sums, families)
    if absent_is_unanswered and engine != "duckdb":
        raise typer.BadParameter("--absent-is-unanswered works with the engine duckdb")
    if families is not None and (len(files) > 1 or engine != "duckdb"):
        raise typer.BadParameter("--families takes one FILE and the engine duckdb")
    with _refusals():
        definition = _definition(index, version, method, without_private=without_private)
        groups = grouping.read_grouping(by or [], area_column)
        absent: AbsentRule = "unanswered" if absent_is_unanswered else "error"
        work.check_files(definition, files, groups, absent)
        if engine == "spark":
            found = work.tabulate_on_spark(definition, files, groups, master=master, console=errors)
            unknown = None
        else:
            found, unknown = work.tabulate_files(definition, files, groups, absent=absent, console=errors)
        if families is not None:
            with errors.status("Menulis nilai tiap keluarga · writing every family's score"):
                definition.score(files[0], out=families, absent=absent, check=False)
        names = [path.name for path in files]
        results.write(
            definition, found, out=out, sums_out=sums, language=language, files=names, unknown=unknown
        )
    results.show(console, definition, found)
    results.show_unknown(errors, unknown)


def merge(
    sums: SumsFiles,
    out: Out = None,
    to: SumsOut = None,
    language: Language = "id",
    allow_overlap: Overlap = False,
) -> None:
    """Add the sums of several provinces: the same figures as scoring all families at once."""
    from bahtera.cli.scoring import results, sums_files, work
    from bahtera.indices.sums import merge_all

    _one_of("--language", language, LANGUAGES)
    results.check_endings(out, to, None)
    results.check_places(sums, out, to)
    with _refusals():
        parts = [sums_files.read_sums(path) for path in sums]
        total = merge_all(parts)
        if not allow_overlap:
            sums_files.refuse_overlap(parts, [path.name for path in sums])
        assert total is not None
        if to is not None:
            sums_files.write_sums(total, to)
        if out is None and to is not None:
            return
        definition = work.find_definition(total.index_hash)
        names = [path.name for path in sums]
        results.write(definition, total, out=out, sums_out=None, language=language, files=names)
    results.show(console, definition, total)


def list_definitions() -> None:
    """List the index definitions there are: in full, and without the private items as pages and phones use them."""
    from bahtera.indices import list_indices, list_versions, load

    table = Table(box=None)
    for heading in ("index", "version", "status", "items", "variant", "hash"):
        table.add_column(heading, no_wrap=True)
    table.add_column("methods")
    for name in list_indices():
        for version in list_versions(name):
            for each in _variants(load(name, version=version)):
                methods = ", ".join((each.method, *each.declaration.aggregation.alternatives))
                table.add_row(
                    each.id,
                    each.version,
                    each.status,
                    str(len(each.indicators)),
                    each.variant,
                    each.hash[:12],
                    methods,
                )
    console.print(table)
    console.print(
        "Pages, phones and exports print the hash of without_private; of full where nothing is private."
    )


def _variants(definition: "IndexDefinition") -> "list[IndexDefinition]":
    public = definition.without_private()
    return [definition] if public == definition else [definition, public]


def explain(  # noqa: PLR0917 - the options of a command
    file: Annotated[Path, typer.Argument(help="A Parquet file of families.")],
    family: Annotated[str, typer.Option(help="Row number from 1, or with --column the value to look for.")],
    column: Annotated[str | None, typer.Option(help="Column in which to look for the family.")] = None,
    index: Index = "ikk",
    version: Version = None,
    method: Method = None,
    language: Language = "id",
) -> None:
    """Explain one family's score: what counted, what not, what would lift it. Without private items."""
    from bahtera.cli.scoring import one_family

    _one_of("--language", language, LANGUAGES)
    with _refusals():
        definition = _definition(index, version, method, without_private=True)
        answers = one_family.read_family(definition, file, family, column)
        for line in one_family.explanation_lines(definition, answers, language):
            console.print(line, markup=False)


def _definition(
    index: str, version: str | None, method: str | None, *, without_private: bool
) -> "IndexDefinition":
    from bahtera.indices import load

    definition = load(index, version=version, method=cast("MethodName | None", method))
    return definition.without_private() if without_private else definition


def _one_of(option: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{option} is one of {', '.join(allowed)}, not {value}")


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the engine refuses into its message and status 3."""
    from bahtera.indices.errors import IndexProblem

    try:
        yield
    except (IndexProblem, OSError) as error:
        errors.print(str(error), markup=False, style="red")
        raise typer.Exit(EXIT_REFUSED) from error
