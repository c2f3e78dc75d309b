"""A site whose every table holds a few difficult rows, to be saved, broken and brought back.

``python -m tests.fakes.saved_site fill`` fills the site that the environment names, whatever its models are;
``dump`` prints a hash of each table as Django reads it; ``pairs`` writes pairs of rows until it is stopped.
"""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from bahtera.foundation.places import Places

ROOT = Path(__file__).resolve().parents[2]
SECRET_WORDS = "Rahasia Sintetis Tujuh"
_DIFFICULT = ('tab\tline\nback\\slash "quote"', "\\N", f"{SECRET_WORDS} é 日本 🛶 '", "")
_JSON = ({"b": [1, 1.0, 1e16, 0.1, None, True], "a": {"é\t\\n": "\\N"}}, [], {"n": 12345678901234567})
_MOMENTS = (
    datetime(2026, 1, 2, 3, 4, 5, 120000, UTC),
    datetime(2026, 1, 2, 3, 4, 5, 0, UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999999, UTC),
)
ROWS = 3


@dataclasses.dataclass
class SavedSite:
    """One site; without a ``database_url`` its database is SQLite inside the folder."""

    folder: Path
    database_url: str = ""
    extra: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def places(self) -> Places:
        return Places(self.folder, self.folder / "blobs", self.folder / "audit", self.folder / "keys")

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "BAHTERA_DATA_DIR": str(self.folder),
            "BAHTERA_DATABASE_URL": self.database_url,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
            "COLUMNS": "400",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BAHTERA_")}
        return kept | own | self.extra

    def bahtera(self, *words: object, largest_file: int | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command; ``largest_file`` makes every file end at so many bytes, as a full disk would."""
        limit = ""
        if largest_file:
            limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST));"
        start = f"import sys; sys.argv[0] = 'bahtera'; {limit} from bahtera.cli.main import main; main()"
        start = start.replace("LARGEST", str(largest_file))
        return self._run("-c", start, *words)

    def succeed(self, *words: object) -> str:
        """Run a command that works."""
        done = self.bahtera(*words)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def play(self, what: str) -> str:
        """Run one of this module's own parts inside the site."""
        done = self._run("-m", "tests.fakes.saved_site", what)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def dump(self) -> dict[str, list[object]]:
        return json.loads(self.play("dump").splitlines()[-1])

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        """Start Python in the site and leave it running."""
        return subprocess.Popen(
            [sys.executable, *map(str, words)], env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL
        )

    def _run(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *map(str, words)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )


def fill() -> None:
    """Give every table a few rows of the most difficult values its columns take."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import IntegrityError, transaction

    from bahtera.foundation import audit, blobs, keys

    keys.public_key()  # makes the key
    call_command("migrate", verbosity=0, interactive=False)
    filled = set()
    waiting = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    for _ in range(8):  # those that others point at come first
        for model in list(waiting):
            wanted = {field.remote_field.model for field in _relations(model)} - {model}
            if wanted <= filled | set(_own()):
                waiting.remove(model)
                for bare in (False, True):  # a rule about several columns may let pass a row that says less
                    try:
                        with transaction.atomic():
                            _fill_table(model, bare=bare)
                        filled.add(model)
                        break
                    except IntegrityError as refused:
                        sys.stderr.write(f"{model._meta.label}: {refused}\n")
    with transaction.atomic():
        for number in range(ROWS):
            audit.record("site.tested", actor="system", subject=f"site:{number}", details={"number": number})
    audit.anchor()
    for number in range(ROWS):
        blobs.put(f"{SECRET_WORDS} lampiran {number}".encode() * 1000 * number)
    blobs.put(b"".join(hashlib.sha256(bytes([number])).digest() for number in range(256)) * 30)
    sys.stdout.write(json.dumps(sorted(model._meta.label for model in filled)))


def _own():
    """Tables that fill themselves, or whose rows only their own operations can make: sealed part by part."""
    from django.apps import apps

    names = ("KeyRecord", "AuditEntry", "AuditReference", "AuditLane", "AuditAnchor")
    return [
        apps.get_model("contenttypes.ContentType"),
        apps.get_model("auth.Permission"),
        *(model for model in apps.get_models() if _is_sealed_by_part(model)),
        *(apps.get_model("foundation", name) for name in names),
    ]


def _is_sealed_by_part(model):
    from bahtera.foundation.sealing.fields import PartKeyField

    return any(isinstance(field, PartKeyField) for field in model._meta.local_concrete_fields)


def _relations(model):
    return [field for field in model._meta.local_concrete_fields if field.remote_field and not field.null]


def _fill_table(model, *, bare):
    if model in _own():
        return
    rows = [model(**_values(model, number, bare=bare)) for number in range(ROWS)]
    model._default_manager.bulk_create(rows)


def _values(model, number, *, bare):
    from bahtera.foundation.sealing.fields import DigestField, PartKeyField

    values = {}
    for field in model._meta.local_concrete_fields:
        if field.remote_field:
            if field.null or field.remote_field.model is model:
                continue
            values[field.attname] = _key_of(field.remote_field.model, number)
        elif bare and (field.null or field.has_default()):
            continue
        elif not (_is_numbered(field) or isinstance(field, DigestField | PartKeyField)):
            values[field.attname] = _value(field, number)
    return values


def _is_numbered(field):
    return field.primary_key and field.get_internal_type().endswith("AutoField")


def _key_of(model, number):
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:ROWS])
    return keys[number % len(keys)]


def _value(field, number):  # noqa: PLR0911
    from bahtera.foundation.canonical import CanonicalJson
    from bahtera.foundation.sealing.fields import SealedJSONField, SealedTextField

    kind = field.get_internal_type()
    if isinstance(field, SealedJSONField | CanonicalJson):
        return {"a": f"{SECRET_WORDS} {number}"}
    if isinstance(field, SealedTextField):
        return f"{SECRET_WORDS} {number}"
    if field.choices:
        return field.choices[number % len(field.choices)][0]
    if field.null and number == 1:
        return None
    if kind in {"CharField", "SlugField", "EmailField", "TextField", "URLField"}:
        distinct = (
            field.unique or field.primary_key or any(True for _ in field.model._meta.total_unique_constraints)
        )
        text = (
            f"{number}-{field.name}" if distinct else _DIFFICULT[(number + len(field.name)) % len(_DIFFICULT)]
        )
        return text[: field.max_length] if field.max_length else text
    if "Integer" in kind:
        return number + 1
    return {
        "BooleanField": number % 2 == 0,
        "DateTimeField": _MOMENTS[number % 3],
        "DateField": date(2020 + number, 2, 28),
        "UUIDField": UUID(int=(number + 1) << 100 | len(field.name)),
        "JSONField": _JSON[number % 3],
        "BinaryField": bytes(range(256)) * number,
        "FloatField": (0.1, -1e16, 3.0)[number % 3],
        "DecimalField": Decimal(number),
        "GenericIPAddressField": f"192.0.2.{number}",
    }[kind]


def dump() -> None:
    """Print rows and hash of every table, as Django reads them."""
    from django.apps import apps

    from bahtera.cli.archiving.tables import LEFT_OUT

    told = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or model._meta.db_table in LEFT_OUT:
            continue
        names = [field.attname for field in model._meta.local_concrete_fields]
        rows = [
            [_plain(value) for value in row]
            for row in model._default_manager.order_by("pk").values_list(*names)
        ]
        rows = sorted(json.dumps(row, sort_keys=True) for row in rows)
        told[model._meta.db_table] = [len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()]
    sys.stdout.write(json.dumps(told))


def _plain(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if isinstance(value, int | float | str | list | dict | None) else str(value)


def empty_tables() -> None:
    """Make the tables."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def older_shape() -> None:
    """Bring an empty database to the shape of an older version, and tell whether it is that and grows on."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    from bahtera.cli.archiving import tables
    from bahtera.cli.archiving.errors import NewerArchive

    graph = MigrationLoader(connections["default"]).graph
    # One step back: without what nothing else stands on.
    last = max(key for key in graph.leaf_nodes() if not graph.node_map[key].children and key[1] > "0002")
    wanted = sorted(set(graph.nodes) - {last})
    tables.migrate_to(wanted)
    applied = sorted(MigrationRecorder(connections["default"]).applied_migrations())
    refused = ""
    try:
        tables.migrate_to([*wanted, ("surveys", "9999_of_the_future")])
    except NewerArchive as error:
        refused = str(error)
    call_command("migrate", verbosity=0, interactive=False)
    grown = tables.applied_migrations()
    sys.stdout.write(json.dumps([applied == wanted, set(grown) == set(graph.nodes), refused]))


def pairs() -> None:
    """Write two rows of two tables in each transaction until killed."""
    from django.contrib.auth.models import Group, User
    from django.db import transaction

    for number in range(1_000_000):
        with transaction.atomic():
            Group.objects.create(name=f"pair-{number}")
            User.objects.create(username=f"pair-{number}")


def count_pairs() -> None:
    """Print how many of both there are."""
    from django.contrib.auth.models import Group, User

    groups = set(Group.objects.filter(name__startswith="pair-").values_list("name", flat=True))
    users = set(User.objects.filter(username__startswith="pair-").values_list("username", flat=True))
    sys.stdout.write(json.dumps([len(groups), len(users), groups == users]))


def next_number() -> None:
    """Print the number the next group gets, after the last one was deleted."""
    from django.contrib.auth.models import Group

    sys.stdout.write(json.dumps(Group.objects.create(name="next").pk))


def delete_last() -> None:
    """Make a group and delete it: its number must never be given again."""
    from django.contrib.auth.models import Group

    gone = Group.objects.create(name="gone")
    sys.stdout.write(json.dumps(gone.pk))
    gone.delete()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    django.setup()
    {
        one.__name__: one
        for one in (fill, empty_tables, older_shape, dump, pairs, count_pairs, next_number, delete_last)
    }[sys.argv[1]]()
