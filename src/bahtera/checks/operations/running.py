"""A run over a round: everything that is asked of many visits, for changed villages only or for all of them.

Both give the same questions: what is asked within one village is kept while nothing changes there, and what needs the
whole round is asked of the whole round each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from bahtera import indices
from bahtera.areas import api as areas
from bahtera.checks.models import ChangedVillage, CheckRun, VisitTraits
from bahtera.checks.operations.arriving import keep_traits
from bahtera.checks.operations.keeping import keep
from bahtera.checks.queries.kader import kader_behind
from bahtera.checks.rules import AnswerPlan, Definition, in_families, in_rounds, in_villages, load
from bahtera.checks.rules.arriving import questions_of_visit
from bahtera.checks.rules.tables import Table
from bahtera.checks.values import CheckedVisit, Found, RunRow
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.statistics.linkage import FamilyRecord
from bahtera.surveys import api as surveys

_DISTRICT = 8
_AT_ONCE = 250
_CHUNK = 900


@dataclass(frozen=True)
class _Asked:
    """What a run found: of visits alone, within the villages looked at, of the whole round, of families."""

    villages: Sequence[str]
    alone: list[Found]
    together: list[Found]
    whole: list[Found]
    doubles: list[Found]

    def by_scope(self, definition: Definition) -> Iterator[tuple[Q, list[Found]]]:
        """Yield which kept questions are to be made those found."""
        arrival = [one.id for one in definition.checks.values() if one.on_arrival]
        yield Q(check_id__in=arrival), self.alone
        for start in range(0, len(self.villages), _CHUNK):
            some = set(self.villages[start : start + _CHUNK])
            found = [one for one in self.together if one.village_code in some]
            yield Q(check_id__in=in_villages.CHECKS, village_code__in=sorted(some)), found
        yield Q(check_id__in=in_rounds.CHECKS), self.whole
        yield Q(check_id__in=in_families.CHECKS), self.doubles


def run_nightly() -> None:
    """Look at every round that is open or in which something changed since it was looked at."""
    since = ChangedVillage.objects.filter(changes__gt=F("looked_at")).order_by("round_id")
    changed = set(since.values_list("round_id", flat=True).distinct())
    for row in surveys.list_rounds():
        if (row.is_open or row.id in changed) and row.form_id in load().answers:
            run_round(row.id)


def run_round(round_id: int, *, full: bool = False) -> RunRow:
    """Ask everything there is to ask about a round and return what became of it; ``full`` looks at every village.

    Running it twice changes nothing; two at once wait for each other. Raises UnknownRound.
    """
    definition = load()
    row = surveys.get_round(round_id)
    plan = definition.answers[row.form_id]
    started = clock.now()
    marks = _marks(round_id)
    visits = _by_person([CheckedVisit(*line) for line in surveys.visit_lines(round_id, plan.index)])
    traits = _traits_of(definition, plan, round_id, visits, started)
    table = Table.of(plan, visits, traits)
    villages = _to_look_at(definition, marks, table, full=full)
    asked = _Asked(
        villages,
        alone=[one for visit in visits for one in _alone(definition, plan, visit, traits)],
        together=[
            one for code in villages for one in in_villages.questions_of_village(definition, table, code)
        ],
        whole=in_rounds.questions_of_round(
            definition,
            plan,
            table,
            visits,
            _indicators(plan),
            boundaries=areas.boundaries(table.villages),
        ),
        doubles=in_families.questions_of_families(definition, _families(round_id, visits)),
    )
    with durable():
        one_at_a_time(f"checks:{round_id}")
        counts = [
            keep(definition, round_id, within, found, now=started)
            for within, found in asked.by_scope(definition)
        ]
        _looked_at(definition, round_id, villages, marks)
        return _record(
            definition,
            RunRow(
                started_at=started,
                ended_at=clock.now(),
                is_full=full,
                visits=len(visits),
                villages=len(villages),
                opened=sum(opened for opened, _ in counts),
                passed=sum(passed for _, passed in counts),
            ),
            round_id,
        )


def _by_person(visits: list[CheckedVisit]) -> list[CheckedVisit]:
    people = kader_behind({one.actor_key for one in visits})
    return [one._replace(actor_key=people[one.actor_key]) for one in visits]


def _indicators(plan: AnswerPlan) -> list[str]:
    return [one.id for one in indices.load(plan.index).without_private().indicators]


def _alone(
    definition: Definition, plan: AnswerPlan, visit: CheckedVisit, traits: dict[UUID, dict[str, Any]]
) -> list[Found]:
    own = traits.get(visit.id)
    return questions_of_visit(definition, plan, visit, own) if own else []


def _traits_of(
    definition: Definition,
    plan: AnswerPlan,
    round_id: int,
    visits: Sequence[CheckedVisit],
    now: datetime,
) -> dict[UUID, dict[str, Any]]:
    """Return the traits of current visits; those not kept yet are made, those no longer current forgotten."""
    current = {one.id for one in visits}
    _forget_all_but(current, round_id)
    known = _kept(definition, round_id)
    wanted = [one.id for one in visits if one.result_code in plan.finished and one.id not in known]
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        with durable():
            known |= keep_traits(definition, surveys.visits_to_check(some), now)
    return known


def _kept(definition: Definition, round_id: int) -> dict[UUID, dict[str, Any]]:
    rows = VisitTraits.objects.filter(round_id=round_id, answers_hash=definition.answers_hash)
    return dict(rows.order_by("submission_id").values_list("submission_id", "traits").iterator(2000))


def _forget_all_but(current: set[UUID], round_id: int) -> None:
    """Forget the traits of visits that count no more, by whichever definition they were made."""
    rows = VisitTraits.objects.filter(round_id=round_id).order_by("submission_id")
    ids = sorted(set(rows.values_list("submission_id", flat=True)) - current)
    for start in range(0, len(ids), _CHUNK):
        VisitTraits.objects.filter(pk__in=ids[start : start + _CHUNK]).delete()


def _families(round_id: int, visits: Sequence[CheckedVisit]) -> list[FamilyRecord]:
    codes = {one.village_code for one in visits} | {one.village_code for one in surveys.targets(round_id)}
    return [
        FamilyRecord(
            id=str(one.family_id),
            village=one.village_code,
            district=one.village_code[:_DISTRICT],
            head=one.head_key,
            head_born=one.head_born,
            spouse=one.spouse_key,
            spouse_born=one.spouse_born,
            size=one.size,
        )
        for one in families.compared_families(codes)
    ]


# --- which villages --------------------------------------------------------------------------------------------


def _marks(round_id: int) -> dict[str, tuple[int, int, str]]:
    rows = ChangedVillage.objects.filter(round_id=round_id).order_by("village_code")
    return {
        code: (changes, looked_at, definition)
        for code, changes, looked_at, definition in rows.values_list(
            "village_code", "changes", "looked_at", "definition"
        )
    }


def _to_look_at(
    definition: Definition, marks: dict[str, tuple[int, int, str]], table: Table, *, full: bool
) -> list[str]:
    """Return the villages in which something changed since, or that were looked at by another definition."""
    told = _told(definition)
    every = sorted({*marks, *table.villages})
    unmarked = (1, 0, "")
    return [
        code
        for code in every
        if full or marks.get(code, unmarked)[0] > marks.get(code, unmarked)[1] or marks[code][2] != told
    ]


def _looked_at(
    definition: Definition, round_id: int, villages: Sequence[str], marks: dict[str, tuple[int, int, str]]
) -> None:
    """Remember how far was looked: what changed meanwhile is looked at the next time."""
    ChangedVillage.objects.bulk_create(
        [
            ChangedVillage(
                round_id=round_id,
                village_code=code,
                changes=marks.get(code, (0, 0, ""))[0],
                looked_at=marks.get(code, (0, 0, ""))[0],
                definition=_told(definition),
            )
            for code in villages
        ],
        update_conflicts=True,
        unique_fields=["round_id", "village_code"],
        update_fields=["looked_at", "definition"],
    )


def _told(definition: Definition) -> str:
    hashes = [definition.checks[one].hash for one in in_villages.CHECKS]
    return "".join(one[:20] for one in (*hashes, definition.answers_hash))


def _record(definition: Definition, run: RunRow, round_id: int) -> RunRow:
    CheckRun.objects.create(round_id=round_id, definition=definition.version, **run.__dict__)
    audit.record(
        "checks.run",
        actor="system",
        subject=f"round:{round_id}",
        details={"visits": run.visits, "opened": run.opened, "passed": run.passed},
    )
    return run
