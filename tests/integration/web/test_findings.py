"""Findings as a visit's page lists them."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from bahtera.access.api import Actor
from bahtera.families import api as families
from bahtera.questionnaires.api import QuestionLabels
from bahtera.surveys.api import FindingRow
from bahtera.web.presenters.finding_lines import finding_lines

from .province import VILLAGE

pytestmark = pytest.mark.django_db

REVIEWER = Actor.over(key="user:1", name="Bu Chelsea", roles=frozenset({"supervisor"}), areas=("63.10",))
STRANGER = Actor.over(key="user:2", name="Pak Bob", roles=frozenset({"supervisor"}), areas=("63.02",))


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


@pytest.fixture
def known(areas):
    outcome = families.record_visit(
        village_code=VILLAGE,
        family_id=None,
        no_kk="",
        kk_reason="tidak_punya",
        head_name="Siti Contoh",
        members=[
            families.MemberInput(
                member_id=None,
                name="Siti Contoh",
                nik="",
                nik_reason="tidak_punya",
                sex="p",
                birth_date=date(1990, 1, 2),
                birth_date_estimated=False,
                relation="kepala",
            )
        ],
        visited_on=date(2026, 1, 5),
        source="submission:1",
        actor_key="token:1",
        address="",
        dusun="",
        rw="",
        rt="",
    )
    return families.get_family(outcome.family_id)


def finding(code: str, *, severity: str = "error", row: int | None = None, value: str = "") -> FindingRow:
    return FindingRow(code, severity, "", "", row, value, {"id": f"Kalimat {value}", "en": ""})


def lines(rows, actor=REVIEWER):
    return finding_lines(rows, {}, frozenset(), actor)


def test_many_recomputed_values_are_one_line_that_unfolds_below_real_errors():
    rows = [finding("calculate_differs", value=str(n)) for n in range(5)]
    first, second, third = lines([*rows, finding("constraint_failed"), finding("x", severity="info")])
    assert first.message == "Kalimat "
    assert second.message == "5 hasil hitungan HP berbeda dengan hitungan server."
    assert [one.message for one in second.inside] == [f"Kalimat {n}" for n in range(5)]
    assert third.severity == "info"


def test_one_recomputed_value_says_itself():
    (only,) = lines([finding("calculate_differs", value="3")])
    assert (only.message, only.inside) == ("Kalimat 3", ())


def test_a_doubt_about_a_person_names_whom_it_means_once(known):
    value = f"member:{known.members[0].id}"
    rows = [
        finding("families.same_person_suspected", row=1, value=one) for one in (value, value, "", "member:x")
    ]
    (only,) = lines(rows)
    (person,) = only.people
    assert person.name == "Siti Contoh"
    assert str(known.id) in person.url
    (family,) = lines([finding("families.kk_seen", value=f"family:{known.id}")])[0].people
    assert family.name == "Keluarga Siti Contoh"


def test_whoever_may_not_see_the_area_learns_no_name(known):
    rows = [finding("families.nik_seen", row=1, value=f"member:{known.members[0].id}")]
    (person,) = lines(rows, STRANGER)[0].people
    assert "Siti" not in person.name
    assert (person.place, person.url) == ("", "")


def test_a_record_that_is_gone_is_left_out():
    assert lines([finding("families.nik_seen", row=1, value=f"member:{uuid4()}")])[0].people == ()


def test_a_stored_finding_keeps_whom_it_means():
    from bahtera.surveys.operations.receiving.settling import _whom

    key = str(uuid4())
    assert _whom({"member_id": key, "family_id": str(uuid4())}) == f"member:{key}"
    assert _whom({"family_id": key}) == f"family:{key}"
    assert _whom({"member_id": "None"}) == ""


def test_answers_that_were_not_asked_are_one_line_that_unfolds():
    rows = [finding("not_asked", severity="warning", value=str(n)) for n in range(3)]
    first, second = lines([*rows, finding("x", severity="warning")])
    assert first.message == "Kalimat "
    assert second.message == "3 pertanyaan terisi padahal tidak perlu ditanyakan; jawabannya tidak dihitung."
    assert len(second.inside) == 3


def test_a_long_question_is_cut_and_stands_there_once():
    consent = "Apakah keluarga bersedia? " + "Jawaban dirahasiakan dan hanya dipakai untuk pendataan. " * 10
    labels = {"setuju": QuestionLabels({"id": consent, "en": consent}, {})}
    row = FindingRow("required_missing", "error", "setuju", "", None, "", {"id": f"“{consent}” wajib diisi."})
    (line,) = finding_lines([row], labels, frozenset(), REVIEWER)
    assert line.message.endswith("… ” wajib diisi.".replace(" ”", "”"))
    assert len(line.message) < 130
    assert len(line.question) < 100
