"""Another visit to the same family, as the page of a visit names it: put together only where that can be done."""

import html
import re

import pytest
from django.urls import reverse

from bahtera.foundation import clock
from bahtera.surveys.models import ReviewEntry, Submission

from .province import FAR, NEIGHBOUR, VILLAGE

pytestmark = pytest.mark.django_db
OFFER = "Gabungkan keduanya"


@pytest.fixture
def rivals(visit):
    """Two visits to one family in one round: the first counts, the second waits."""

    def make(village):
        counts, waits = visit(state="accepted"), visit(village=village, answers={"alamat": "Jalan Melati"})
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
    page = bob.get(reverse("web:merge_visits", args=pair))
    assert page.status_code == 200
    assert "<span>Jawaban lain</span>" in page.text
    assert "Lainnya</span>" not in page.text.split("<main")[1]


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


def step(row, move, note):
    ReviewEntry.objects.create(
        submission=row,
        at=clock.now(),
        actor_key="user:1",
        actor_name="Rahmat",
        move=move,
        from_state="flagged",
        to_state=row.state,
        note=note,
    )


def history_of(browser, pk):
    return re.search(r'<ol class="timeline">(.*?)</ol>', shown(browser, pk), re.DOTALL)[1]


def test_what_took_a_visits_place_is_linked_in_words(visit, bob):
    left, right, merged = visit("superseded"), visit("superseded"), visit("flagged")
    Submission.objects.filter(pk=merged.pk).update(previous=left, merged_with=right, version_number=2)
    for one in (left, right):
        step(one, "replace", merged.instance_id)
        told = history_of(bob, one.pk)
        link = f'<a href="{reverse("web:submission", args=[merged.pk])}">Lihat kunjungan gabungannya</a>'
        assert link in told
        assert "Digabung dengan kunjungan lain" in told
        assert "uuid:" not in told
    later = visit("flagged")
    Submission.objects.filter(pk=later.pk).update(previous=merged, version_number=3)
    step(merged, "replace", later.instance_id)
    told = history_of(bob, merged.pk)
    assert f'<a href="{reverse("web:submission", args=[later.pk])}">Lihat versi 3</a>' in told
    assert "Diganti versi yang lebih baru" in told
    other = visit("approved")
    step(later, "replace", other.instance_id)
    told = history_of(bob, later.pk)
    link = f'<a href="{reverse("web:submission", args=[other.pk])}">Lihat kunjungan oleh Kader Norhayati</a>'
    assert link in told
    assert "Diganti kunjungan lain" in told


def test_what_took_its_place_out_of_the_readers_sight_is_not_named(visit, bob):
    here, far = visit("superseded"), visit("approved", village=FAR)
    step(here, "replace", far.instance_id)
    told = history_of(bob, here.pk)
    assert "Diganti" in told
    assert "<a " not in told
    assert "uuid:" not in told


def test_a_merged_visit_tells_no_duration(visit, bob):
    row = visit("flagged")
    assert "23 menit" in shown(bob, row.pk)
    step(row, "merge", "Siti + Dewi")
    text = shown(bob, row.pk)
    assert "digabung dari dua kunjungan" in text
    assert "23 menit" not in text
