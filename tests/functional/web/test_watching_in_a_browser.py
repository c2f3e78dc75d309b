"""The pages of emergency access, of the audit and of the keys on a narrow phone, on a desk and on paper."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import (
    DESK,
    LONG,
    PHONE,
    SMALL,
    TOO_WIDE,
    WIDER_PHONE,
    WIDER_THAN_ITSELF,
    open_page,
)
from tests.integration.web.province import PROVINCE, REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.foundation import audit
from bahtera.foundation.sealing import records

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
# Where pictures are kept for whoever wants to look at them; none are without it.
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


def account(name, *roles, area):
    access.ensure_account(
        username=name,
        password="pw",
        full_name=f"{name.title()} {LONG if name == 'wati' else '(sintetis)'}",
        roles=list(roles),
        areas=[area],
    )
    return access.actor_of(get_user_model().objects.get(username=name))


@pytest.fixture
def watched(measured, doubtful_visit):
    """A case worker with emergency access that runs, an officer who was told, an administrator."""
    wati = account("wati", "case_worker", area=REGENCY)
    dian = account("dian", "data_protection_officer", area=PROVINCE)
    account("ratna", "administrator", area="")
    records.remember()
    [told] = access.witnesses_for(wati, area=VILLAGE)
    glass = access.break_glass(
        "supervisor",
        area=VILLAGE,
        reason=f"Seorang anak hilang sejak sore, keluarganya harus ditemukan malam ini. {LONG}",
        witness_id=told.person_id,
        length=timedelta(hours=2),
        actor=wati,
    )
    held = access.actor_of(get_user_model().objects.get(username="wati"))
    with access.carrying(held):
        access.note_read(held, "submission.read", subject=f"submission:{doubtful_visit.pk}")
    audit.note(
        "surveys.refused", actor="token:3", subject=f"body:{'ab' * 32}", details={"code": "surveys.refused"}
    )
    audit.anchor()
    audit.note(
        audit.VERIFIED,
        actor="system",
        subject="audit",
        details={"entries": 12, "problems": 0, "first_day": "2026-11-22", "last_day": "2026-11-22"},
    )
    assert dian.roles
    return {
        "dian": {"audit": "/jejak/", "reviews": "/darurat/tinjauan/", "told": f"/darurat/{glass}/"},
        "wati": {"own": "/darurat/", "ask": "/darurat/minta/", "running": f"/darurat/{glass}/"},
        "ratna": {"keys": "/kunci/?hitung=ya"},
    }


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [PHONE, WIDER_PHONE, DESK])
def test_every_page_fits_can_be_touched_and_has_no_barrier(open_page, watched, width, language):
    for who, addresses in watched.items():
        page = open_page(width, signed_in=entered(who))
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.site}])
        for name, address in addresses.items():
            assert page.goto(address).status == 200, name
            _keep_picture(page, f"{name}-{width}-{language}")
            for fold in page.locator("main details").all():
                fold.evaluate("fold => { fold.open = true }")
            assert page.evaluate(WIDER_THAN_ITSELF) <= 0, (name, page.evaluate(TOO_WIDE))
            assert page.evaluate(TOO_WIDE) == [], name
            assert page.evaluate(SMALL) == [], name
            page.evaluate(page.axe)
            found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
            assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name


def test_on_paper_there_is_what_was_done_and_nothing_to_press(open_page, watched):
    page = open_page(signed_in=entered("dian"))
    for name in ("told", "audit"):
        page.goto(watched["dian"][name])
        page.emulate_media(media="print")
        assert not page.locator(".nav").is_visible()
        assert page.locator("main button:visible").count() == 0
        _keep_picture(page, f"{name}-print")
        page.emulate_media(media="screen")


def _keep_picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)
