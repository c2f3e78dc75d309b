"""What of a database is kept: every table of ours with its columns, and which migrations made them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

from django.apps import apps
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from bahtera.cli.archiving.columns import Kind
from bahtera.cli.archiving.errors import BehindTheCode, NewerArchive

Migrations = list[tuple[str, str]]

# Everybody signs in again after a restore: a session ended since would otherwise be open again.
LEFT_OUT = frozenset({"django_session", "access_devicesession"})

_KINDS: dict[str, Kind] = {
    "AutoField": "number",
    "BigAutoField": "number",
    "BigIntegerField": "number",
    "BinaryField": "bytes",
    "BooleanField": "truth",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "instant",
    "DecimalField": "decimal",
    "EmailField": "text",
    "FileField": "text",
    "FilePathField": "text",
    "FloatField": "fraction",
    "GenericIPAddressField": "text",
    "IntegerField": "number",
    "IPAddressField": "text",
    "JSONField": "json",
    "PositiveBigIntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "SlugField": "text",
    "SmallAutoField": "number",
    "SmallIntegerField": "number",
    "TextField": "text",
    "URLField": "text",
    "UUIDField": "uuid",
}


@dataclass(frozen=True)
class Column:
    """A column: its name, what its text stands for, and the places of a decimal."""

    name: str
    kind: Kind
    places: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            message = f"{self.name} is of the unknown kind {self.kind}"
            raise ValueError(message)


@dataclass(frozen=True)
class Table:
    """A table: its columns in their order, and those that order its rows."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what an archive says of it."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Table":
        """Return the table an archive tells of."""
        columns = tuple(Column(**one) for one in found["columns"])
        return cls(found["name"], columns, tuple(found["key"]))


def kept_tables() -> list[Table]:
    """Return every table of every model, many-to-many tables included, in the order of their names."""
    shapes = [_shape(model) for model in apps.get_models(include_auto_created=True)]
    found = {shape.db_table: _table(shape) for shape in shapes if shape.managed and not shape.proxy}
    return [found[name] for name in sorted(found) if name not in LEFT_OUT]


def applied_migrations() -> Migrations:
    """Return the migrations of this database; raises BehindTheCode when some are still to be applied."""
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BehindTheCode
    return sorted(MigrationRecorder(connections["default"]).applied_migrations())


def migrate_to(applied: Sequence[tuple[str, str]]) -> None:
    """Give an empty database the shape it had under these migrations; raises NewerArchive for unknown ones."""
    executor = MigrationExecutor(connections["default"])
    graph = executor.loader.graph
    wanted = {(app, name) for app, name in applied}
    known = set(graph.nodes) | {old for one in executor.loader.replacements.values() for old in one.replaces}
    if unknown := sorted(wanted - known):
        raise NewerArchive(", ".join(f"{app}.{name}" for app, name in unknown[:3]))
    present = [node for node in wanted if node in graph.nodes]
    # Only what nothing else wanted stands on: the executor brings the rest along.
    ends = [
        node for node in present if not any(child.key in wanted for child in graph.node_map[node].children)
    ]
    executor.migrate(sorted(ends))


def quoted(name: str) -> str:
    """Return a name for a statement; ours hold letters, digits and underscores only."""
    if not name.replace("_", "").isalnum():
        message = f"{name!r} is no table or column of ours"
        raise ValueError(message)
    return f'"{name}"'


def _shape(model: type[models.Model]) -> Any:
    return model._meta  # noqa: SLF001 - Django's own way to ask


def _table(shape: Any) -> Table:
    columns = tuple(_column(field) for field in shape.local_concrete_fields)
    return Table(shape.db_table, columns, tuple(str(field.column) for field in shape.pk_fields))


def _column(field: models.Field[Any, Any]) -> Column:
    plain: Any = field
    while plain.remote_field:
        plain = plain.target_field
    kind = _KINDS.get(plain.get_internal_type())
    if kind is None:
        message = f"{field.model.__name__}.{field.name}: back-ups do not know {plain.get_internal_type()}"
        raise TypeError(message)
    return Column(str(field.column), kind, getattr(plain, "decimal_places", None))
