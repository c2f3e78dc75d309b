"""Names that are typed to find somebody stand in no address, and the way back still works."""

import re
from base64 import urlsafe_b64decode

import pytest
from django.http import QueryDict

from bahtera.access.api import Actor
from bahtera.foundation.models import AuditEntry
from bahtera.web import searching

from .province import VILLAGE

pytestmark = pytest.mark.django_db
ANI = Actor.over("user:1", "Ani", frozenset({"supervisor"}), ("63",))
BUDI = Actor.over("user:2", "Budi", frozenset({"supervisor"}), ("63",))


def titles(page):
    return re.findall(r'list-title">([^<]+)', page.text)


def test_a_search_leads_to_an_address_without_the_name(bob, visit):
    visit(name="Keluarga Rahasia")
    visit(name="Keluarga Lain")
    sent = bob.post(
        "/periksa/", {"q": "keluarga rahasia", "desa": VILLAGE, "csrfmiddlewaretoken": "x", "neu": "y"}
    )
    assert sent.status_code == 302
    assert "rahasia" not in sent.url.casefold()
    assert f"desa={VILLAGE}" in sent.url
    assert "csrf" not in sent.url
    assert "neu" not in sent.url
    page = bob.get(sent.url)
    assert titles(page) == ["Keluarga Rahasia"]
    assert 'value="keluarga rahasia"' in page.text, "the field shows what was looked for"
    assert titles(bob.get(sent.url)) == ["Keluarga Rahasia"], "going back asks again and finds the same"
    assert AuditEntry.objects.filter(action="access.read").order_by("-at")[0].details["searched"] is True


def test_a_name_in_plain_letters_is_not_looked_for(bob, visit):
    visit(name="Keluarga Rahasia")
    visit(name="Orang Lain")
    page = bob.get("/periksa/", {"q": "keluarga"})
    assert len(titles(page)) == 2
    assert 'value="keluarga"' not in page.text


def test_a_key_of_ours_may_stand_in_an_address(bob, visit):
    row = visit(name="Keluarga Satu")
    visit(name="Keluarga Dua")
    for key in (row.instance_id, *([str(row.family_id)] if row.family_id else [])):
        assert titles(bob.get("/periksa/", {"q": key})) == ["Keluarga Satu"], key


def query(**values):
    found = QueryDict(mutable=True)
    found.update(values)
    return found


def test_what_is_sealed_opens_for_whoever_searched_only(rf):
    answer = searching.lead_on(rf.post("/", {"q": "Siti"}), ANI, "/orang/", ("q",))
    sealed = QueryDict(answer.url.partition("?")[2])
    assert b"Siti" not in urlsafe_b64decode(sealed["q"] + "===")
    assert searching.opened(sealed, ANI)["q"] == "Siti"
    assert searching.opened(sealed, BUDI)["q"] == ""
    changed = sealed["q"][:-8] + ("A" if sealed["q"][-8] != "A" else "B") + sealed["q"][-7:]
    for broken in (sealed["q"][:-4], changed, "", "%%%", "é"):
        assert searching.opened(query(q=broken), ANI)["q"] == ""


def test_the_next_page_begins_at_a_name_nobody_reads():
    text = searching.more(query(peran="kader"), ANI, "U2l0aQ")
    assert "U2l0aQ" not in text
    asked = QueryDict(text.removeprefix("?"))
    assert (searching.opened(asked, ANI)["kursor"], asked["peran"]) == ("U2l0aQ", "kader")
    assert searching.more(query(), ANI, None) == ""


def test_an_empty_search_clears(rf):
    assert searching.lead_on(rf.post("/", {"q": "  "}), ANI, "/orang/", ("q",)).url == "/orang/"
    long = searching.lead_on(rf.post("/", {"q": "x" * 5000}), ANI, "/orang/", ("q",)).url
    assert len(long) < 400
