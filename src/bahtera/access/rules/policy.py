"""May this person do this here? The one place that decides. Values in, answer out.

Four questions are asked at once: *who* (a role held in a unit), *where* (the area of that very grant), *what*
(how secret a field is, L1 to L5), *why* (the purpose an action serves). Whatever is not said here is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final
from uuid import UUID

from bahtera.access.errors import NotAllowed, SecondFactorNeeded
from bahtera.access.rules.areas import covers, outermost
from bahtera.access.values import Actor, Grant, Level, Purpose

ROLES: Final = (
    "administrator",
    "supervisor",
    "coordinator",
    "kader",
    "typist",
    "desa_officer",
    "tpk2d",
    "statistician",
    "counsellor",
    "case_worker",
    "agency_officer",
    "publisher",
    "data_protection_officer",
    "auditor",
)

# The most secret level a role reads for a purpose; a purpose that is not named is not the role's business.
CEILINGS: Final[Mapping[str, Mapping[Purpose, Level]]] = MappingProxyType(
    {
        # Whoever helps a group of the village knows its members by name.
        "kader": {Purpose.SURVEY: Level.IDENTITY, Purpose.SERVICE: Level.IDENTITY},
        "coordinator": {
            Purpose.SURVEY: Level.IDENTITY,
            Purpose.SERVICE: Level.IDENTITY,
            Purpose.PLANNING: Level.AGGREGATE,
            Purpose.ADMINISTRATION: Level.IDENTITY,
        },
        "supervisor": {
            Purpose.SURVEY: Level.IDENTITY,
            Purpose.SERVICE: Level.IDENTITY,
            Purpose.STATISTICS: Level.SERVICE,
            Purpose.PLANNING: Level.AGGREGATE,
            Purpose.ADMINISTRATION: Level.IDENTITY,
        },
        # Reads what stands on the sheet in hand, which is of identities; of what was sent before, nothing.
        "typist": {Purpose.SURVEY: Level.IDENTITY, Purpose.PLANNING: Level.AGGREGATE},
        # Those who act on plans see the papers of what was done.
        "desa_officer": {Purpose.PLANNING: Level.SERVICE},
        "tpk2d": {Purpose.STATISTICS: Level.SERVICE, Purpose.PLANNING: Level.SERVICE},
        "statistician": {Purpose.STATISTICS: Level.SERVICE, Purpose.PLANNING: Level.AGGREGATE},
        "counsellor": {Purpose.SERVICE: Level.NOTES, Purpose.PRIVACY: Level.SAFETY},
        # Who serves somebody knows how they are reached without harm: of clients of their own unit, never of an area.
        "case_worker": {
            Purpose.PROTECTION: Level.NOTES,
            Purpose.SERVICE: Level.SAFETY,
            Purpose.PRIVACY: Level.SAFETY,
        },
        "agency_officer": {Purpose.SERVICE: Level.SAFETY, Purpose.PLANNING: Level.SERVICE},
        "publisher": {Purpose.PUBLICATION: Level.AGGREGATE, Purpose.PLANNING: Level.AGGREGATE},
        "data_protection_officer": {
            Purpose.PRIVACY: Level.SAFETY,
            Purpose.ACCOUNTABILITY: Level.IDENTITY,
            Purpose.PLANNING: Level.AGGREGATE,
        },
        "auditor": {Purpose.ACCOUNTABILITY: Level.IDENTITY, Purpose.PLANNING: Level.AGGREGATE},
        "administrator": {Purpose.ADMINISTRATION: Level.IDENTITY, Purpose.PLANNING: Level.AGGREGATE},
        "system": dict.fromkeys(Purpose, Level.NOTES),
    }
)

# Notes of psychologists are lent to nobody.
_MOST_LENT: Final = Level.SAFETY


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done: for which purpose, touching how secret a field, by which roles.

    ``sited``: it happens in an area; otherwise it concerns the whole site. ``one_factor``: the second factor
    is not asked although the level would demand it; each such exception is argued in the threat model. ``lent``:
    a role that is lent for an emergency lets one do it too; what gives rights, decides or takes away is never lent.
    ``two_factors``: the second factor is asked whatever the level.
    """

    purpose: Purpose
    level: Level
    roles: frozenset[str]
    sited: bool = True
    one_factor: bool = False
    lent: bool = False
    two_factors: bool = False

    @property
    def needs_second_factor(self) -> bool:
        """Tell whether the session must have passed a second factor."""
        return self.two_factors or (self.level >= Level.IDENTITY and not self.one_factor)


def _by(*roles: str) -> frozenset[str]:
    return frozenset(roles)


_READERS: Final = _by(
    "supervisor",
    "coordinator",
    "desa_officer",
    "tpk2d",
    "statistician",
    "agency_officer",
    "publisher",
    "data_protection_officer",
    "auditor",
    "administrator",
    "system",
)
_ROUND_READERS: Final = _by(
    "supervisor", "coordinator", "desa_officer", "tpk2d", "statistician", "administrator", "system"
)
_SAMPLE_READERS: Final = _by("supervisor", "coordinator", "tpk2d", "statistician", "administrator", "system")
_EVERYBODY: Final = frozenset({*ROLES, "system"})
_CONSENT_KEEPERS: Final = _by("data_protection_officer", "counsellor", "case_worker")
_SERVING: Final = _by("counsellor", "case_worker", "agency_officer")
_KEEPERS: Final = _by("administrator", "supervisor", "coordinator")
_PLAN_READERS: Final = _by(
    "supervisor",
    "coordinator",
    "desa_officer",
    "tpk2d",
    "statistician",
    "agency_officer",
    "administrator",
    "system",
)

ACTIONS: Final[Mapping[str, Action]] = MappingProxyType(
    {
        # The survey.
        # A phone's card is one secret in one phone, over a few villages, stopped in one click.
        "submission.send": Action(Purpose.SURVEY, Level.IDENTITY, _by("kader", "system"), one_factor=True),
        "family.carry": Action(Purpose.SURVEY, Level.IDENTITY, _by("kader"), one_factor=True),
        "submission.read": Action(
            Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor", "system"), lent=True
        ),
        # Typing in what kader wrote on paper. A role of its own: whoever reads the figures of a village does not come
        # to read its families by typing, and whoever types opens no visit that was sent.
        "submission.key": Action(Purpose.SURVEY, Level.IDENTITY, _by("typist", "coordinator", "supervisor")),
        # Which of two typings of a sheet stands: told side by side, so it is for those who read visits.
        "keying.decide": Action(Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor")),
        "submission.review": Action(Purpose.SURVEY, Level.IDENTITY, _by("supervisor", "system")),
        # The second level: whether what a supervisor approved may stand. Shown without names, numbers and free words.
        "submission.confirm": Action(
            Purpose.STATISTICS, Level.SERVICE, _by("tpk2d", "statistician", "system")
        ),
        # The register between visits: who was born, died, married, moved. Whoever takes up a family that moved in
        # decides for the village, so it is the supervisor's.
        "family.read": Action(Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor"), lent=True),
        "family.keep": Action(Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor")),
        "family.move": Action(Purpose.SURVEY, Level.IDENTITY, _by("supervisor")),
        # Asking families of a random subsample once more; and how far the two interviews agree, which names nobody.
        "backcheck.enter": Action(Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor")),
        "backcheck.read": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("supervisor", "coordinator", "tpk2d", "statistician")
        ),
        # How many visits of each village wait, are approved, confirmed, held: counts that name nobody.
        "review.read": Action(
            Purpose.PLANNING,
            Level.AGGREGATE,
            _by("supervisor", "coordinator", "tpk2d", "statistician", "administrator"),
        ),
        "assignment.manage": Action(Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor")),
        # How far a round is, by day and village: counts alone. Who visits is asked with the tasks.
        "fieldwork.read": Action(
            Purpose.PLANNING,
            Level.AGGREGATE,
            _by("coordinator", "supervisor", "tpk2d", "statistician", "administrator"),
        ),
        # Forms on paper may carry a roster; a list of what was handed out names who printed it.
        "paper.print": Action(Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor")),
        # A round's plan and state: the statistician signs its figures. Whom it concerns reads them, nobody is named.
        "round.read": Action(Purpose.PLANNING, Level.AGGREGATE, _ROUND_READERS),
        "round.manage": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("administrator", "statistician", "system")
        ),
        # Which families a round visits: by numbers of lists and by ids, without a name. Whom it concerns reads counts.
        "sample.draw": Action(Purpose.STATISTICS, Level.SERVICE, _by("statistician", "system")),
        "sample.read": Action(Purpose.PLANNING, Level.AGGREGATE, _SAMPLE_READERS),
        "questionnaire.publish": Action(
            Purpose.ADMINISTRATION, Level.AGGREGATE, _by("administrator", "system"), sited=False
        ),
        "questionnaire.read": Action(Purpose.PLANNING, Level.AGGREGATE, _EVERYBODY, sited=False, lent=True),
        # Official boundaries name nobody; whoever keeps them decides what is printed on every map.
        "boundary.manage": Action(
            Purpose.ADMINISTRATION, Level.AGGREGATE, _by("administrator", "system"), sited=False
        ),
        # What a respondent confided: counted by the system alone, and calls for help opened where they are answered.
        "private.tally": Action(Purpose.STATISTICS, Level.NOTES, _by("system"), sited=False),
        "help.open": Action(Purpose.PROTECTION, Level.SAFETY, _by("case_worker")),
        # Figures.
        "area.read": Action(Purpose.PLANNING, Level.AGGREGATE, _EVERYBODY, lent=True),
        "results.read": Action(Purpose.PLANNING, Level.AGGREGATE, _READERS, lent=True),
        "results.export": Action(
            Purpose.STATISTICS, Level.SERVICE, _by("statistician", "supervisor", "system")
        ),
        # Estimates hide small groups by themselves; what is approved this moment only for who exports families anyway.
        "estimates.read": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("statistician", "tpk2d", "system"), lent=True
        ),
        # Questions about how interviews were made hold numbers and keys, no name and no answer; who answers one has the
        # visits before them.
        "check.read": Action(Purpose.STATISTICS, Level.SERVICE, _by("statistician", "supervisor", "system")),
        "check.answer": Action(Purpose.SURVEY, Level.IDENTITY, _by("supervisor")),
        # Whom a question concerns is asked first: a kader about the own visits, told by their time and without a name.
        "check.own": Action(Purpose.SURVEY, Level.SERVICE, _by("kader")),
        # Signing the data of a round, and changing a round that was signed: one asks, who reads visits; another agrees.
        "release.make": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("statistician", "administrator", "system")
        ),
        "release.correct": Action(Purpose.SURVEY, Level.IDENTITY, _by("supervisor")),
        "release.second": Action(
            Purpose.STATISTICS, Level.SERVICE, _by("statistician", "supervisor"), two_factors=True
        ),
        # Rows about single families that leave: a statistician asks, the data-protection officer decides on every file.
        "microdata.read": Action(
            Purpose.PLANNING,
            Level.AGGREGATE,
            _by("statistician", "data_protection_officer", "auditor", "system"),
        ),
        "microdata.ask": Action(
            Purpose.STATISTICS, Level.SERVICE, _by("statistician", "system"), two_factors=True
        ),
        "microdata.agree": Action(
            Purpose.PRIVACY, Level.SERVICE, _by("data_protection_officer"), two_factors=True
        ),
        # What others published about an area, beside the survey: it names nobody, and anybody may look it up elsewhere.
        "context.read": Action(Purpose.PLANNING, Level.AGGREGATE, _READERS, lent=True),
        "context.import": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("tpk2d", "statistician", "administrator", "system")
        ),
        # By which days offices work: every deadline of an area moves with it.
        "deadlines.import": Action(
            Purpose.ADMINISTRATION, Level.AGGREGATE, _by("administrator", "system"), two_factors=True
        ),
        # Which office offers what, and which agreements stand: offices alone, told to whoever works here. An officer
        # writes for the own unit; the signed paper of an agreement names who signed it.
        "directory.read": Action(Purpose.PLANNING, Level.AGGREGATE, _EVERYBODY, lent=True),
        "directory.keep": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("agency_officer", "tpk2d", "administrator", "system")
        ),
        "agreement.keep": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("agency_officer", "tpk2d", "administrator", "system")
        ),
        "agreement.paper": Action(Purpose.PLANNING, Level.SERVICE, _by("agency_officer", "tpk2d", "system")),
        # A village's report names nobody: the public's figures, and lines that a coordinator read.
        "report.make": Action(Purpose.SURVEY, Level.AGGREGATE, _by("kader")),
        "report.read": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("supervisor", "coordinator", "desa_officer", "tpk2d")
        ),
        "report.confirm": Action(Purpose.PLANNING, Level.AGGREGATE, _by("coordinator")),
        "report.endorse": Action(Purpose.PLANNING, Level.AGGREGATE, _by("desa_officer")),
        "report.accept": Action(Purpose.PLANNING, Level.AGGREGATE, _by("tpk2d")),
        # What a regency writes about who answers for which need and what it takes; reading it goes with the figures.
        "needs.manage": Action(Purpose.PLANNING, Level.AGGREGATE, _by("tpk2d", "administrator", "system")),
        # Papers that leave the house under a number: figures of the public alone. Who signs for them attaches the scan.
        "document.read": Action(Purpose.PLANNING, Level.AGGREGATE, _READERS, lent=True),
        "document.issue": Action(
            Purpose.PLANNING,
            Level.AGGREGATE,
            _by("tpk2d", "desa_officer", "statistician", "administrator", "publisher", "system"),
        ),
        "document.sign": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("tpk2d", "desa_officer", "administrator", "publisher")
        ),
        "document.schedule": Action(Purpose.PLANNING, Level.AGGREGATE, _by("tpk2d", "administrator")),
        # Plans of action of villages and agencies. They name nobody: an office stands for who answers for one. The
        # desa, the agency and the TPK2D write them, the TPK2D of the regency agrees, the agency and the desa do.
        "plan.read": Action(Purpose.PLANNING, Level.AGGREGATE, _PLAN_READERS),
        "plan.propose": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("desa_officer", "agency_officer", "tpk2d")
        ),
        "plan.agree": Action(Purpose.PLANNING, Level.AGGREGATE, _by("tpk2d")),
        "plan.work": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("desa_officer", "agency_officer", "tpk2d")
        ),
        # Papers and photos of what was done: whoever gives one says that it names nobody; somebody may be seen still.
        "plan.evidence": Action(
            Purpose.PLANNING, Level.SERVICE, _by("desa_officer", "agency_officer", "tpk2d")
        ),
        # Which families a plan is meant for: seen and named by who keeps the register of the village.
        "plan.families": Action(Purpose.SURVEY, Level.IDENTITY, _by("coordinator", "supervisor")),
        # Who of the people at work holds a plan.
        "plan.give": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _KEEPERS),
        # The assessment of a village on the spot.
        "assessment.keep": Action(Purpose.PLANNING, Level.AGGREGATE, _by("tpk2d")),
        # People a service knows. Where is a unit that knows them (`units_of`), never an area alone. Whether two records
        # are one person is decided by who stands above both units, and sees of each what tells people apart.
        "client.read": Action(Purpose.SERVICE, Level.IDENTITY, _SERVING | {"system"}),
        "client.keep": Action(Purpose.SERVICE, Level.IDENTITY, _SERVING | {"system"}),
        "client.contact": Action(Purpose.SERVICE, Level.SAFETY, _SERVING),
        "client.check": Action(Purpose.SERVICE, Level.IDENTITY, _SERVING),
        "client.doubles": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _by("supervisor")),
        # Groups of families. Whoever leads one writes who came, on the kader's own phone: names of people met every
        # month, never a number, so one factor is enough, as for the families a kader carries. Numbers go in and out in
        # tables with two. The kecamatan bundles, deactivates and decides on stages. All others read counts.
        "group.read": Action(Purpose.PLANNING, Level.AGGREGATE, _PLAN_READERS | {"kader"}),
        "group.keep": Action(
            Purpose.SERVICE,
            Level.IDENTITY,
            _by("kader", "coordinator", "supervisor", "system"),
            one_factor=True,
        ),
        "group.table": Action(Purpose.SERVICE, Level.IDENTITY, _by("coordinator", "supervisor", "system")),
        "group.oversee": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("coordinator", "supervisor", "system")
        ),
        # Referrals: where is a unit that sends or receives one (`units_of`), never an area alone. How those
        # of two units went is told as counts alone, none of them small.
        "referral.read": Action(Purpose.SERVICE, Level.SAFETY, _SERVING | {"system"}),
        "referral.send": Action(Purpose.SERVICE, Level.SAFETY, _SERVING | {"system"}),
        "referral.answer": Action(Purpose.SERVICE, Level.SAFETY, _SERVING | {"system"}),
        "referral.measures": Action(
            Purpose.PLANNING,
            Level.AGGREGATE,
            _by("supervisor", "tpk2d", "statistician", "agency_officer", "administrator", "system"),
        ),
        # PPKS/Satyagatra (BKKBN): what a centre keeps, by people of that very centre (`units_of`). Its notes are read
        # by the counsellor and those named alone. Whether centres report in time, and what all did, are counts.
        "counselling.read": Action(Purpose.SERVICE, Level.SAFETY, _by("counsellor")),
        "counselling.keep": Action(Purpose.SERVICE, Level.SAFETY, _by("counsellor")),
        "counselling.notes": Action(Purpose.SERVICE, Level.NOTES, _by("counsellor")),
        "counselling.card": Action(Purpose.SERVICE, Level.IDENTITY, _by("counsellor", "agency_officer")),
        "counselling.report": Action(Purpose.SERVICE, Level.IDENTITY, _by("counsellor", "agency_officer")),
        "counselling.track": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("agency_officer", "tpk2d", "administrator", "system")
        ),
        "counselling.recap": Action(
            Purpose.PLANNING, Level.AGGREGATE, _by("agency_officer", "tpk2d", "system")
        ),
        # People, units, roles and what opens doors.
        "person.read": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _KEEPERS, lent=True),
        "person.keep": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _KEEPERS),
        "person.manage": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _by("administrator")),
        "unit.read": Action(Purpose.ADMINISTRATION, Level.AGGREGATE, _KEEPERS, lent=True),
        "unit.manage": Action(Purpose.ADMINISTRATION, Level.SERVICE, _by("administrator")),
        "decree.read": Action(Purpose.ADMINISTRATION, Level.SERVICE, _KEEPERS),
        "decree.manage": Action(Purpose.ADMINISTRATION, Level.SERVICE, _by("administrator")),
        "role.grant": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _KEEPERS),
        "role.end": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _KEEPERS),
        "token.manage": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _KEEPERS),
        "device.manage": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _KEEPERS),
        "session.manage": Action(Purpose.ADMINISTRATION, Level.IDENTITY, _by("administrator")),
        "key.read": Action(Purpose.ADMINISTRATION, Level.SERVICE, _by("administrator"), sited=False),
        # Accountability and the rights of those whose data these are.
        "audit.read": Action(
            Purpose.ACCOUNTABILITY, Level.SERVICE, _by("auditor", "data_protection_officer"), sited=False
        ),
        "privacy.read": Action(
            Purpose.ACCOUNTABILITY, Level.SERVICE, _by("auditor", "data_protection_officer"), sited=False
        ),
        "privacy.manage": Action(Purpose.PRIVACY, Level.IDENTITY, _by("data_protection_officer")),
        # What people agreed to, and who may not act for a child: recorded by whoever sits with them.
        "consent.keep": Action(Purpose.PRIVACY, Level.IDENTITY, _CONSENT_KEEPERS),
        "bar.keep": Action(Purpose.PRIVACY, Level.SAFETY, _CONSENT_KEEPERS),
        # What is written about a breach may name people.
        "breach.manage": Action(Purpose.PRIVACY, Level.IDENTITY, _by("data_protection_officer"), sited=False),
        # Breaking the glass: asked by those who serve people, seen by those who watch over them.
        "glass.break": Action(
            Purpose.ADMINISTRATION,
            Level.AGGREGATE,
            _by("supervisor", "case_worker", "counsellor", "administrator", "data_protection_officer"),
            two_factors=True,
        ),
        # Reasons are prose and may name people; so who reviews them reads identities.
        "glass.review": Action(
            Purpose.ACCOUNTABILITY, Level.IDENTITY, _by("auditor", "data_protection_officer")
        ),
    }
)


def may(actor: Actor, action: str, *, area: str | None = None) -> bool:
    """Tell whether the actor may do the action in the area.

    Without an area the question is whether the actor may do it anywhere at all; lists must still be narrowed
    to ``reach``. An action nobody declared is a bug and raises KeyError.
    """
    wanted = ACTIONS[action]
    return _granted(actor, wanted, area) and (actor.assured or not wanted.needs_second_factor)


def check_may(actor: Actor, action: str, *, area: str | None = None) -> None:
    """Raise NotAllowed unless the actor may do the action in the area.

    Raises SecondFactorNeeded when nothing else stands in the way.
    """
    wanted = ACTIONS[action]
    if not _granted(actor, wanted, area):
        raise NotAllowed(action)
    if wanted.needs_second_factor and not actor.assured:
        raise SecondFactorNeeded(action)


def reach(actor: Actor, action: str) -> tuple[str, ...]:
    """Return the areas whose whole subtree the actor may do the action in, none inside another.

    Empty when there is none; ``("",)`` is the country.
    """
    wanted = ACTIONS[action]
    if wanted.needs_second_factor and not actor.assured:
        return ()
    return outermost(grant.area for grant in actor.grants if _counts(grant, wanted))


def units_of(actor: Actor, action: str) -> frozenset[UUID]:
    """Return the units in which the actor holds a role that may do the action; for what a unit knows, not an area."""
    wanted = ACTIONS[action]
    if wanted.needs_second_factor and not actor.assured:
        return frozenset()
    return frozenset(grant.unit_id for grant in actor.grants if grant.unit_id and _counts(grant, wanted))


def ceiling(actor: Actor, purpose: Purpose, *, area: str | None = None) -> Level | None:
    """Return the most secret level the actor reads for a purpose in an area; None: not even aggregates."""
    levels = [
        min(CEILINGS[grant.role][purpose], _MOST_LENT) if grant.glass else CEILINGS[grant.role][purpose]
        for grant in actor.grants
        if purpose in CEILINGS[grant.role] and (area is None or covers(grant.area, area))
    ]
    if not levels:
        return None
    highest = max(levels)
    return highest if actor.assured else min(highest, Level.SERVICE)


def check_not_kin(actor: Actor, action: str, family_id: UUID) -> None:
    """Raise NotAllowed when the family is the actor's own household or a declared relative's."""
    if family_id in actor.kin:
        raise NotAllowed(action)


@cache
def needs_second_factor(roles: frozenset[str]) -> bool:
    """Tell whether somebody with these roles must enrol a second factor before working."""
    return any(action.needs_second_factor and action.roles & roles for action in ACTIONS.values())


def _granted(actor: Actor, wanted: Action, area: str | None) -> bool:
    for grant in actor.grants:
        if _counts(grant, wanted) and (not wanted.sited or area is None or covers(grant.area, area)):
            return True
    return False


def _counts(grant: Grant, wanted: Action) -> bool:
    return grant.role in wanted.roles and (grant.glass is None or wanted.lent)
