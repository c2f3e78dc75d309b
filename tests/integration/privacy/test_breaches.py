"""A breach from the moment it is known to its closing report."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.integration.privacy.conftest import NOW

from bahtera.access.api import Actor, NotAllowed
from bahtera.foundation import audit, clock
from bahtera.privacy import api

pytestmark = pytest.mark.django_db
IMPACT = api.Impact(affected=12, data="nama dan alamat", advice="waspadai telepon {asing}")


def found(officer, **more):
    told = {
        "kind": "salah_kirim",
        "what_happened": "Lampiran terkirim ke dinas lain",
        "found_at": NOW - timedelta(hours=1),
        "zone": "Asia/Makassar",
    }
    return api.open_breach(**{**told, **more}, actor=officer)


def assessed(officer):
    row = found(officer)
    api.contain_breach(row.id, handling="Surel ditarik", actor=officer)
    return api.assess_breach(row.id, IMPACT, actor=officer)


def test_from_found_to_closed(officer):
    row = assessed(officer)
    letter = api.draft_notice(row.id, api.Audience.AUTHORITY, contact="Dian (sintetis)", actor=officer)
    assert "Diketahui: 22-11-2026 10.00 WITA. Batas pemberitahuan: 25-11-2026 10.00 WITA." in letter
    assert "Orang yang terdampak: 12." in letter
    person = api.draft_notice(row.id, api.Audience.PERSON, contact="Dian (sintetis)", actor=officer)
    assert "waspadai telepon {asing}" in person
    api.record_notice(row.id, api.Audience.AUTHORITY, letter=letter, sent_at=NOW, actor=officer)
    with pytest.raises(api.BreachRefused) as caught:
        api.close_breach(row.id, cause="salah pilih", prevention="dua orang memeriksa", actor=officer)
    assert caught.value.code == "privacy.notices_missing"
    done = api.record_notice(row.id, api.Audience.PERSON, letter=person, sent_at=NOW, actor=officer)
    assert (done.state, done.is_overdue, done.was_late) == ("notified", False, False)
    api.close_breach(row.id, cause="salah pilih", prevention="dua orang memeriksa", actor=officer)
    report = api.closing_report(row.id, actor=officer)
    assert "Pemberitahuan: tepat waktu" in report
    assert "Pencegahan: dua orang memeriksa" in report
    actions = [one.action for one in audit.trail_of([f"breach:{row.id}"])]
    assert actions == [
        "privacy.breach_opened",
        "privacy.breach_contained",
        "privacy.breach_assessed",
        "privacy.breach_notified",
        "privacy.breach_notified",
        "privacy.breach_closed",
    ]


def test_the_clock_runs_out_and_stays_told(officer):
    row = assessed(officer)
    with clock.frozen(row.due_at):
        assert not api.get_breach(row.id, actor=officer).is_overdue
    late = row.due_at + timedelta(seconds=1)
    with clock.frozen(late):
        assert api.get_breach(row.id, actor=officer).is_overdue
        api.record_notice(row.id, api.Audience.PERSON, letter="x", sent_at=late, actor=officer)
        assert api.list_breaches(actor=officer).items[0].is_overdue
        api.record_notice(row.id, api.Audience.AUTHORITY, letter="x", sent_at=late, actor=officer)
        done = api.close_breach(row.id, cause="a", prevention="b", actor=officer)
        assert (done.is_overdue, done.was_late) == (False, True)
        assert "Pemberitahuan: TERLAMBAT" in api.closing_report(row.id, actor=officer)


def test_no_step_is_left_out(officer):
    row = found(officer)
    for act in (
        lambda: api.assess_breach(row.id, IMPACT, actor=officer),
        lambda: api.draft_notice(row.id, api.Audience.PERSON, contact="x", actor=officer),
        lambda: api.record_notice(row.id, api.Audience.PERSON, letter="x", sent_at=NOW, actor=officer),
        lambda: api.close_breach(row.id, cause="a", prevention="b", actor=officer),
        lambda: api.closing_report(row.id, actor=officer),
        lambda: api.contain_breach(row.id, handling=" ", actor=officer),
    ):
        with pytest.raises(api.BreachRefused):
            act()
    assert api.get_breach(row.id, actor=officer).state == "found"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "hujan"},
        {"what_happened": "  "},
        {"zone": "Europe/Paris"},
        {"found_at": NOW + timedelta(seconds=1)},
        {"found_at": NOW.replace(tzinfo=None)},
    ],
)
def test_what_cannot_be_is_refused(officer, wrong):
    with pytest.raises(api.BreachRefused):
        found(officer, **wrong)


def test_a_notice_goes_out_once_and_not_before_the_breach(officer):
    row = assessed(officer)
    for sent_at in (row.found_at - timedelta(seconds=1), NOW + timedelta(seconds=1)):
        with pytest.raises(api.BreachRefused):
            api.record_notice(row.id, api.Audience.PERSON, letter="x", sent_at=sent_at, actor=officer)
    api.record_notice(row.id, api.Audience.PERSON, letter="x", sent_at=NOW, actor=officer)
    with pytest.raises(api.BreachRefused):
        api.record_notice(row.id, api.Audience.PERSON, letter="y", sent_at=NOW, actor=officer)


def test_an_auditor_reads_and_does_nothing(officer, supervisor):
    row = found(officer)
    auditor = Actor.over("user:5", "Wati", frozenset({"auditor"}), ("63",))
    assert [one.id for one in api.list_breaches(actor=auditor).items] == [row.id]
    for act in (
        lambda: found(auditor),
        lambda: api.contain_breach(row.id, handling="x", actor=auditor),
        lambda: api.assess_breach(row.id, IMPACT, actor=auditor),
        lambda: api.close_breach(row.id, cause="a", prevention="b", actor=auditor),
        lambda: api.closing_report(row.id, actor=auditor),
        lambda: api.list_breaches(actor=supervisor),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(api.NoSuchRecord):
        api.get_breach(uuid4(), actor=auditor)


@pytest.mark.parametrize("affected", [-1, 2**31])
def test_a_count_that_cannot_be_is_refused(officer, affected):
    row = found(officer)
    api.contain_breach(row.id, handling="Surel ditarik", actor=officer)
    with pytest.raises(api.BreachRefused):
        api.assess_breach(row.id, api.Impact(affected, "nama", "waspada"), actor=officer)
    assert api.get_breach(row.id, actor=officer).state == "contained"
