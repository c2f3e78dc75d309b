"""What a network, a server and a clock do to sending: nothing is lost, nothing is doubled, and it is said."""

import pytest
from tests.field.sync.gate import FAULTS

from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission, Upload, VisitFeed
from bahtera.surveys.operations.receiving import uploads

pytestmark = pytest.mark.slow


@pytest.fixture
def kader(client_of, world):
    client = client_of(world.hire())
    assert client.sync()["problem"] is None
    return client


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_at_every_request_of_a_sending(kader, gate, world, fault):
    """The first request fails, then the second, and so on, until a run meets the fault at none."""
    made = set()
    for at in range(12):
        made.add(kader.finish(world.families[at % 5], photo="foto sintetis"))
        asked = len(gate.requests)
        # A browser asks again by itself as long as it has connections that it had kept open.
        gate.faults[:] = ["" for _ in range(at)] + [fault] * (8 if "lost" in fault else 1)
        problem = kader.sync(insist=True)["problem"]
        met = len(gate.requests) - asked > at
        gate.faults.clear()
        harmless = not met or (fault == "half" and gate.requests[asked + at][0] == "HEAD")
        assert problem in ({None} if harmless else {"offline", "busy", "portal"}), (at, problem)
        if not met:
            break
    else:
        raise AssertionError("a run has fewer requests than that")
    kader.restart()
    assert kader.sync(insist=True)["problem"] is None
    told = kader.told()
    assert told["here"] == []
    assert set(told["sent"]) == made
    assert {one.instance_id.removeprefix("uuid:") for one in Submission.objects.all()} == made
    assert all(one.is_complete for one in Submission.objects.all())
    assert Upload.objects.get().finished_at is not None, "one photo, taken once"


def test_a_photo_goes_on_where_it_broke_off(kader, gate, world):
    kader.finish(world.families[0], photo="sintetis " * 30_000)
    gate.faults[:] = ["", "", "", "", "", *["lost"] * 8]
    assert kader.sync(insist=True)["problem"] == "offline"
    gate.faults.clear()
    before = gate.carried
    assert kader.sync()["problem"] is None
    assert Submission.objects.get().is_complete
    assert gate.carried - before < 270_000, "the pieces that had arrived were not sent again"


def test_the_same_backup_on_two_phones_is_sent_once(kader, client_of, world):
    made = {kader.finish(one) for one in world.families[:3]}
    taken = kader.page.evaluate("backedUp()")
    other = client_of(world.hire("Dewi Lestari"))
    other.page.evaluate("told => restored(told)", taken)
    other.page.evaluate("told => restored(told)", taken)
    assert other.sync()["problem"] is None
    assert kader.sync()["problem"] is None
    kader.page.evaluate("told => restored(told)", taken)
    assert kader.told()["here"] == [], "what the server has signed for does not come back"
    rows = [one.instance_id.removeprefix("uuid:") for one in Submission.objects.all()]
    assert sorted(rows) == sorted(made)


def test_comparing_knows_what_another_persons_phone_had_sent(kader, client_of, world):
    """The supervisor released a sealed visit; then the backup is restored on another kader's phone."""
    made = kader.finish(world.families[0])
    taken = kader.page.evaluate("backedUp()")
    assert kader.sync()["problem"] is None
    other = client_of(world.hire("Dewi Lestari"))
    other.page.evaluate("told => restored(told)", taken)
    assert other.sync(compare=True)["problem"] is None
    assert list(other.told()["sent"]) == [made]
    assert other.page.evaluate("sync.unknown") == []
    # A receipt for what is not kept there is still said, and whether the answers lie here.
    Submission.objects.update(sha256="ab" * 32)
    assert other.sync(compare=True)["problem"] is None
    assert other.page.evaluate("sync.unknown") == [{"id": made, "isHere": True}]


@pytest.mark.parametrize("off", [365 * 24 * 3_600_000, -365 * 24 * 3_600_000])
def test_a_wrong_clock_changes_nothing(kader, gate, world, off):
    kader.page.evaluate(
        """off => { const Real = Date; let back = 0; const now = () => Real.now() + off - (back += 60_000);
          window.Date = class extends Real {
            constructor(...told) { if (told.length) super(...told); else super(now()); }
            static now() { return now(); } }; }""",
        off,
    )
    first = kader.finish(world.families[0])
    gate.faults[:] = ["", "kept, reply lost"]
    kader.sync(insist=True)
    gate.faults.clear()
    second = kader.finish(world.families[0], corrects=first)
    assert kader.sync(insist=True)["problem"] is None
    told = kader.told()
    assert (told["here"], set(told["sent"])) == ([], {first, second})
    rows = {one.instance_id.removeprefix("uuid:"): one for one in Submission.objects.all()}
    assert rows[second].previous_id == rows[first].pk


def test_a_forged_receipt_lets_go_of_nothing(kader, world):
    new = kader.finish(world.families[0])
    kader.page.evaluate(
        """async () => { const real = link.post.bind(link);
          link.post = async (...told) => { const said = await real(...told);
            const { receipt } = said.outcomes[0];
            receipt.signature = receipt.signature.replace(/^..../, "AAAA"); return said; }; }"""
    )
    kader.sync()
    told = kader.told()
    assert told["here"] == [new]
    assert told["ledger"][new]["stuck"]["code"] == "other-receipt"


def test_another_receipt_key_is_a_persons_to_accept(kader, gate, world):
    new = kader.finish(world.families[0])
    kader.page.evaluate(
        """async () => { await store.notes.put("receipt-key", "A".repeat(43));
          window.sync = new bahtera.Sync({ profile, store, link, shelf }); }"""
    )
    asked = len(gate.requests)
    now = kader.sync(insist=True)
    assert now["problem"] == "other-key"
    assert len(now["mark"].split()) == 4
    assert ("POST", "/api/v1/field/visits") not in gate.requests[asked:], (
        "nothing goes to somebody else's server"
    )
    kader.page.evaluate("sync.acceptKey()")
    assert new in kader.told()["sent"]


def test_a_new_sealing_key_reseals_what_waits(kader, world):
    kader.finish(world.families[0])
    before = kader.page.evaluate("store.outbox.sealed().then(([one]) => bahtera.sealedTo(one.sealed))")
    kader.page.evaluate(
        """async () => { const { key } = await serverPair(); const real = link.get.bind(link);
          window.newKey = key.id; link.post = () => Promise.reject(new Error("later"));
          link.get = async (path) => { const told = await real(path);
            if (path === "start") told.sealing_key = key; return told; }; }"""
    )
    kader.sync(insist=True)
    after = kader.page.evaluate("store.outbox.sealed().then(([one]) => bahtera.sealedTo(one.sealed))")
    assert before != after == kader.page.evaluate("newKey")


def test_two_tabs_send_once(kader, gate, world):
    kader.finish(world.families[0])
    other = kader.page.context.new_page()
    first = kader.page
    kader.page = other
    kader.restart()
    assert kader.sync()["problem"] == "other-tab"
    kader.page = first
    assert kader.sync()["problem"] is None
    assert gate.requests.count(("POST", "/api/v1/field/visits")) == 1


def test_what_the_server_refuses_stays_and_says_why(kader, world):
    new = kader.finish("bukan-id")
    kader.page.evaluate(
        """async id => { const visit = await store.outbox.get(id);
          await store.outbox.add(id, visit.xml.replace(/version="[^"]*"/, 'version="1999"'), [], visit.about); }""",
        new,
    )
    assert kader.sync()["problem"] is None
    stuck = kader.told()["ledger"][new]["stuck"]
    assert stuck["code"] == "surveys.unknown_form"
    kader.sync(insist=True)
    assert kader.told()["ledger"][new]["stuck"]["since"] == stuck["since"], "since the first time"
    assert kader.told()["here"] == [new]


GONE = "async id => store.files.delete((await store.outbox.get(id)).files)"
SPOILT = """async id => {
  const { files } = await store.outbox.get(id);
  await store.files.delete(files);
  await store.files.takeIn(files[0].id, new Uint8Array(60));
}"""


@pytest.mark.parametrize("how", [GONE, SPOILT], ids=["gone", "spoilt"])
def test_a_photo_that_is_lost_holds_up_no_other_visit_and_the_person_decides(kader, world, how):
    lost = kader.finish(world.families[0], photo="foto satu sintetis")
    kader.page.evaluate(how, lost)
    others = {kader.finish(world.families[1], photo="foto dua sintetis"), kader.finish(world.families[2])}
    assert kader.sync(insist=True)["problem"] is None
    assert kader.sync()["problem"] is None
    told = kader.told()
    assert (told["here"], set(told["sent"])) == ([lost], others)
    assert told["ledger"][lost]["stuck"]["code"] == "photo-gone"
    assert told["ledger"][lost]["partly"]["instance_id"] == f"uuid:{lost}", "the server has its answers"
    kader.sync(insist=True)
    assert kader.told()["here"] == [lost], "it is not let go of without a word"
    assert kader.page.evaluate("id => sync.letGoWithoutPhotos(id)", lost)
    told = kader.told()
    assert (told["here"], told["ledger"], set(told["sent"])) == ([], {}, others | {lost})
    assert [one.is_complete for one in Submission.objects.filter(instance_id=f"uuid:{lost}")] == [False]


def test_a_photo_that_the_server_does_not_take_holds_up_no_other_visit(kader, world):
    refused = kader.finish(world.families[0], photo="foto satu sintetis")
    other = kader.finish(world.families[1], photo="foto dua sintetis")
    first = kader.page.evaluate("async id => (await store.outbox.get(id)).files[0].sha256", refused)
    kader.page.route(
        f"**/files/{first}",
        lambda route: route.continue_(headers=route.request.headers | {"upload-length": "99999999999"}),
    )
    assert kader.sync(insist=True)["problem"] is None
    told = kader.told()
    assert (told["here"], set(told["sent"])) == ([refused], {other})
    kader.page.unroute(f"**/files/{first}")
    assert kader.sync(insist=True)["problem"] is None
    assert kader.told()["here"] == []


def test_a_site_that_stopped_before_a_photo_was_put_together_does_so_later(kader, world, monkeypatch):
    real, stopped = uploads._finish, []

    def stops(*told):
        if stopped:
            return real(*told)
        stopped.append(told)
        raise OSError("power")

    monkeypatch.setattr(uploads, "_finish", stops)
    kader.finish(world.families[0], photo="foto sintetis")
    assert kader.sync(insist=True)["problem"] == "busy"
    assert kader.sync()["problem"] is None
    assert kader.told()["here"] == []
    assert Submission.objects.get().is_complete


def test_what_the_server_signed_for_and_lost_is_sent_again(kader, world):
    """As after an older back-up was brought back: the site knows nothing of the visit."""
    lost = kader.finish(world.families[0], photo="foto sintetis")
    kept = kader.finish(world.families[1])
    assert kader.sync(insist=True)["problem"] is None
    with world.at_rest:
        VisitFeed.objects.filter(submission__instance_id=f"uuid:{lost}").delete()
        Submission.objects.filter(instance_id=f"uuid:{lost}").update(
            instance_id="uuid:as-if-it-were-not-there", actor_key="device:lain"
        )
    world.work()
    assert kader.sync(compare=True)["problem"] is None
    assert kader.page.evaluate("sync.unknown") == [{"id": lost, "isHere": True}]
    kader.page.evaluate("sync.sendAgain()")
    told = kader.told()
    assert (told["here"], set(told["sent"]), kader.page.evaluate("sync.unknown")) == ([], {lost, kept}, [])
    again = Submission.objects.get(instance_id=f"uuid:{lost}")
    assert again.is_complete
    assert surveys.get_submission(again.pk, actor=world.chief).pace == {"tempat": 1000}


def test_corrections_go_after_what_they_correct_whatever_their_names(kader, world):
    """The outbox lies in the order of random names; the server links only what it knows already."""
    pairs = {}
    for family in world.families:
        first = kader.finish(family)
        pairs[kader.finish(family, corrects=first, result="selesai_sebagian")] = first
    assert kader.sync(insist=True)["problem"] is None
    rows = {one.instance_id.removeprefix("uuid:"): one for one in Submission.objects.all()}
    assert {new: rows[new].previous_id for new in pairs} == {new: rows[old].pk for new, old in pairs.items()}
    assert {rows[old].state for old in pairs.values()} == {"superseded"}
