"""Another visit to the same family, as the page of a visit names it: put together only where that can be done."""

import html

import pytest
from django.urls import reverse

from bahtera.surveys.models import Submission

from .province import NEIGHBOUR, VILLAGE

pytestmark = pytest.mark.django_db
OFFER = "Gabungkan keduanya"


@pytest.fixture
def rivals(visit):
    """Two visits to one family in one round: the first counts, the second waits."""

    def make(village):
        counts, waits = visit(state="accepted"), visit(village=village)
        Submission.objects.filter(pk=waits.pk).update(family_id=counts.family_id, is_current=False)
        return counts.pk, waits.pk

    return make


def shown(browser, pk):
    return html.unescape(browser.get(reverse("web:submission", args=[pk])).content.decode())


def test_two_visits_in_one_village_can_be_put_together(rivals, bob):
    pair = rivals(VILLAGE)
    for one in pair:
        text = shown(bob, one)
        assert OFFER in text
        assert "di desa lain" not in text
    assert bob.get(reverse("web:merge_visits", args=pair)).status_code == 200


def test_of_a_visit_in_another_village_the_page_says_so_and_offers_nothing(rivals, bob):
    counts, waits = rivals(NEIGHBOUR)
    assert "Kunjungan ini di desa lain: Desa Sungai Contoh, Kecamatan Muara, Tanah Contoh." in shown(
        bob, counts
    )
    assert "Kunjungan ini di desa lain: Desa Pulau Contoh, Kecamatan Muara, Tanah Contoh." in shown(
        bob, waits
    )
    assert OFFER not in shown(bob, counts) + shown(bob, waits)


def test_an_address_kept_from_before_leads_back_with_the_reason(rivals, bob):
    pair = rivals(NEIGHBOUR)
    reply = bob.get(reverse("web:merge_visits", args=pair), follow=True)
    assert reply.redirect_chain == [(reverse("web:submission", args=[pair[0]]), 302)]
    assert "Kedua kunjungan ini tidak bisa digabung" in html.unescape(reply.content.decode())
