"""What the page of a budget says is proved: of every set there is, or of those that were tried."""

from dataclasses import replace

import pytest
from django.utils import translation

from bahtera.needs import api as needs
from bahtera.web.presenters.needs_budget import curve_proof_of, gaps_of, proof_of

WHOLE = needs.BudgetPlan(
    round_id=1,
    area_code="63.10.11.2011",
    index=needs.Definition("ikk", "2025.1", "0" * 64, "working"),
    mapping=needs.load_book().ref,
    budget=20_000_000,
    cost=18_050_000,
    families=206,
    above=150,
    lifted=15,
    bound=15,
    gap=0.0,
    any_gap=0.0,
    tried=65_536,
    every=True,
    settled=True,
    seconds=0.1,
    villages=1,
    left_out=0,
    options=22,
    chosen=(),
    next_best=(),
    curve=((20_000_000, 15),),
    curve_gap=0.0,
    unproved=0,
)
PART = replace(WHOLE, every=False, bound=40, any_gap=63.0)


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def test_of_every_set_it_says_that_it_is_the_best():
    said = proof_of(WHOLE)
    assert said.startswith(
        "Terbukti terbaik: semua susunan pekerjaan sudah dicoba, yaitu 65.536 susunan pekerjaan"
    )
    assert "Apa pun gabungan" not in said, "there is nothing beyond every set"
    assert gaps_of(WHOLE) == (("Paling jauh di bawah pilihan terbaik", "0 %"),)


def test_of_some_sets_it_says_how_many_and_what_no_other_can_pass():
    said = proof_of(PART)
    assert said.startswith("Terbaik dari 65.536 susunan pekerjaan yang dicoba")
    assert "Belum semua susunan dicoba." in said
    assert said.endswith("uang ini tidak dapat mengangkat lebih dari sekitar 40 keluarga.")
    assert [percent for _, percent in gaps_of(PART)] == ["0 %", "63 %"]
    assert "terbukti terbaik" not in said.lower()


@pytest.mark.parametrize("plan", [WHOLE, PART])
def test_a_gap_and_time_that_ran_out_are_told(plan):
    assert "paling banyak 0,05 persen" in proof_of(replace(plan, gap=0.05))
    late = proof_of(replace(plan, gap=0.05, settled=False))
    assert "waktu hitung habis" in late.lower()
    assert not late.startswith("Terb")
    assert "0,02 persen" in curve_proof_of(replace(plan, curve_gap=0.02))


def test_a_plan_from_before_sets_were_counted_names_no_number():
    said = proof_of(replace(PART, tried=0))
    assert said.startswith("Terbaik dari susunan pekerjaan yang dicoba")
    assert " 0 " not in said
