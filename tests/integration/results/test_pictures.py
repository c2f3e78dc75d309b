"""Of a large round the worker decides what may be shown; pages show the last picture, whole, until the next."""

from datetime import date

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor
from bahtera.results import api as results
from bahtera.results import operations
from bahtera.results.models import DecidedPicture
from bahtera.results.queries import forget, pictures, round_figures, villages
from bahtera.results.rules import keeping
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round

FIRST, SECOND = "63.10.05.2003", "63.10.06.2004"
CHECKER = Actor.over("user:1", "Bu Alice", frozenset({"supervisor"}), ("63",))


@pytest.fixture
def row(db, monkeypatch):
    monkeypatch.setattr(pictures, "LARGE", 2)
    forget()
    add_places(dict.fromkeys((FIRST, SECOND), "Contoh"))
    made = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    for village in (FIRST, SECOND):
        store_visits(made.id, village, ["1" * SIZE] * 8 + ["0" * SIZE] * 2)
        results.refresh_village(made.id, village)
    return surveys.get_round(made.id)


def approve(row, village=SECOND, families=1):
    store_visits(row.id, village, ["0" * SIZE] * families)
    results.refresh_village(row.id, village)


def families_of(row, audience="internal", *, live=True):
    return round_figures(row.id, audience, live=live).villages[SECOND].sums.families


def test_what_is_kept_is_what_was_decided(row):
    worked_out = {
        (audience, live): round_figures(row.id, audience, live=live)
        for audience, live in (("internal", True), ("internal", False), ("public", False))
    }
    assert results.decide_waiting() == 3
    forget()
    for (audience, live), one in worked_out.items():
        kept = round_figures(row.id, audience, live=live)
        assert kept == one
        assert kept is not one
        assert kept.shown.means.hidden == one.shown.means.hidden


def test_pages_show_the_last_picture_until_the_next_is_decided(row):
    results.decide_waiting()
    shown = round_figures(row.id, "internal", live=True)
    approve(row)
    assert families_of(row) == 10
    assert (
        round_figures(row.id, "internal", live=True).whole("63").refreshed_at
        == shown.whole("63").refreshed_at
    )
    assert results.decide_waiting() == 3
    assert families_of(row) == 11
    # The released copy waits for its step, as ever.
    assert families_of(row, "public", live=False) == 10
    assert results.decide_waiting() == 0


def test_after_a_change_only_what_changed_is_made_again(row):
    results.decide_waiting()
    before = round_figures(row.id, "internal", live=True)
    whole, unmoved = before.whole("63"), before.whole(FIRST[:8])
    approve(row)
    results.decide_waiting()
    after = round_figures(row.id, "internal", live=True)
    assert after.villages[FIRST] is before.villages[FIRST]
    assert after.whole(FIRST[:8]) is unmoved
    assert after.whole("63").sums.families == whole.sums.families + 1
    kept = after.whole("63"), after.shown
    forget()
    assert (round_figures(row.id, "internal", live=True).whole("63"), after.shown) == kept


def test_a_page_of_a_large_round_decides_nothing(row, monkeypatch):
    results.decide_waiting()
    forget()
    approve(row)
    monkeypatch.setattr(villages, "decided", lambda *_: pytest.fail("a page decided"))
    assert results.area_result(row.id, "63.10", audience="internal", actor=CHECKER).coverage.approved == 20


def test_a_final_round_is_never_shown_by_an_older_picture(row):
    results.decide_waiting()
    approve(row)
    Round.objects.filter(pk=row.id).update(state="final")
    assert families_of(row) == 11
    assert families_of(row, "public") == 11
    assert results.decide_waiting() == 2
    forget()
    assert families_of(row, "public") == 11


def test_a_picture_by_other_rules_or_damaged_is_not_shown(row):
    results.decide_waiting()
    approve(row)
    DecidedPicture.objects.update(rules="f" * 64)
    assert families_of(row) == 11
    assert results.decide_waiting() == 3
    forget()
    approve(row)
    DecidedPicture.objects.update(body=b"torn")
    assert families_of(row) == 12


def test_of_two_workers_the_one_that_read_later_stands(row, monkeypatch):
    results.decide_waiting()
    approve(row)
    work_out = operations.work_out

    def slow(*args, **named):
        found = work_out(*args, **named)
        if not slow.inside:
            slow.inside = True
            approve(row)
            assert results.decide_waiting() == 3
        return found

    slow.inside = False
    monkeypatch.setattr(operations, "work_out", slow)
    results.decide_waiting()
    assert families_of(row) == 12
    assert results.decide_waiting() == 0


def test_a_small_round_is_decided_by_its_pages(row, monkeypatch):
    monkeypatch.setattr(pictures, "LARGE", 5)
    assert results.decide_waiting() == 0
    assert not DecidedPicture.objects.exists()
    approve(row)
    assert families_of(row) == 11


def test_only_what_is_known_is_kept():
    with pytest.raises(TypeError, match="object"):
        keeping.pack({"a": object()})
    packed = keeping.pack({"a": frozenset({("x", "y")}), "b": (1, None, date(2026, 1, 1).isoformat())})
    assert keeping.value_of(keeping.unpack(packed)) == {
        "a": frozenset({("x", "y")}),
        "b": (1, None, "2026-01-01"),
    }
