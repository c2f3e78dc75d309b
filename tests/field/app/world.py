"""A small synthetic province for the kader's app: villages, a round, the published family visit, families, people."""

from dataclasses import dataclass, field
from datetime import date
from threading import RLock
from uuid import UUID, uuid4

from django.db import transaction
from tests.fakes.blob_folders import blobs_in
from tests.fakes.places import add_places

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import events
from bahtera.foundation.transactions import durable
from bahtera.questionnaires import api as questionnaires
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys import api as surveys

REGENCY, VILLAGE, NEIGHBOUR = "63.02", "63.02.05.2001", "63.02.05.2002"
PLACES = {
    "63": "Kalimantan Contoh",
    REGENCY: "Tanah Contoh",
    "63.02.05": "Kecamatan Muara",
    VILLAGE: "Sungai Contoh",
    NEIGHBOUR: "Pulau Contoh",
}
WORKBOOK = "definitions/questionnaires/kunjungan_keluarga/kunjungan_keluarga.xlsx"
FAMILIES = (("Ahmad", 3), ("Budi", 1), ("Citra", 4), ("Dewi", 2), ("Eka", 9))
PIN = "482915"


@dataclass(frozen=True)
class World:
    """What a test of the app needs to know of the site.

    ``at_rest`` is held by each request, and by what the test itself changes while a phone is open, so that a change
    falls between two requests and never into one.
    """

    chief: access.Actor
    round_id: int
    families: tuple[UUID, ...]
    at_rest: RLock = field(default_factory=RLock, repr=False)

    def hire(self, name: str = "Siti Aminah", village: str = VILLAGE) -> UUID:
        """Return a kader of a village, who has no phone yet."""
        with self.at_rest:
            return self._hire(name, village)

    def _hire(self, name: str, village: str) -> UUID:
        added = access.add_person(f"{name} (sintetis)", area=village, actor=self.chief)
        access.grant_role(added.id, role="kader", area=village, valid_from=date(2020, 1, 1), actor=self.chief)
        return added.id

    def code_for(self, person: UUID) -> str:
        """Return an activation code as it is printed."""
        with self.at_rest:
            card = access.make_activation_code(person, actor=self.chief)
        return access.shown_code(card.code)

    def approve(self, submission_id: UUID) -> None:
        """Approve a visit, as one does: what a check held is looked at first. These visits take seconds."""
        with self.at_rest:
            if surveys.held_among([submission_id]):
                surveys.release_hold(submission_id, note="Dilihat (sintetis)", actor=self.chief)
            surveys.approve(submission_id, actor=self.chief)

    def work(self) -> None:
        """Do what the worker does between two requests of a phone."""
        with self.at_rest:
            events.dispatch()


def compiled_form(folder) -> dict[str, object]:
    """Publish the family visit once and return its row: Java takes seconds. Call it where the database is open."""
    with blobs_in(folder), transaction.atomic(), open(WORKBOOK, "rb") as workbook:  # noqa: PTH123
        questionnaires.publish(workbook.read(), actor_key="system", indices=("ikk", "ibangga"))
        row = Questionnaire.objects.order_by("-id").values()[0]
        transaction.set_rollback(True)
    return {name: value for name, value in row.items() if name != "id"}


def make_world(form: dict[str, object]) -> World:
    """Fill an empty database."""
    add_places(PLACES)
    published = Questionnaire.objects.create(**form)
    chief = access.ensure_account(
        username="rahmat",
        password=uuid4().hex,
        full_name="Rahmat (sintetis)",
        roles=["supervisor"],
        areas=[REGENCY],
    )
    opened = surveys.create_round(
        name="Putaran satu", year=2026, form_id=published.form_id, opens=date(2026, 1, 1), actor=access.SYSTEM
    )
    found = tuple(add_family(name, members, rt=str(at + 1)) for at, (name, members) in enumerate(FAMILIES))
    events.dispatch()
    return World(chief, opened.id, found)


def add_family(name: str, members: int, *, rt: str = "1", village: str = VILLAGE) -> UUID:
    """Return a family with so many members, the first of them its head."""
    people = [
        families.MemberInput(
            name=f"{name} {'Kepala' if at == 0 else f'Anggota {at}'} (sintetis)",
            relation="kepala" if at == 0 else "anak",
        )
        for at in range(members)
    ]
    with durable():
        return families.record_visit(
            village_code=village,
            family_id=None,
            visited_on=date(2026, 3, 1),
            source=f"uji:{uuid4()}",
            actor_key="system",
            head_name=people[0].name,
            rt=rt,
            rw="1",
            address="Jalan Contoh (sintetis)",
            members=people,
        ).family_id
