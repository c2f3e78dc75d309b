"""Addresses that name what is not there say so, instead of showing something else."""

import pytest

from .province import REGENCY, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["77", "x", "0", "-1", "9" * 40, "٧"])
@pytest.mark.parametrize("page", [f"/wilayah/{VILLAGE}/", f"/wilayah/{REGENCY}/", "/periksa/"])
def test_a_round_that_is_not_there_is_not_found(bob, village_results, page, number):
    answer = bob.get(page, {"putaran": number})
    assert answer.status_code == 404


@pytest.mark.parametrize("page", [f"/wilayah/{VILLAGE}/", "/periksa/"])
def test_no_round_or_a_blank_one_is_the_usual_page(bob, village_results, page):
    for asked in ({}, {"putaran": ""}, {"putaran": village_results.id}):
        assert bob.get(page, asked).status_code == 200


def test_an_export_without_an_area_says_what_is_missing(bob, village_results):
    answer = bob.get("/ekspor/desa.csv", {"putaran": village_results.id})
    assert answer.status_code == 404
    assert "tidak menyebut wilayahnya" in answer.content.decode()
