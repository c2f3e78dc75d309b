"""Villages in which some families lack named indicators, among families that lack others by chance."""

import random
from datetime import date

from django.db import transaction
from tests.fakes.family_visits import IKK, SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor
from bahtera.families import api as register
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission, SubmissionScore

__all__ = [
    "AT",
    "BIRTH",
    "FAR",
    "HOUSE",
    "OTHER",
    "REGENCY",
    "STRANGER",
    "SUPERVISOR",
    "THIRD",
    "TPK2D",
    "VILLAGE",
]
REGENCY = "63.02"
VILLAGE, OTHER, THIRD, FAR = "63.02.05.2001", "63.02.05.2002", "63.02.05.2003", "63.10.05.2003"
BIRTH, HOUSE = "IKK-D1-02", "IKK-D3-02"
AT = {each.id: place for place, each in enumerate(IKK.indicators)}
TPK2D = Actor.over("user:2", "Pak Bob", frozenset({"tpk2d"}), (REGENCY,))
SUPERVISOR = Actor.over("user:3", "Bu Chelsea", frozenset({"supervisor"}), (REGENCY,))
STRANGER = Actor.over("user:4", "Pak Dodi", frozenset({"tpk2d"}), ("63.10",))


def families(count, seed, **shares):
    """Return patterns of states; ``shares`` says how many of a hundred meet a named indicator (BIRTH=40)."""
    chooser = random.Random(seed)
    wanted = {AT[globals()[name]]: share / 100 for name, share in shares.items()}
    return [
        "".join("1" if chooser.random() < wanted.get(place, 0.78) else "0" for place in range(SIZE))
        for _ in range(count)
    ]


PATTERNS = {
    VILLAGE: families(90, 1, BIRTH=40, HOUSE=60),
    OTHER: families(80, 2, BIRTH=60, HOUSE=40),
    THIRD: families(70, 3),
    FAR: families(60, 4),
}


def measure():
    """Store the villages in a round and let the counts follow."""
    names = {VILLAGE: "Contoh Hilir", OTHER: "Contoh Hulu", THIRD: "Contoh Tengah", FAR: "Jauh"}
    add_places({**names, REGENCY: "Teluk Contoh"})
    row = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    for code, patterns in PATTERNS.items():
        store_visits(row.id, code, patterns)
        results.refresh_village(row.id, code)
    return row


def lacking(village, indicator):
    """Count families of a village that do not meet an indicator."""
    return sum(states[AT[indicator]] == "0" for states in PATTERNS[village])


def on_the_register(round_id, village, count):
    """Put families of visits on the register; return them with whether they have the birth certificates ("1", "0")."""
    visits = Submission.objects.filter(round_id=round_id, village_code=village).order_by("pk")[:count]
    found = []
    for at, visit in enumerate(visits):
        with transaction.atomic():
            made = register.record_visit(
                village_code=village,
                family_id=None,
                visited_on=date(2026, 3, 1),
                members=[register.MemberInput(f"Sintetis {at}", relation="kepala")],
                rt="1",
                rw="1",
                source=f"visit:{at}",
                actor_key="token:1",
            )
        Submission.objects.filter(pk=visit.pk).update(family_id=made.family_id)
        found.append((made.family_id, SubmissionScore.objects.get(submission=visit).states[AT[BIRTH]]))
    return found
