"""Many visits in one transaction: the same as one by one, only quicker; and nothing lost when it breaks."""

import random
from collections import Counter
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.fakes.small_form import OTHER_VILLAGE, new_instance_id, visit

from bahtera.foundation import audit
from bahtera.foundation.errors import DomainError
from bahtera.foundation.models import AuditEntry, EventDelivery
from bahtera.surveys import api as surveys
from bahtera.surveys.models import RefusedAttempt, Submission
from bahtera.surveys.operations.receiving import batches, storing, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]


def send(bodies, actor):
    return surveys.receive_many([surveys.SentVisit(one) for one in bodies], actor=actor)


# --- the same as one by one -------------------------------------------------------------------------------


def an_outbox(pick):
    """Return bodies of a phone that met everything: corrections, families twice, strangers, rubbish."""
    families = [UUID(int=number) for number in range(1, 5)]
    sent: list[tuple[str, bytes]] = []
    for _ in range(24):
        name = new_instance_id()
        kind = pick.random()
        told = {"instance_id": name, "family_id": pick.choice(families)}
        if kind < 0.1 and sent:
            sent.append(pick.choice(sent))
            continue
        if kind < 0.15 and sent:
            sent.append((sent[-1][0], visit(instance_id=sent[-1][0], alamat="lain")))
            continue
        if kind < 0.2:
            sent.append(("", b"no xml"))
            continue
        if kind < 0.25:
            told["form_id"] = "tidak_ada"
        elif kind < 0.5 and sent:
            told["deprecated_id"] = pick.choice(sent)[0]
        elif kind < 0.6:
            told["family_id"] = uuid4()
        elif kind < 0.65:
            told["kode_desa"] = pick.choice([OTHER_VILLAGE, "63.99.99.9999"])
        elif kind < 0.75:
            told["hasil_kunjungan"] = "tidak_ditemukan"
        elif kind < 0.8:
            told["jumlah_penghuni"] = 500
        sent.append((name, visit(**told)))
    return [body for _, body in sent]


def everything():
    """Return what is stored, with ids that are made anew each time replaced by the order they came in."""
    numbers = {}
    rows = Submission.objects.select_related("previous").order_by("received_at", "pk")
    told = {}
    for row in rows:
        found = tuple(sorted(row.findings.values_list("code", "severity", "question")))
        steps = tuple(row.entries.order_by("id").values_list("move", "to_state"))
        family = numbers.setdefault(row.family_id, len(numbers)) if row.family_id else None
        previous = row.previous.instance_id if row.previous else ""
        told[row.instance_id] = (
            *(row.sha256, row.state, row.is_current, row.version_number, previous, family, row.village_code),
            *(found, steps, row.error_count, row.warning_count, row.round_id, bool(row.content.answers)),
        )
    actions = Counter(AuditEntry.objects.values_list("action", flat=True))
    news = Counter(EventDelivery.objects.values_list("name", flat=True))
    return told, actions, news, Counter(RefusedAttempt.objects.values_list("code", "times"))


def outcome_of(body, actor):
    try:
        receipt = surveys.receive(body, actor=actor)
    except DomainError as error:
        return "refused", error.code
    return ("repeated" if receipt.repeated else "stored"), ""


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_is_what_its_visits_are_one_by_one(siti, seed):
    bodies = an_outbox(random.Random(seed))
    actor = replace(siti, kin=frozenset({UUID(int=1)}))
    with transaction.atomic():
        alone = [outcome_of(one, actor) for one in bodies]
        expected = everything()
        transaction.set_rollback(True)
    outcomes = send(bodies, actor)
    assert [(one.outcome, one.error.code if one.error else "") for one in outcomes] == alone
    assert everything() == expected
    assert all(one.receipt for one in outcomes if one.outcome != "refused")
    assert [problem for problem in audit.verify().problems if problem.code != "unanchored"] == []


@pytest.mark.django_db(transaction=True)
def test_what_a_batch_costs_does_not_grow_with_its_visits(siti):
    def queries(count):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert {one.outcome for one in send([refusal() for _ in range(count)], siti)} == {"stored"}
        return len(caught)

    def refusal():
        return visit(hasil_kunjungan="menolak", family_id="", members=())

    queries(1)
    assert queries(40) == queries(4)


# --- nothing lost -----------------------------------------------------------------------------------------


def breaking_in(name, for_body, error):
    """Return what stands in for a step of keeping, and fails for one body's visit."""
    real = getattr(together, name)

    def step(first, *args, **rest):
        row = getattr(first, "row", None) or first
        if getattr(row, "sha256", None) == for_body:
            raise error
        return real(first, *args, **rest)

    return step


@pytest.mark.parametrize("where", ["settle", "place"])
@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (OverflowError("a bug of ours"), ("stored", "received")),
        (IntegrityError("somebody was quicker"), ("stored", "received")),
        (OSError("no space left on device"), ("again", None)),
        (OperationalError("database is locked"), ("again", None)),
    ],
)
def test_one_visit_that_breaks_harms_no_other(siti, monkeypatch, where, error, becomes):
    outcome, state = becomes
    bodies = [visit() for _ in range(5)]
    sha256 = storing.hashlib.sha256(bodies[2]).hexdigest()
    step = breaking_in(where, sha256, error)
    monkeypatch.setattr(together, where, step)
    monkeypatch.setattr(storing, where, step)
    told = send(bodies, siti)
    assert [one.outcome for one in told] == ["stored", "stored", outcome, "stored", "stored"]
    rows = dict(Submission.objects.values_list("sha256", "state"))
    assert rows.pop(sha256, None) == state
    assert len(rows) == 4
    assert AuditEntry.objects.filter(action="surveys.received").count() == Submission.objects.count()
    monkeypatch.undo()
    assert {one.outcome for one in send(bodies, siti)} <= {"stored", "repeated"}
    assert Submission.objects.count() == 5


@pytest.mark.parametrize(
    "error", [OSError("no space left on device"), OperationalError("database is locked")]
)
def test_a_machine_in_trouble_is_left_in_peace_and_loses_nothing(siti, monkeypatch, error):
    tried = []

    def fail(*_args, **_rest):
        tried.append(1)
        raise error

    monkeypatch.setattr("bahtera.surveys.operations.receiving.inserting.insert_all", fail)
    bodies = [visit() for _ in range(30)]
    told = send(bodies, siti)
    assert [one.outcome for one in told] == ["again"] * 30
    assert all(one.receipt is None and one.error is None for one in told)
    assert len(tried) < 6, "what is in trouble is not asked thirty times"
    assert not Submission.objects.exists()
    assert not AuditEntry.objects.exclude(action__startswith="surveys.round").exists()
    monkeypatch.undo()
    assert {one.outcome for one in send(bodies, siti)} == {"stored"}


def test_another_request_was_quicker_with_one_of_them(siti, monkeypatch):
    bodies = [visit() for _ in range(4)]
    real = together.writing

    def late():
        monkeypatch.setattr(together, "writing", real)
        surveys.receive(bodies[1], actor=siti)
        return real()

    monkeypatch.setattr(together, "writing", late)
    assert [one.outcome for one in send(bodies, siti)] == ["stored", "repeated", "stored", "stored"]


def test_a_heavy_visit_goes_by_itself_in_its_place(siti, monkeypatch):
    monkeypatch.setattr(batches, "receive", wraps := Spy(batches.receive))
    heavy = visit(raw=f"<catatan>{'x' * storing.HEAVY_BYTES}</catatan>")
    told = send([visit(), visit(), heavy, visit(), visit()], siti)
    assert [one.receipt.state == "received" for one in told] == [False, False, True, False, False]
    assert wraps.times == 1


class Spy:
    def __init__(self, real):
        self.real, self.times = real, 0

    def __call__(self, *args, **rest):
        self.times += 1
        return self.real(*args, **rest)
