"""Forms on paper: each has a serial before it is printed, can be found by it, and can be cancelled."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE

from bahtera.access.api import Actor, NotAllowed
from bahtera.families import api as families
from bahtera.foundation import blobs, clock
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys
from bahtera.surveys.queries.paper.serials import new_serial

pytestmark = pytest.mark.django_db


@pytest.fixture
def give(round_one, rahmat):
    def give(count=3, **changed):
        wanted = {"round_id": round_one.id, "village_code": VILLAGE, "language": "", "actor": rahmat}
        return surveys.print_blank(count=count, **{**wanted, **changed})

    return give


@pytest.fixture
def blank(give):
    return lambda *count, **changed: give(*count, **changed)[0]


def test_each_form_has_a_serial_of_its_own_in_files_of_fifty(give, rahmat):
    batches = give(120, spare=5)
    forms = [form for batch in batches for form in surveys.paper_forms_of(batch.id)]
    assert len({one.serial for one in forms}) == 120
    assert [one.place for one in forms] == list(range(1, 121))
    assert [one.forms for one in batches] == [50, 50, 20]
    assert batches == [surveys.paper_batch(one.id, actor=rahmat) for one in batches]
    assert [one.spare for one in batches] == [5, 0, 0]


def test_a_form_is_found_as_somebody_types_its_serial(blank):
    form = surveys.paper_forms_of(blank(1).id)[0]
    signs = form.serial.removeprefix("BHT-")
    for typed in (form.serial, form.serial.lower(), signs, f"bht {signs[:5]} {signs[5:]}", f"BHT{signs}"):
        assert surveys.paper_form(typed) == form
    assert form.village_code == VILLAGE
    assert form.family_id is None
    assert form.form_version == "1"


def test_a_slip_finds_nothing(blank):
    serial = surveys.paper_forms_of(blank(1).id)[0].serial
    slipped = serial[:-1] + ("0" if serial[-1] != "0" else "1")
    for typed in ("", "BHT-", slipped, serial[4:][::-1], new_serial(), "x" * 500):
        with pytest.raises(surveys.UnknownPaper):
            surveys.paper_form(typed)


def test_too_many_or_none_are_refused(blank):
    for count in (0, 201):
        with pytest.raises(surveys.InvalidPrinting):
            blank(count)


def test_foreign_villages_and_kader_are_refused(blank, siti, chief):
    with pytest.raises(NotAllowed):
        blank(1, actor=siti)
    with pytest.raises(NotAllowed):
        blank(1, village_code="15.01.01.2001")
    batch = blank(1, village_code=OTHER_VILLAGE)
    stranger = Actor.over("user:9", "Sri", frozenset({"supervisor"}), ("15.01",))
    with pytest.raises(surveys.UnknownPaper):
        surveys.paper_batch(batch.id, actor=stranger)
    serial = surveys.paper_forms_of(batch.id)[0].serial
    with pytest.raises(surveys.UnknownPaper):
        surveys.cancel_paper(serial, why="lost", actor=stranger)


def test_a_language_the_form_does_not_speak_is_refused(blank):
    with pytest.raises(surveys.InvalidPrinting):
        blank(1, language="bjn")


def test_a_lost_form_is_cancelled_once(blank, rahmat, round_one):
    form = surveys.paper_forms_of(blank(2).id)[0]
    surveys.cancel_paper(form.serial, why="lost", actor=rahmat)
    found = surveys.paper_form(form.serial)
    assert (found.state, found.cancelled_why) == ("cancelled", "lost")
    with pytest.raises(surveys.InvalidPrinting):
        surveys.cancel_paper(form.serial, why="lost", actor=rahmat)
    listed = surveys.handed_out(round_one.id, VILLAGE, actor=rahmat)
    assert [one.state for one in listed] == ["cancelled", "printed"]
    assert AuditEntry.objects.filter(
        action="surveys.paper_cancelled", subject=f"paper:{form.serial}"
    ).exists()


def test_prefilled_forms_are_of_families_that_live_there(round_one, rahmat):
    here, elsewhere, own = (_family(code) for code in (VILLAGE, OTHER_VILLAGE, VILLAGE))
    kin = replace(rahmat, kin=frozenset({own}))
    (batch,) = surveys.print_prefilled(
        round_id=round_one.id,
        village_code=VILLAGE,
        family_ids=[here, elsewhere, own, here, uuid4()],
        language="",
        actor=kin,
    )
    assert [one.family_id for one in surveys.paper_forms_of(batch.id)] == [here]
    entry = AuditEntry.objects.get(action="surveys.paper_printed")
    assert f"family:{here}" in str(entry.about)
    with pytest.raises(surveys.InvalidPrinting):
        surveys.print_prefilled(
            round_id=round_one.id, village_code=VILLAGE, family_ids=[own], language="", actor=kin
        )


def test_the_file_is_let_go_after_two_weeks_and_can_be_made_again(blank, rahmat, now):
    batch = blank(1)
    sha256 = blobs.put(b"%PDF")
    surveys.paper_made(batch.id, sha256, pages=4)
    with surveys.open_paper(batch.id, actor=rahmat) as file:
        assert file.read() == b"%PDF"
    with clock.frozen(now + timedelta(days=13)):
        surveys.forget_prints()
    assert blobs.exists(sha256)
    with clock.frozen(now + timedelta(days=15)):
        surveys.forget_prints()
    assert not blobs.exists(sha256)
    assert surveys.paper_batch(batch.id, actor=rahmat).stage == "forgotten"
    with pytest.raises(surveys.UnknownPaper):
        surveys.open_paper(batch.id, actor=rahmat)
    again = surveys.paper_again(batch.id, actor=rahmat)
    assert (again.stage, again.forms) == ("waiting", 1)
    assert len(surveys.paper_forms_of(batch.id)) == 1


def _family(village):
    with durable():
        return families.record_visit(
            village_code=village,
            family_id=None,
            visited_on=date(2026, 11, 1),
            source=f"uji:{uuid4()}",
            actor_key="system",
            head_name="Ani",
            members=[families.MemberInput(name="Ani", relation="kepala")],
        ).family_id
