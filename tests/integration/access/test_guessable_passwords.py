"""What a guesser in Indonesia tries first is refused, whatever list of leaks it stands in."""

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.places import place

from bahtera.access import api as access
from bahtera.access.operations.signing_in.passwords import check_first_password, check_password_choice
from bahtera.areas.models import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def dewi():
    Area.objects.bulk_create(
        [place("15", "Jambi"), place("63", "Kalimantan Selatan"), place("63.10", "Tanah Bumbu")]
    )
    access.ensure_account(
        username="dewi", password="kopi-pahit-dua-gelas", full_name="Dewi", roles=["tpk2d"], areas=["63.10"]
    )
    return get_user_model().objects.get(username="dewi")


@pytest.mark.parametrize(
    "password",
    [
        "garudapancasila",
        "rahasianegara",
        "akusayangkamu",
        "sayangkamu123",
        "kalimantanselatan",
        "tanahbumbu2026",
        "jambi1234567",
        "Bismillah-Jambi-1",
    ],
)
def test_words_of_the_country_and_places_around_are_no_password(dewi, password):
    with pytest.raises(access.WeakPassword):
        check_password_choice(dewi.pk, password)


@pytest.mark.parametrize("password", ["perahu-di-sungai-2026", "tujuh ekor kerbau putih berenang"])
def test_words_that_somebody_put_together_are_one(dewi, password):
    check_password_choice(dewi.pk, password)


def test_a_first_password_is_looked_at_too(dewi):
    with pytest.raises(access.WeakPassword):
        check_first_password("garudapancasila", username="wati", full_name="Wati")
