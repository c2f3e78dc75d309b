"""Submissions as a stream for exports: only the columns that leave, a thousand rows at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.sql.compiler import SQLCompiler

from bahtera.access.api import Actor, check_may
from bahtera.foundation.sealing.parts import read_columns
from bahtera.surveys.models import Content, Submission, SubmissionScore
from bahtera.surveys.queries.reviewing.submissions import scopes_of, unpack_answers
from bahtera.surveys.queries.rounds.figures import area_filter
from bahtera.surveys.rules import State
from bahtera.surveys.values import ExportRow, ScoreRow

_CHUNK = 1000


class Written(Func):
    """A UUID as it is usually written, made by the database: Python takes ten times as long."""

    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text", **context)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        cuts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        parts = (f"substr(%(expressions)s, {start}, {length})" for start, length in cuts)
        return self.as_sql(compiler, connection, template=" || '-' || ".join(parts), **context)


class _Among(Func):
    """Whether a UUID is in a list, which goes as one value: a thousand of them take longer to prepare."""

    output_field = BooleanField()

    def __init__(self, column: str, ids: Sequence[str]) -> None:
        plain = orjson.dumps([one.replace("-", "") for one in ids]).decode()
        super().__init__(F(column), Value(plain, output_field=TextField()))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        joiner = " IN (SELECT value::uuid FROM json_array_elements_text(("
        template = "%(expressions)s)::json))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        joiner = " IN (SELECT value FROM json_each("
        template = "%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


# In the order of ExportRow's fields; the bytes as received stay where they are.
_COLUMNS = (
    Written("id"),
    "instance_id",
    "form_id",
    "form_version",
    "round_id",
    "village_code",
    Written("family_id"),
    "state",
    "result_code",
    "visited_on",
    "received_at",
    "content__key",
    "content__answers",
)
# In the order of ScoreRow's fields.
_SCORE_COLUMNS = ("index_id", "index_hash", "numerator", "denominator", "scored", "category", "states")


def iter_submissions(
    *,
    actor: Actor,
    area: str | None = None,
    round_id: int | None = None,
    state: str | None = None,
    form_id: str | None = None,
) -> Iterator[ExportRow]:
    """Yield current submissions oldest first, a thousand in memory at a time; none whose content was erased.

    None of the actor's own household or declared relatives. Raises NotAllowed.
    """
    check_may(actor, "results.export", area=area)
    rows = Submission.objects.filter(is_current=True, content__erased_at__isnull=True)
    rows = rows.filter(state=state) if state else rows.exclude(state=State.SUPERSEDED.value)
    if round_id is not None:
        rows = rows.filter(round_id=round_id)
    if form_id:
        rows = rows.filter(form_id=form_id)
    if actor.kin:
        rows = rows.exclude(family_id__in=actor.kin).exclude(claimed_family_id__in=actor.kin)
    condition = Q()
    for scope in scopes_of(actor, "results.export", area):
        condition |= area_filter(scope)
    ordered = rows.filter(condition).order_by("id").values_list(*_COLUMNS)
    last: str | None = None
    while chunk := list((ordered.filter(id__gt=last) if last else ordered)[:_CHUNK]):
        last = chunk[-1][0]
        scores = scores_of([row[0] for row in chunk])
        for row in chunk:
            *told, key, piece = row
            bound_to = bytes.fromhex(told[0].replace("-", ""))
            packed = read_columns(Content, "answers", bound_to=bound_to, key=key, piece=piece)
            yield ExportRow._make([*told, unpack_answers(packed), tuple(scores[told[0]])])


def scores_of(submission_ids: Sequence[str]) -> defaultdict[str, list[ScoreRow]]:
    """Return the scores of some submissions, whose ids are written as `Written` writes them."""
    found: defaultdict[str, list[ScoreRow]] = defaultdict(list)
    rows = SubmissionScore.objects.filter(_Among("submission_id", submission_ids)).order_by(
        "submission_id", "index_id"
    )
    for row in rows.values_list(Written("submission_id"), *_SCORE_COLUMNS):
        found[row[0]].append(ScoreRow._make(row[1:]))
    return found
