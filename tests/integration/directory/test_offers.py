"""Services of offices through the door: who writes them, that nothing is lost, and the table."""

from dataclasses import replace
from datetime import date

import pytest
from tests.fakes.offices import FAR, REGENCY

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.directory import api as directory
from bahtera.directory.api import Answer, Eligibility, Offer, PersonFacts
from bahtera.directory.models import OfferRecord, Write
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 5)
DAY = date(2026, 6, 1)
ELDERLY = Eligibility(age_from=60, residence=(REGENCY,))


@pytest.fixture
def aid(offices, people):
    return directory.keep_offer(
        Offer(offices.sosial, "bantuan_sosial", FIRST, eligibility=ELDERLY, capacity=20, cost=" Gratis \x00"),
        actor=people.social,
    )


def test_an_officer_writes_for_the_own_unit_and_everybody_reads(aid, offices, people):
    assert (aid.version, aid.offer.cost) == (1, "Gratis")
    assert directory.get_offer(aid.id, actor=people.kader) == aid
    assert directory.offers_of_units([offices.sosial], on=DAY, actor=people.kader) == (aid,)
    assert directory.offers_of_units([offices.sosial], on=date(2025, 1, 1), actor=people.kader) == ()
    far = Actor.over("user:9", "Admin jauh", frozenset({"administrator"}), (FAR,))
    for stranger in (people.registry, people.kader, far):
        with pytest.raises(NotAllowed):
            directory.keep_offer(Offer(offices.sosial, "puspaga", FIRST), actor=stranger)
        with pytest.raises(NotAllowed):
            directory.change_offer(aid.id, aid.offer, version=1, actor=stranger)
    assert OfferRecord.objects.count() == 1


def test_every_write_stays_with_what_changed_and_a_write_that_changes_nothing_is_none(aid, people):
    more = replace(aid.offer, capacity=30, languages=frozenset({"jax"}))
    changed = directory.change_offer(aid.id, more, version=1, actor=people.social, reason="Petugas bertambah")
    assert (changed.version, changed.offer) == (2, more)
    assert directory.change_offer(aid.id, more, version=2, actor=SYSTEM).version == 2
    newest, oldest = directory.history_of(aid.id, actor=people.kader)
    assert (newest.number, newest.changed, newest.reason) == (
        2,
        ("capacity", "languages"),
        "Petugas bertambah",
    )
    assert (newest.actor_key, oldest.actor_key) == (people.social.key, people.social.key)
    assert "capacity" in oldest.changed
    told = AuditEntry.objects.filter(subject=f"offer:{aid.id}").order_by("id")
    assert [entry.action for entry in told] == ["directory.offer_kept", "directory.offer_changed"]


def test_two_who_write_at_once_do_not_overwrite_each_other(aid, people):
    directory.change_offer(aid.id, replace(aid.offer, capacity=30), version=1, actor=people.social)
    with pytest.raises(directory.Moved) as refused:
        directory.change_offer(aid.id, replace(aid.offer, capacity=5), version=1, actor=SYSTEM)
    assert refused.value.details == {"version": 2}
    assert directory.get_offer(aid.id, actor=SYSTEM).offer.capacity == 30


def test_a_unit_offers_a_service_once_at_a_time(aid, people):
    again = replace(aid.offer, valid_from=date(2027, 1, 1))
    with pytest.raises(directory.Overlapping):
        directory.keep_offer(again, actor=people.social)
    ended = directory.end_offer(
        aid.id, last_day=date(2026, 12, 31), version=1, reason="Anggaran habis", actor=people.social
    )
    assert ended.offer.valid_to == date(2026, 12, 31)
    assert directory.keep_offer(again, actor=people.social).version == 1
    with pytest.raises(directory.Overlapping):
        directory.change_offer(aid.id, replace(aid.offer, valid_to=None), version=2, actor=people.social)
    with pytest.raises(directory.NoReason):
        directory.end_offer(aid.id, last_day=DAY, version=2, reason=" ", actor=people.social)


def test_bad_input_is_told_whole_and_keeps_nothing(offices, people):
    wrong = Offer(
        offices.sosial,
        "sulap",
        FIRST,
        valid_to=date(2025, 1, 1),
        eligibility=Eligibility(age_from=70, age_to=60, residence=("99.99",)),
        accessibility=frozenset({"lift_emas"}),
    )
    with pytest.raises(directory.BadOffer) as refused:
        directory.keep_offer(wrong, actor=people.social)
    assert [one.code for one in refused.value.faults] == [
        "directory.no_such_service",
        "directory.upside_down",
        "directory.bad_ages",
        "directory.no_such_area",
        "directory.no_such_code",
    ]
    assert not OfferRecord.objects.exists()
    assert not Write.objects.exists()


def test_offers_of_a_service_come_with_what_their_criteria_say(aid, offices, people):
    other = directory.keep_offer(
        Offer(offices.dukcapil, "bantuan_sosial", FIRST, eligibility=Eligibility(age_to=17)),
        actor=people.registry,
    )
    elder = PersonFacts(age=(70, 70), residence="15.05.01.2001")
    found = directory.offers_for("bantuan_sosial", elder, on=DAY, actor=people.kader)
    assert [(one.id, fit.answer) for one, fit in found] == [
        (aid.id, Answer.FITS),
        (other.id, Answer.FITS_NOT),
    ]
    ((_, fit),) = directory.offers_for(
        "bantuan_sosial", PersonFacts(), on=DAY, actor=people.kader, units=[offices.sosial]
    )
    assert [one.value for one in fit.lacking] == ["umur", "wilayah_tinggal"]


def test_the_table_goes_out_and_comes_in_again(aid, people):
    text = directory.write_table(REGENCY, actor=people.kader)
    assert directory.keep_table(text.encode(), actor=SYSTEM) == directory.TableOutcome(0, 0, 1)
    more = text.replace(",20,", ",35,") + "dukcapil-muaro,akta_kelahiran,,2026-01-05" + "," * 16 + "\n"
    assert directory.preview_table(more.encode(), actor=SYSTEM).faults == ()
    assert directory.keep_table(more.encode(), actor=SYSTEM) == directory.TableOutcome(1, 1, 0)
    assert directory.get_offer(aid.id, actor=SYSTEM).offer.capacity == 35
    assert directory.get_offer(aid.id, actor=SYSTEM).version == 2


def test_one_fault_in_a_table_keeps_nothing_of_it(aid, people):
    head = "unit,layanan,mulai,selesai\n"
    good, late = "sosial-muaro,puspaga,2026-01-05,\n", "sosial-muaro,bantuan_sosial,2026-02-01,\n"
    for wrong, code, line, column in (
        ("dukcapil-muaro,akta_kelahiran,2026-01-05,\n", "directory.no_such_unit", 3, 1),
        ("sosial-muaro,sulap,2026-01-05,\n", "directory.no_such_service", 3, 2),
        (late, "directory.overlapping", 3, 0),
    ):
        with pytest.raises(directory.BadTable) as refused:
            directory.keep_table((head + good + wrong).encode(), actor=people.social)
        assert [(one.code, one.line, one.column) for one in refused.value.faults] == [(code, line, column)]
        assert OfferRecord.objects.count() == 1
    with pytest.raises(NotAllowed):
        directory.keep_table((head + good).encode(), actor=people.kader)


def test_lists_ask_the_same_few_questions_however_long_they_are(
    offices, people, django_assert_max_num_queries
):
    for number in range(12):
        directory.keep_offer(
            Offer(offices.sosial, "", FIRST, own_words=f"Layanan {number}"), actor=people.social
        )
    directory.keep_offer(Offer(offices.sosial, "puspaga", FIRST), actor=people.social)
    with django_assert_max_num_queries(1):
        assert len(directory.offers_of_units([offices.sosial], on=DAY, actor=people.kader)) == 13
    with django_assert_max_num_queries(2):
        assert len(directory.write_table("", actor=people.kader).splitlines()) == 14
    with django_assert_max_num_queries(2):
        assert len(directory.offers_for("puspaga", PersonFacts(), on=DAY, actor=people.kader)) == 1
