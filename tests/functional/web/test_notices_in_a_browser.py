"""The bell and the list of notices on narrow phones, on a desk and printed."""

import os
from pathlib import Path

import pytest
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import REGENCY

from bahtera.access import api as access
from bahtera.foundation import events
from bahtera.notices import api as notices
from bahtera.notices import operations
from bahtera.web.duties.registry import loads_of
from bahtera.web.presenters.notices import letter

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 390, DESK])
def test_a_notice_is_found_by_the_bell_and_leads_to_its_things(areas, open_page, width, axe, monkeypatch):
    joined = notices.Joined(loads_of, lambda n: letter(n, "http://x"), mails=True, host="x.example")
    monkeypatch.setattr(operations, "_joined", [joined])
    access.ensure_account(
        username="tpk2d", password="pw", full_name="TPK2D (sintetis)", roles=["tpk2d"], areas=[REGENCY]
    )
    actor = access.actor_behind(f"user:{access.account_id('tpk2d')}")
    tell = [events.Event("reports.returned", "key", {"to": [actor.key]})]
    notices.on_news(tell)
    notices.read_all(actor=actor)
    notices.on_news([*tell, *tell, events.Event("documents.made", "key", {"to": [actor.key]})])
    notices.set_mailbox("rara@dinas.example", actor=actor)
    page = open_page(width, signed_in=entered("tpk2d"))
    page.goto(f"{page.site}/")
    page.get_by_role("link", name="Pemberitahuan: 2 baru").click()
    assert not page.evaluate(TOO_WIDE)
    page.evaluate(axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"pemberitahuan-{width}.png"), full_page=True)
        page.pdf(path=str(Path(PICTURES) / f"pemberitahuan-{width}.pdf"))
    page.get_by_role("button", name="Dokumen yang sudah jadi").click()
    assert page.url == f"{page.site}/dokumen/"
    assert page.get_by_role("link", name="Pemberitahuan: 1 baru").is_visible()
