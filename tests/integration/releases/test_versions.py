"""Closing a round signs its data; the figures follow from the lines, bit for bit."""

import json
import zlib
from datetime import date

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor
from bahtera.foundation import blobs, events, keys
from bahtera.releases import api as releases
from bahtera.releases.models import Line, Version
from bahtera.results import api as results
from bahtera.surveys import api as surveys

VILLAGE = "63.10.05.2003"
OTHER = "63.10.05.2004"
CHIEF = Actor.over("user:9", "Bu Dewi", frozenset({"statistician"}), ("63",))
SUPERVISOR = Actor.over("user:1", "Bu Chelsea", frozenset({"supervisor"}), ("63.10",))
VIEWER = Actor.over("user:2", "Pak Bob", frozenset({"tpk2d"}), ("63.10",))
ANSWERS = {
    "persetujuan": "ya",
    "anggota": [{"nama": "Bu Contoh", "hubungan": "kepala", "jenis_kelamin": "p", "tgl_lahir": "1960-05-01"}],
}


@pytest.fixture
def measured(db, tmp_path):
    add_places({VILLAGE: "Pulau Contoh", OTHER: "Sungai Contoh", "63.10": "Tanah Contoh"})
    row = surveys.create_round(
        name="Contoh sintetis",
        year=2026,
        form_id="kunjungan_keluarga",
        opens=date(2026, 1, 1),
        area_code="63",
        index_ids=("ikk",),
        actor=SYSTEM,
    )
    with blobs_in(tmp_path / "blobs"):
        for code, seed in ((VILLAGE, "1"), (OTHER, "0")):
            patterns = [seed * (SIZE - each) + "-" * each for each in range(12)]
            store_visits(row.id, code, patterns, answers=ANSWERS, visited_on=date(2026, 3, 2))
            results.refresh_village(row.id, code)
        yield row


def in_review(row):
    return surveys.move_round(row.id, surveys.RoundState.REVIEW, actor=CHIEF)


def closed(row):
    """Take a round to its final version."""
    in_review(row)
    releases.freeze(row.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    return releases.freeze(row.id, releases.Kind.FINAL, actor=CHIEF)


def test_closing_signs_numbered_versions_whose_figures_follow_from_their_lines(measured):
    final = closed(measured)
    found = releases.versions(measured.id, actor=VIEWER)
    assert [(one.number, one.kind.value, one.families) for one in found] == [
        (2, "final", 24),
        (1, "provisional", 24),
    ]
    assert final.statement["previous"] == found[1].digest
    assert keys.verify(releases.signed_bytes(final.statement), final.signature)
    assert Line.objects.count() == 24  # the second version says the same of every family
    for number in (1, 2):
        again = releases.reproduce(measured.id, number)
        assert (again.is_whole, again.families, again.erased) == (True, 24, 0)
    assert releases.cite(measured.id).number == 2
    assert surveys.get_round(measured.id).state is surveys.RoundState.FINAL


def test_a_final_version_needs_the_undecided_to_be_known(measured):
    store_visits(measured.id, VILLAGE, ["1" * SIZE] * 2, state="accepted")
    in_review(measured)
    releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    with pytest.raises(releases.UnsettledVisits):
        releases.freeze(measured.id, releases.Kind.FINAL, actor=CHIEF)
    assert surveys.get_round(measured.id).state is surveys.RoundState.PROVISIONAL
    final = releases.freeze(measured.id, releases.Kind.FINAL, actor=CHIEF, acknowledged=2)
    assert final.statement["undecided"] == 2


def test_a_final_version_needs_those_that_wait_for_the_second_level_to_be_known(measured):
    surveys.set_review_plan(measured.id, second_level=True, hold_per_mille=0, second_sample=0, actor=SYSTEM)
    in_review(measured)
    releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    with pytest.raises(releases.UnsettledVisits) as refused:
        releases.freeze(measured.id, releases.Kind.FINAL, actor=CHIEF)
    assert refused.value.details == {"undecided": 0, "unconfirmed": 24}
    final = releases.freeze(measured.id, releases.Kind.FINAL, actor=CHIEF, acknowledged=24)
    assert (final.families, final.undecided, final.unconfirmed) == (24, 0, 24)


def test_a_full_disk_or_a_second_closing_leaves_nothing_half(measured, monkeypatch):
    in_review(measured)
    with monkeypatch.context() as broken:
        broken.setattr(blobs, "put", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    assert (Version.objects.count(), Line.objects.count()) == (0, 0)
    assert surveys.get_round(measured.id).state is surveys.RoundState.REVIEW
    releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    with pytest.raises(surveys.RoundMoveRefused):
        releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    assert Version.objects.count() == 1


def test_a_decision_at_the_very_moment_of_signing_is_noticed(measured, monkeypatch):
    in_review(measured)
    seen = surveys.counted_stamps
    answers = iter([seen(measured.id), {**seen(measured.id), VILLAGE: "moved"}])
    monkeypatch.setattr(surveys, "counted_stamps", lambda _: next(answers))
    with pytest.raises(releases.RoundChanged):
        releases.freeze(measured.id, releases.Kind.PROVISIONAL, actor=CHIEF)
    assert Version.objects.count() == 0


def test_what_was_changed_behind_our_back_is_found(measured):
    closed(measured)
    row = Version.objects.get(number=2)
    with blobs.open(row.figures) as file:
        document = json.loads(zlib.decompress(file.read()))
    document["counted"]["sums"]["ikk"][next(iter(document["counted"]["sums"]["ikk"]))][VILLAGE][
        "numerator"
    ] = "1"
    row.figures = blobs.put(zlib.compress(releases.canonical(document)))
    row.save()
    assert "figures" in releases.reproduce(measured.id, 2).differs
    row.statement = {**row.statement, "families": 25}
    row.save()
    assert "signature" in releases.reproduce(measured.id, 2).differs


def test_an_erased_family_leaves_its_hash_and_the_figures(measured):
    closed(measured)
    erased = Line.objects.filter(village_code=VILLAGE).order_by("pk")[0]
    before = releases.figures_at(measured.id, 2, actor=SUPERVISOR, area=VILLAGE)[1].printed(VILLAGE)
    surveys.erase(erased.submission_id, reason="Permintaan keluarga", actor=SYSTEM)
    events.dispatch()
    erased.refresh_from_db()
    assert (bytes(erased.key), erased.body) == (b"", None)
    assert erased.sha256
    again = releases.reproduce(measured.id, 2)
    assert (again.is_whole, again.erased) == (True, 1)
    assert releases.figures_at(measured.id, 2, actor=SUPERVISOR, area=VILLAGE)[1].printed(VILLAGE) == before
    data = releases.micro_rows(measured.id, actor=CHIEF, version=2)
    assert (len(list(data.rows)), data.erased, data.cites.number) == (23, 1, 2)


def test_anybody_can_verify_the_public_file_with_what_it_says_itself(measured):
    final = closed(measured)
    told = json.loads(releases.public_file(measured.id, 2))
    assert keys.verify_with(told["public_key"], releases.signed_bytes(told["statement"]), told["signature"])
    assert told["statement"] == final.statement
    with pytest.raises(releases.UnknownVersion):
        releases.public_file(measured.id, 1)


def test_a_file_taken_away_is_verified_by_itself(measured):
    final = closed(measured)
    told = json.loads(b"".join(releases.take_version(measured.id, 2, actor=CHIEF)))
    found = releases.verify_file(told, public_key=keys.public_key())
    assert (found.problems, found.digest, found.withheld) == ((), final.digest, 0)
    assert releases.verify_file(json.loads(releases.public_file(measured.id, 2))).problems == ()
    line = told["lines"][0]["line"]
    states = line["scores"][0][6]
    line["scores"][0][6] = ("0" if states[0] == "1" else "1") + states[1:]
    assert releases.verify_file(told).problems == ("lines", "sums")
    told["lines"][0]["line"] = None
    assert releases.verify_file(told).problems == ()
    told["statement"]["families"] = 25
    assert releases.verify_file(told, public_key="A" * 43 + "=").problems == ("key", "signature")
    assert releases.verify_file({}).problems == ("format",)
