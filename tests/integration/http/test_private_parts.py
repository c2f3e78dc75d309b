"""What was confided at a visit comes in with it, and nothing that anybody sees says which answer was given."""

import gzip
import io
import json
import logging
import re
import zipfile
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from tests.fakes.places import add_places
from tests.fakes.private_boxes import CALL, private_part
from tests.fakes.signing_in import entered
from tests.fakes.small_form import VILLAGE, new_instance_id, visit
from tests.integration.http.test_field_api import App, of

from bahtera.access import api as access
from bahtera.confided import api as confided
from bahtera.confided.models import HelpBox, SealedAnswers
from bahtera.confided.queries import asking
from bahtera.config import registrations
from bahtera.foundation import audit, events
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sealing import exchange
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]
FAMILY = "0192f000-0000-7000-8000-000000000001"
ITEMS = ("konflik_tegur_sapa", "konflik_pisah_ranjang", "konflik_pergi_rumah", "konflik_kdrt")
QUIET = {"call": None, **dict.fromkeys(ITEMS, "tidak")}
FLIPPED = [
    *({**QUIET, item: "ya"} for item in ITEMS),
    {**QUIET, "konflik_kdrt": "tidak_tahu"},
    {**QUIET, **dict.fromkeys(ITEMS, "ya")},
    {**QUIET, "call": CALL},
    {**dict.fromkeys(ITEMS, ""), "call": {**CALL, "words": "x" * 300}},
]


@pytest.fixture(autouse=True)
def _registered():
    registrations.register_all()


@pytest.fixture
def boss():
    return access.ensure_account(
        username="rahmat", password="x" * 12, full_name="Rahmat", roles=["supervisor"], areas=["63.02"]
    )


@pytest.fixture
def app(client, boss):
    access.ensure_account(
        username="dian", password="x" * 12, full_name="Dian", roles=["data_protection_officer"], areas=[""]
    )
    access.ensure_account(
        username="tuti", password="x" * 12, full_name="Tuti", roles=["tpk2d"], areas=["63.02"]
    )
    added = access.add_person("Siti (sintetis)", area=VILLAGE, actor=boss)
    access.grant_role(added.id, role="kader", area=VILLAGE, valid_from=date(2020, 1, 1), actor=boss)
    return App(client, added.id, boss)


# --- coming in --------------------------------------------------------------------------------------------


def test_start_says_which_keys_are_for_what_nobody_here_reads(app):
    told = app.get("/start")["private_keys"]
    assert {name: key["id"] for name, key in told.items()} == {
        "statistics": exchange.public_key(exchange.STATISTICS).id,
        "help": exchange.public_key(exchange.HELP).id,
    }
    assert len({key["point"] for key in told.values()} | {app.get("/start")["sealing_key"]["point"]}) == 3


def test_the_private_part_comes_by_hash_beside_the_form_and_never_in_it(app, form, monkeypatch):
    written = asking.definition("kunjungan_keluarga")
    asking.private_part.cache_clear()
    monkeypatch.setattr(asking, "definition", {form.form_id: written}.get)
    [listed] = app.get("/forms")
    [part] = [one for one in listed["media"] if one["name"] == confided.FILE]
    reply = app.call("GET", f"/media/{part['sha256']}")
    assert (reply.status_code, reply.headers["Cache-Control"]) == (
        200,
        "private, max-age=31536000, immutable",
    )
    assert reply.headers["Content-Type"] == "application/vnd.bahtera.field+json"
    told = json.loads(_body(reply))
    assert [one["name"] for one in told["items"]] == list(ITEMS)
    assert confided.FILE not in questionnaires.current_forms()[0].media, "Collect never hears of it"
    asking.private_part.cache_clear()


def test_boxes_come_in_with_their_visit_once(app):
    sent = of(visit(), private=private_part(konflik_kdrt="ya", call=CALL))
    assert [one["outcome"] for one in app.send(sent)] == ["stored"]
    first = bytes(SealedAnswers.objects.get().box)
    sent["private"] = private_part(konflik_kdrt="tidak")
    assert [one["outcome"] for one in app.send(sent)] == ["repeated"]
    row = SealedAnswers.objects.get()
    assert (row.visit_id, row.village_code, bytes(row.box)) == (Submission.objects.get().pk, VILLAGE, first)
    assert HelpBox.objects.get().regency_code == "63.02"


def test_each_visit_of_a_batch_brings_its_own(app):
    several = [of(visit(), private=private_part(konflik_kdrt=said)) for said in ("ya", "tidak", "")]
    assert [one["outcome"] for one in app.send(*several, of(visit()))] == ["stored"] * 4
    assert SealedAnswers.objects.count() == HelpBox.objects.count() == 3
    assert len({bytes(one.box) for one in SealedAnswers.objects.all()}) == 3


def test_one_bad_box_in_a_batch_refuses_its_visit_alone(app):
    part = private_part()
    bad = of(visit(), private={**part, "help": "A" * len(part["help"])})
    told = app.send(of(visit(), private=private_part()), bad, of(visit(), private=private_part()))
    assert [one["outcome"] for one in told] == ["stored", "refused", "stored"]
    assert Submission.objects.count() == SealedAnswers.objects.count() == 2


def test_boxes_of_a_sealed_visit_come_in_when_it_is_let_in(app, boss):
    told = {"format": 1, "id": "x", "device": "y", "xml": visit().decode(), "files": []}
    for extra in ({"private": private_part(call=CALL)}, {"private": {"asked": "ya"}}, {"private": 7}, {}):
        body = gzip.compress(json.dumps({**told, "xml": visit().decode(), "extra": extra}).encode())
        _, reply = app.hand_in(exchange.seal_to(exchange.public_key().point, body))
        assert [one["outcome"] for one in reply["outcomes"]] == ["kept"]
    assert not SealedAnswers.objects.exists()
    for row in surveys.list_sealed(actor=boss).items:
        surveys.release(row.id, actor=boss)
    assert SealedAnswers.objects.count() == 1
    assert HelpBox.objects.get().regency_code == "63.02"


def test_a_visit_that_is_refused_leaves_no_box(app):
    [told] = app.send(of(b"<no/>", private=private_part()))
    assert told["outcome"] == "refused"
    assert not SealedAnswers.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"asked": "ya"},
        {"asked": "tidak"},
        {"statistics": "A" * 40},
        {"statistics": "A" * 4000},
        {"help": ""},
        {"help": 7},
        {"konflik_kdrt": "ya"},
    ],
)
def test_what_is_no_private_part_refuses_its_visit_and_no_other(app, change):
    bad = of(visit(), private={**private_part(), **change})
    told = app.send(of(visit(), private=private_part()), bad, of(visit()), bad, of(visit()))
    assert [one["outcome"] for one in told] == ["stored", "refused", "stored", "refused", "stored"]
    assert {one["error"]["code"] for one in told if one["error"]} == {"confided.not_sealed_here"}
    assert (Submission.objects.count(), SealedAnswers.objects.count()) == (3, 1)


def test_bytes_that_are_no_box_refuse_the_visit_with_a_reason(app):
    part = private_part()
    [told] = app.send(of(visit(), private={**part, "help": "A" * len(part["help"])}))
    assert (told["outcome"], told["error"]["code"]) == ("refused", "confided.not_sealed_here")


def test_nothing_comes_back_to_an_erased_visit(app):
    sent = of(visit(), private=private_part(konflik_kdrt="ya"))
    app.send(sent)
    officer = access.ensure_account(
        username="dian", password="x" * 12, full_name="Dian", roles=["data_protection_officer"], areas=[""]
    )
    surveys.erase(Submission.objects.get().pk, reason="diminta", actor=officer)
    assert not SealedAnswers.objects.exists()
    app.send(sent)
    assert not SealedAnswers.objects.exists()


# --- and nobody sees which answer -------------------------------------------------------------------------


def test_no_byte_that_anybody_sees_depends_on_an_answer(app, boss, caplog):
    seen = {}
    instance = new_instance_id()
    for number, said in enumerate([QUIET, *FLIPPED]):
        caplog.clear()
        with caplog.at_level(logging.DEBUG), _taken_back():
            seen[number] = _all_views(app, boss, instance, said, caplog)
    first = seen.pop(0)
    assert len(first) >= 15
    for number, views in seen.items():
        assert views.keys() == first.keys()
        differing = [name for name, body in views.items() if body != first[name]]
        assert differing == [], f"{FLIPPED[number - 1]} shows in {differing}"


def _all_views(app, boss, instance, said, caplog):
    """Send a visit, have it approved, and return every page, table, reply, entry and line that comes of it."""
    answers = {name: text for name, text in said.items() if name != "call" and text}
    part = private_part(call=said["call"], **answers)
    body = json.dumps({"visits": [of(visit(instance_id=instance, family_id=FAMILY), private=part)]}).encode()
    views = {"length of what was sent": len(body)}
    reply = app.call("POST", "/visits", body)
    views["reply"] = _body(reply)
    pk = Submission.objects.get().pk
    events.dispatch()
    views["states"] = app.call("GET", "/states").content
    surveys.approve(pk, actor=boss)
    events.dispatch()
    views["approved"] = app.call("GET", "/states").content
    views["families"] = _body(app.call("GET", "/families"))
    for who, paths in {
        "rahmat": [
            "/periksa/",
            f"/periksa/{pk}/",
            f"/wilayah/{VILLAGE}/",
            "/wilayah/63.02/",
            "/ekspor/desa.csv",
            "/penugasan/",
            "/periksa/tersegel/",
            "/periksa/ditolak/",
        ],
        "dian": ["/jejak/", "/ekspor/jejak.csv", "/privasi/"],
        "tuti": [f"/wilayah/{VILLAGE}/", "/ekspor/desa.csv"],
    }.items():
        browser = entered(who)
        for path in paths:
            reply = browser.get(path)
            views[f"{who} {path.replace(str(pk), 'PK')}"] = (reply.status_code, _unpacked(reply))
    views["audit"] = [
        (one.action, one.actor, one.subject, json.dumps(one.details, sort_keys=True))
        for one in AuditEntry.objects.order_by("pk")
    ]
    views["trail of the visit"] = [
        (one.action, dict(one.details)) for one in audit.trail_of([f"submission:{pk}"])
    ]
    views["log"] = [
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    ]
    views["boxes"] = [
        len(bytes(row.box)) for model in (SealedAnswers, HelpBox) for row in model.objects.all()
    ]
    return {name: _plain(view, pk) for name, view in views.items()}


@contextmanager
def _taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _unpacked(reply):
    body = b"".join(reply.streaming_content) if reply.streaming else reply.content
    if body[:2] != b"PK":
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return [(name, packed.read(name)) for name in sorted(packed.namelist())]


def _body(reply):
    return (
        gzip.decompress(reply.content) if reply.headers.get("Content-Encoding") == "gzip" else reply.content
    )


def _plain(view, pk):
    """Return a view without what chance puts into it: new ids, tokens of a form, nonces."""
    text = str(view).replace(str(pk), "PK").replace(pk.hex, "PK")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r'(csrfmiddlewaretoken" value="|nonce(?:=|-)["\']?)[\w+/=-]+', r"\1X", text)
    return re.sub(r"[0-9a-f]{64}|(?<=\\xa6)[0-9a-f]{12}\b", "HASH", text)


# --- whom to call -----------------------------------------------------------------------------------------


def test_phones_learn_whom_to_call_in_their_regency(app):
    add_places({"63.02": "Tanah Contoh"})
    assert app.get("/care") == {"units": []}
    root = access.ensure_account(
        username="chandra", password="x" * 12, full_name="Chandra", roles=["administrator"], areas=[""]
    )
    agency = access.add_agency("Dinas PPPA Contoh (sintetis)", area="63.02", actor=root)
    counter = access.Counter("0518-000000", "0812-0000-0000", "Jalan Contoh 1")
    access.add_unit(
        agency, name="UPTD PPA Contoh", kind="uptd_ppa", inbox="uptd-contoh", actor=root, counter=counter
    )
    [unit] = app.get("/care")["units"]
    assert (unit["name"], unit["kind"]) == ("UPTD PPA Contoh", "uptd_ppa")
    assert (unit["phone"], unit["whatsapp"], unit["address"]) == (
        counter.phone,
        counter.whatsapp,
        counter.address,
    )
