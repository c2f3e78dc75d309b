"""A desk in a village office: a typist signed in, sheets handed in, and the page that types them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test.utils import override_settings
from tests.fakes.signing_in import entered
from tests.field.app.conftest import published, world
from tests.field.app.world import VILLAGE, World

from bahtera.access import api as access
from bahtera.keying import api as keying
from bahtera.surveys import api as surveys

__all__ = ["published", "world"]
LANGUAGE = "id"


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_where_they_are_built(tmp_path_factory):
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@dataclass
class Office:
    """Those who work at the desk, and how sheets come to it."""

    world: World
    kader: UUID
    actors: dict[str, access.Actor]

    def batch(self, count: int = 1, families: tuple[UUID, ...] = ()) -> tuple[UUID, list[UUID]]:
        """Take in so many blank sheets, or one for each family; return the batch and its sheets."""
        if families:
            printed = surveys.print_prefilled(
                round_id=self.world.round_id,
                village_code=VILLAGE,
                family_ids=families,
                language=LANGUAGE,
                actor=self.world.chief,
            )
        else:
            printed = surveys.print_blank(
                round_id=self.world.round_id,
                village_code=VILLAGE,
                language=LANGUAGE,
                count=count,
                actor=self.world.chief,
            )
        serials = [one.serial for part in printed for one in surveys.paper_forms_of(part.id)]
        batch = keying.open_batch(
            round_id=self.world.round_id,
            village_code=VILLAGE,
            person_id=self.kader,
            received_on=date(2026, 11, 20),
            counted=len(serials),
            serials=serials,
            actor=self.actors["tuti"],
        )
        return batch, [one.id for one in keying.get_batch(batch, actor=self.actors["tuti"]).sheets]


@pytest.fixture
def office(world):
    people = {"tuti": "typist", "joko": "typist", "rina": "coordinator"}
    actors = {
        name: access.ensure_account(
            username=name,
            password="x" * 12,
            full_name=f"{name.title()} (sintetis)",
            roles=[role],
            areas=[VILLAGE],
        )
        for name, role in people.items()
    }
    return Office(world, world.hire(), actors)


def _is_wrong(said):
    """A refusal is told in words on the page; the browser names its status in the console all the same."""
    return said.type == "error" and not any(
        told in said.text for told in ("409 (Conflict)", "ERR_INTERNET_DISCONNECTED")
    )


@pytest.fixture
def desk(browser, live_server, axe):
    """Open a page of the office as somebody; whatever its console complains of fails the test."""
    contexts, complaints = [], []

    def opened(who: str, width: int = 1280, height: int = 800) -> Any:
        site = live_server.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="id-ID", base_url=site
        )
        context.set_default_timeout(15_000)
        cookies = entered(who).cookies
        context.add_cookies([{"name": one.key, "value": one.value, "url": site} for one in cookies.values()])
        contexts.append(context)
        page = context.new_page()
        page.axe = axe
        page.on("console", lambda said: complaints.append(said.text) if _is_wrong(said) else None)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        return page

    yield opened
    for context in contexts:
        # A page that goes away keeps its draft once more; the tables are emptied by then.
        context.set_offline(True)
        context.close()
    assert complaints == []
