"""Whether an agreement covers a referral, and which status of a centre follows which."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from bahtera.directory.errors import BadAgreement, BadCentre
from bahtera.directory.rules.agreements import basis, check_agreement, state_on
from bahtera.directory.rules.centres import STEPS, check_history, covered, status_on, tier_of
from bahtera.directory.values import (
    Agreement,
    AgreementKind,
    AgreementRow,
    AgreementState,
    CentreAt,
    CentreStatus,
    Party,
    Side,
    StatusRow,
    Tier,
    Why,
)

PPKS, DINSOS, OTHER = (Side(UUID(int=number), UUID(int=100 + number), "63.02") for number in (1, 2, 3))
DAY = date(2026, 6, 1)
AGREED = datetime(2026, 1, 5, tzinfo=UTC)
PKS = Agreement(
    AgreementKind.PKS,
    "PKS/1/2026",
    "Rujukan lansia",
    date(2026, 1, 5),
    date(2026, 1, 5),
    date(2026, 12, 31),
    (Party(agency_id=PPKS.agency_id), Party(unit_id=DINSOS.unit_id)),
    frozenset({"bantuan_sosial"}),
    ("63.02",),
)
HOLDS = AgreementRow(UUID(int=50), 2, PKS, AGREED)


def why(*rows, service="bantuan_sosial", on=DAY, area="", sender=PPKS, receiver=DINSOS):
    return basis(rows, sender, receiver, service, on, area=area).why


def test_an_agreement_covers_both_ways_on_its_days_for_its_services_and_areas():
    assert basis([HOLDS], PPKS, DINSOS, "bantuan_sosial", DAY).agreement == HOLDS
    assert why(HOLDS, sender=DINSOS, receiver=PPKS) is None
    assert why(HOLDS, on=date(2026, 12, 31)) is None, "the last day is covered"
    assert why(HOLDS, on=date(2027, 1, 1)) is Why.EXPIRED
    assert why(HOLDS, on=date(2026, 1, 4)) is Why.COMING
    assert why(HOLDS, service="akta_kelahiran") is Why.OTHER_SERVICE
    assert why(HOLDS, area="63.10.01.2001") is Why.OTHER_AREA
    assert why(HOLDS, area="63.02.05.2001") is None
    assert why(HOLDS, receiver=OTHER) is Why.NONE
    assert why(replace(HOLDS, agreed_at=None)) is Why.DRAFT
    assert why(replace(HOLDS, ended_on=DAY, ended_why="Dicabut")) is Why.ENDED
    assert why(replace(HOLDS, ended_on=date(2026, 6, 2), ended_why="Dicabut")) is None


def test_within_one_agency_none_is_needed():
    colleague = replace(DINSOS, unit_id=UUID(int=9))
    found = basis([], DINSOS, colleague, "bantuan_sosial", DAY)
    assert (found.why, found.holds, found.suffices) == (Why.SAME_AGENCY, False, True)
    assert not basis([], PPKS, DINSOS, "bantuan_sosial", DAY).suffices


def test_of_several_the_one_that_lasts_longest_covers_and_the_nearest_miss_is_named():
    endless = replace(HOLDS, id=UUID(int=51), agreement=replace(PKS, valid_to=None))
    assert basis([endless, HOLDS], PPKS, DINSOS, "bantuan_sosial", DAY).agreement == endless
    old = replace(HOLDS, id=UUID(int=52), agreement=replace(PKS, valid_to=date(2026, 2, 1)))
    assert why(old, HOLDS, service="akta_kelahiran") is Why.OTHER_SERVICE
    assert why(old, replace(HOLDS, agreed_at=None)) is Why.DRAFT


def test_a_wide_scope_covers_everything():
    wide = replace(HOLDS, agreement=replace(PKS, services=frozenset(), areas=()))
    assert why(wide, service="Layanan sendiri", area="15.71") is None


def test_states_of_an_agreement():
    assert state_on(replace(HOLDS, agreed_at=None), DAY) is AgreementState.DRAFT
    assert [state_on(HOLDS, one) for one in (date(2025, 1, 1), DAY, date(2027, 1, 1))] == [
        AgreementState.COMING,
        AgreementState.ACTIVE,
        AgreementState.EXPIRED,
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"parties": PKS.parties[:1]}, "directory.two_parties"),
        ({"parties": (PKS.parties[0], PKS.parties[0])}, "directory.two_parties"),
        ({"parties": (Party(), PKS.parties[0])}, "directory.two_parties"),
        ({"valid_to": date(2026, 1, 4)}, "directory.upside_down"),
        ({"number": ""}, "directory.no_number"),
        ({"services": frozenset({"sulap"})}, "directory.no_such_scope"),
        ({"areas": ("99",)}, "directory.no_such_scope"),
    ],
)
def test_an_agreement_that_says_too_little_is_refused(changed, code):
    with pytest.raises(BadAgreement) as refused:
        check_agreement(replace(PKS, **changed), {"63.02"})
    assert refused.value.code == code
    check_agreement(PKS, {"63.02"})


def status(kind, year, decree="SK-1"):
    day = date(year, 1, 2)
    return StatusRow(year, PPKS.unit_id, kind, day, decree, day if decree else None)


A, D, R, C = CentreStatus.ACTIVE, CentreStatus.DORMANT, CentreStatus.REACTIVATED, CentreStatus.CLOSED


@pytest.mark.parametrize("before", [None, *CentreStatus])
@pytest.mark.parametrize("after", list(CentreStatus))
def test_every_step_is_allowed_or_refused_as_the_table_says(before, after):
    ways = {None: (), A: (A,), D: (D,), R: (D, R), C: (C,)}[before]
    rows = [status(one, 2010 + place) for place, one in enumerate(ways)]
    if after in STEPS[before]:
        check_history([status(after, 2020), *rows])
    else:
        with pytest.raises(BadCentre):
            check_history([status(after, 2020), *rows])


def test_a_decree_is_needed_except_to_fall_asleep_and_a_day_has_one_status():
    check_history([status(A, 2014), status(D, 2018, "")])
    for rows, code in (
        ([status(A, 2014, "")], "directory.no_decree"),
        ([status(A, 2014), status(D, 2018, ""), status(R, 2021, "")], "directory.no_decree"),
        ([status(A, 2014), status(D, 2014)], "directory.same_day"),
    ):
        with pytest.raises(BadCentre) as refused:
            check_history(rows)
        assert refused.value.code == code


def test_the_status_of_a_day_is_the_last_that_began():
    rows = [status(D, 2018), status(A, 2014), status(R, 2021)]
    assert status_on(rows, date(2013, 1, 1)) is None
    assert [status_on(rows, date(year, 1, 2)).status for year in (2014, 2020, 2026)] == [A, D, R]


def centre(name, row):
    return CentreAt(UUID(int=len(name)), name, Tier.DISTRICT, "63.02.05", row)


def test_a_kecamatan_is_shown_by_its_best_centre_and_unknown_is_neither_closed_nor_none():
    closed, unknown, sleeping = (
        centre("a", status(C, 2020)),
        centre("bb", None),
        centre("ccc", status(D, 2020)),
    )
    assert covered("63.02.05", "Pulau Sebuku", [closed, unknown]).centre == unknown
    assert covered("63.02.05", "Pulau Sebuku", [closed, unknown, sleeping]).status is D
    assert covered("63.02.05", "Pulau Sebuku", [unknown]).status is None
    assert covered("63.02.05", "Pulau Sebuku", []).centre is None


def test_the_tier_follows_from_the_area():
    assert [tier_of(one) for one in ("63", "63.02", "63.02.05")] == [
        Tier.PROVINCE,
        Tier.REGENCY,
        Tier.DISTRICT,
    ]
    for wrong in ("", "63.02.05.2001"):
        with pytest.raises(BadCentre):
            tier_of(wrong)
