"""Agreements through the door: drafted, in force, ended, on paper, and a word before they run out."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from tests.fakes.offices import JAMBI, PDF, REGENCY

from bahtera.access import api as access
from bahtera.access.api import SYSTEM, Actor, Grant, NotAllowed
from bahtera.directory import api as directory
from bahtera.directory.api import Agreement, AgreementKind, Party, Why
from bahtera.foundation import clock, events
from bahtera.notices import api as notices

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture
def pks(offices):
    agency = access.units_behind([offices.ppks])[offices.ppks].agency_id
    return Agreement(
        AgreementKind.PKS,
        " PKS/7/2026 ",
        "Rujukan lansia",
        date(2026, 1, 5),
        date(2026, 1, 5),
        date(2027, 3, 31),
        (Party(agency_id=agency), Party(unit_id=offices.sosial)),
        frozenset({"bantuan_sosial"}),
        (JAMBI,),
        offices.sosial,
    )


@pytest.fixture
def holding(pks, people):
    row = directory.draft_agreement(pks, actor=people.social)
    return directory.agree(row.id, version=1, actor=people.social)


def basis(offices, service="bantuan_sosial", **asked):
    return directory.agreement_for(offices.ppks, offices.sosial, service, on=DAY, **asked)


def test_an_agreement_is_a_draft_until_it_is_agreed_and_then_covers(pks, offices, people):
    assert basis(offices).why is Why.NONE
    row = directory.draft_agreement(pks, actor=people.social)
    assert (row.agreement.number, basis(offices).why) == ("PKS/7/2026", Why.DRAFT)
    wider = replace(row.agreement, services=frozenset())
    row = directory.change_agreement(row.id, wider, version=1, actor=people.social)
    row = directory.agree(row.id, version=2, actor=people.social)
    assert basis(offices, "akta_kelahiran").agreement == row
    assert basis(offices, area="63.10").why is Why.OTHER_AREA
    assert directory.agreement_for(offices.sosial, offices.dukcapil, "x", on=DAY).suffices
    for again in (
        lambda: directory.change_agreement(row.id, pks, version=3, actor=people.social),
        lambda: directory.agree(row.id, version=3, actor=people.social),
    ):
        with pytest.raises(directory.BadAgreement):
            again()
    assert [one.number for one in directory.history_of(row.id, actor=people.kader)] == [3, 2, 1]


def test_ending_wants_a_reason_and_a_version(holding, offices, people):
    with pytest.raises(directory.NoReason):
        directory.end_agreement(holding.id, on=DAY, reason="", version=2, actor=people.social)
    with pytest.raises(directory.Moved):
        directory.end_agreement(holding.id, on=DAY, reason="Dinas dilebur", version=1, actor=people.social)
    directory.end_agreement(holding.id, on=DAY, reason="Dinas dilebur", version=2, actor=people.social)
    assert basis(offices).why is Why.ENDED
    with pytest.raises(directory.BadAgreement):
        directory.end_agreement(holding.id, on=DAY, reason="Dinas dilebur", version=3, actor=people.social)


def test_only_who_writes_for_a_party_writes_it(pks, holding, offices, people):
    naming_own = replace(pks, contact_unit=offices.dukcapil)
    province = Actor.over("user:8", "TPK2D", frozenset({"tpk2d"}), (JAMBI,))
    assert directory.draft_agreement(pks, actor=province).version == 1
    for agreement, actor in ((pks, people.registry), (pks, people.kader)):
        with pytest.raises(NotAllowed):
            directory.draft_agreement(agreement, actor=actor)
    with pytest.raises(directory.BadAgreement, match="contact office"):
        directory.draft_agreement(
            replace(naming_own, parties=(pks.parties[0], Party(unit_id=offices.uptd))), actor=people.registry
        )
    with pytest.raises(NotAllowed):
        directory.end_agreement(holding.id, on=DAY, reason="Bukan milik", version=2, actor=people.registry)
    with pytest.raises(directory.UnknownOffice):
        directory.draft_agreement(
            replace(pks, parties=(pks.parties[0], Party(unit_id=uuid4()))), actor=SYSTEM
        )


def test_agreements_are_listed_by_unit_and_by_area(holding, offices, people):
    assert directory.list_agreements(actor=people.kader, unit_id=offices.ppks) == (holding,)
    assert directory.list_agreements(actor=people.kader, unit_id=offices.uptd) == ()
    assert directory.list_agreements(actor=people.kader, area=REGENCY) == (holding,)
    assert directory.list_agreements(actor=people.kader, area="15.06") == ()


def test_the_signed_paper_is_for_officers(holding, people):
    with pytest.raises(directory.BadFile):
        directory.attach_paper(
            holding.id, name="a.exe", file=io.BytesIO(b"MZ"), version=2, actor=people.social
        )
    with pytest.raises(directory.UnknownAgreement):
        directory.open_agreement_file(holding.id, actor=people.social)
    row = directory.attach_paper(
        holding.id, name="../PKS 7.exe", file=io.BytesIO(PDF), version=2, actor=people.social
    )
    name, file = directory.open_agreement_file(holding.id, actor=people.social)
    with file:
        assert (name, file.read()) == ("PKS 7.pdf", PDF)
    assert directory.needed_files([row.file_sha256, "0" * 64]) == {row.file_sha256}
    with pytest.raises(NotAllowed):
        directory.open_agreement_file(holding.id, actor=people.kader)


def test_people_of_the_parties_are_told_once_before_it_ends_and_not_of_what(holding, offices, hired, root):
    person, actor = hired("Sari")
    access.place_person(
        person, unit_id=offices.sosial, title="Staf", valid_from=date(2026, 11, 22), actor=root
    )

    def told():
        directory.warn_of_ending_agreements()
        events.dispatch()
        return [(row.kind, row.count) for row in notices.list_notices(actor=actor).items]

    with clock.frozen(datetime(2027, 1, 20, 3, tzinfo=UTC)):
        assert told() == [], "the last day is 31 March; it is told 60 days before"
    with clock.frozen(datetime(2027, 2, 5, 3, tzinfo=UTC)):
        assert told() == [("directory.agreement_ending", 1)]
        assert told() == [("directory.agreement_ending", 1)]


def test_of_what_is_ended_or_past_nobody_is_told(holding, people):
    directory.end_agreement(holding.id, on=DAY, reason="Dinas dilebur", version=2, actor=people.social)
    with clock.frozen(datetime(2027, 3, 1, 3, tzinfo=UTC)):
        directory.warn_of_ending_agreements()
    assert directory.get_agreement(holding.id, actor=people.kader).version == 3


def test_a_grant_of_another_unit_of_the_agency_counts_for_an_agreement_of_the_whole_agency(pks, offices):
    colleague = Actor("user:7", "Konselor", (Grant("agency_officer", JAMBI, offices.ppks),))
    assert directory.draft_agreement(pks, actor=colleague).version == 1
