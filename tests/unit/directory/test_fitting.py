"""Whether a service is for somebody: criteria met, not met, and what nobody knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.directory.rules.fitting import fits, within
from bahtera.directory.values import Answer, Criterion, DisabilityRole, Eligibility, PersonFacts

SYARAT = frozenset({DisabilityRole.ELIGIBILITY})
SASARAN = frozenset({DisabilityRole.TARGET})
LAYANAN = frozenset({DisabilityRole.SERVICE})
KNOWN = PersonFacts(
    (67, 67), "p", frozenset({"netra"}), "63.02.05.2001", frozenset({"lansia"}), frozenset({"pra_sejahtera"})
)
NOBODY = PersonFacts()


def test_what_asks_for_nothing_fits_everybody():
    assert fits(Eligibility(), NOBODY).answer is Answer.FITS
    assert fits(Eligibility(target_groups=frozenset({"siapa_saja", "lansia"})), NOBODY).answer is Answer.FITS


@pytest.mark.parametrize(
    ("wanted", "criterion"),
    [
        (Eligibility(age_from=68), Criterion.AGE),
        (Eligibility(age_to=66), Criterion.AGE),
        (Eligibility(sex="l"), Criterion.SEX),
        (Eligibility(disability=SYARAT, disabilities=frozenset({"rungu"})), Criterion.DISABILITY),
        (Eligibility(residence=("63.1", "63.02.06")), Criterion.RESIDENCE),
        (Eligibility(target_groups=frozenset({"remaja"})), Criterion.TARGET_GROUP),
        (Eligibility(welfare=frozenset({"ks_1"})), Criterion.WELFARE),
    ],
)
def test_one_criterion_not_met_is_named_and_of_a_stranger_it_is_not_known(wanted, criterion):
    assert (fits(wanted, KNOWN).answer, fits(wanted, KNOWN).against) == (Answer.FITS_NOT, (criterion,))
    assert (fits(wanted, NOBODY).answer, fits(wanted, NOBODY).lacking) == (Answer.UNKNOWN, (criterion,))


def test_all_criteria_met():
    wanted = Eligibility(
        60,
        None,
        "p",
        SYARAT | LAYANAN,
        frozenset({"netra", "rungu"}),
        ("63.02",),
        frozenset({"lansia"}),
        frozenset({"ks_1", "pra_sejahtera"}),
    )
    assert fits(wanted, KNOWN).answer is Answer.FITS


def test_what_is_not_met_outweighs_what_is_not_known():
    found = fits(Eligibility(age_from=60, sex="l"), PersonFacts(age=(30, 35)))
    assert (found.answer, found.against, found.lacking) == (
        Answer.FITS_NOT,
        (Criterion.AGE,),
        (Criterion.SEX,),
    )


def test_an_estimated_age_that_reaches_over_the_limit_is_not_known():
    elderly = Eligibility(age_from=60)
    assert fits(elderly, PersonFacts(age=(58, 62))).answer is Answer.UNKNOWN
    assert fits(elderly, PersonFacts(age=(60, 64))).answer is Answer.FITS
    assert fits(elderly, PersonFacts(age=(55, 59))).answer is Answer.FITS_NOT


def test_only_eligibility_shuts_anybody_out_for_lack_of_a_disability():
    without = PersonFacts(disabilities=frozenset())
    assert fits(Eligibility(disability=SYARAT), without).answer is Answer.FITS_NOT
    for role in (SASARAN, LAYANAN):
        assert fits(Eligibility(disability=role), without).answer is Answer.FITS
    assert fits(Eligibility(disability=SASARAN), KNOWN).meant_first
    assert not fits(Eligibility(disability=SASARAN), without).meant_first
    assert not fits(Eligibility(disability=SASARAN, sex="l"), KNOWN).meant_first


def test_somebody_known_to_live_in_the_regency_may_live_in_the_district():
    wanted = Eligibility(residence=("63.02.05",))
    assert fits(wanted, PersonFacts(residence="63.02")).answer is Answer.UNKNOWN
    assert fits(wanted, PersonFacts(residence="63.10")).answer is Answer.FITS_NOT
    assert not within("63.10", "63.1")


@given(
    ends=st.tuples(st.integers(0, 90), st.integers(0, 90)).map(sorted),
    age=st.integers(0, 100),
    spread=st.integers(0, 20),
)
def test_an_estimate_says_what_every_age_in_it_says_and_otherwise_that_it_is_not_known(ends, age, spread):
    wanted = Eligibility(age_from=ends[0], age_to=ends[1])
    each = {fits(wanted, PersonFacts(age=(one, one))).answer for one in range(age, age + spread + 1)}
    together = fits(wanted, PersonFacts(age=(age, age + spread))).answer
    assert together is (each.pop() if len(each) == 1 else Answer.UNKNOWN)
