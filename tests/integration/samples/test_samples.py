"""A sample from its frame to the design that estimates need, with all that is refused on the way."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.fakes.family_visits import SIZE, store_visits
from tests.integration.samples.conftest import CODES, RAHMAT, SITI, SIZES, STRANGER, add_families, frame_file

from bahtera.access import api as access
from bahtera.access.api import NotAllowed
from bahtera.families import api as families
from bahtera.foundation.models import AuditEntry
from bahtera.samples import api as samples
from bahtera.samples.models import Draw, DrawnFamily
from bahtera.statistics import design, sampling
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

PLAN = samples.Plan(
    {"63.05.01": 2, "63.05.02": 3}, take=10, reserves=3, replace_for=("pindah", "tidak_ditemukan")
)
SEED = "Undian-17-Februari-2026:4711"


@pytest.fixture
def frame(round_id):
    return samples.keep_frame(
        round_id, frame_file(), strata=samples.Strata.DISTRICT, leave_out=False, actor=SITI
    )


@pytest.fixture
def drawn(frame):
    row = samples.plan_draw(frame.id, PLAN, seed=SEED, actor=SITI)
    return samples.draw(row.id, revision=row.revision, actor=SITI)


@pytest.fixture
def confirmed(drawn):
    return samples.confirm_draw(drawn.id, revision=drawn.revision, actor=SITI)


def actions():
    return list(
        AuditEntry.objects.filter(action__startswith="samples.")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_a_frame_is_kept_with_its_hash_strata_and_what_it_lacks(round_id):
    sizes = {code: SIZES[code] for code in CODES[:-1]} | {"63.02.01.2001": 50}
    seen = samples.preview(round_id, frame_file(sizes), actor=SITI)
    assert [(one.line, one.why) for one in seen.problems] == [(13, samples.Why.OUTSIDE)]
    assert [(one.code, one.villages, one.lacking) for one in seen.districts] == [
        ("63.05.01", 6, 0),
        ("63.05.02", 5, 1),
    ]
    with pytest.raises(samples.LinesLeft):
        samples.keep_frame(
            round_id, frame_file(sizes), strata=samples.Strata.NONE, leave_out=False, actor=SITI
        )
    kept = samples.keep_frame(
        round_id, frame_file(sizes), strata=samples.Strata.NONE, leave_out=True, actor=SITI
    )
    assert (kept.villages, kept.left_out, kept.lacking) == (11, 1, 1)
    again = samples.keep_frame(
        round_id,
        frame_file(dict(reversed(sizes.items()))),
        strata=samples.Strata.NONE,
        leave_out=True,
        actor=SITI,
    )
    assert again.sha256 == kept.sha256, "the order of the file does not matter"
    assert [one.id for one in samples.frames_of(round_id, actor=RAHMAT)] == [again.id, kept.id]


def test_a_frame_out_of_the_register_counts_families_that_live_there(round_id):
    add_families(CODES[0], 7)
    add_families(CODES[1], 4)
    kept = samples.frame_from_register(round_id, strata=samples.Strata.DISTRICT, actor=SITI)
    assert (kept.source, kept.villages, kept.families, kept.lacking) == ("register", 2, 11, 10)


def test_the_seed_is_in_the_audit_before_the_draw_and_the_draw_can_be_done_again(drawn, frame):
    assert actions() == ["samples.frame_kept", "samples.planned", "samples.drawn"]
    told = AuditEntry.objects.get(action="samples.planned").details
    assert (told["seed"], told["frame_sha256"]) == (f"lot:{SEED}", frame.sha256)
    assert drawn.state is samples.DrawState.DRAWN
    units = [sampling.Unit(code, count, code[:8]) for code, count in SIZES.items()]
    again = sampling.draw_villages(sampling.frame(units), PLAN.numbers, seed=drawn.seed)
    assert drawn.sha256 == again.sha256
    rows = samples.villages_of(drawn.id, actor=SITI)
    assert [(one.village_code, one.probability) for one in rows] == [
        (one.key, one.probability) for one in sorted(again.units, key=lambda one: one.key)
    ]


def test_no_draw_is_repeated_until_it_pleases(drawn, frame, round_id):
    with pytest.raises(samples.DrawUnderway):
        samples.plan_draw(frame.id, PLAN, actor=SITI)
    with pytest.raises(samples.NoReason):
        samples.set_aside_draw(drawn.id, why="  ", revision=drawn.revision, actor=SITI)
    samples.set_aside_draw(drawn.id, why="Desa tergenang", revision=drawn.revision, actor=SITI)
    other = samples.plan_draw(frame.id, PLAN, actor=SITI)
    assert (other.seed_from, len(other.seed)) == (samples.SeedFrom.MADE, 32)
    listed = samples.draws_of(round_id, actor=RAHMAT)
    assert [(one.state, one.set_aside_why) for one in listed] == [
        (samples.DrawState.PLANNED, ""),
        (samples.DrawState.SET_ASIDE, "Desa tergenang"),
    ]
    with pytest.raises(samples.DrawMoved):
        samples.draw(drawn.id, revision=drawn.revision + 1, actor=SITI)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=drawn.id).update(state="drawn")


def test_a_stale_page_draws_and_confirms_nothing(drawn):
    with pytest.raises(samples.DrawMoved):
        samples.confirm_draw(drawn.id, revision=drawn.revision - 1, actor=SITI)
    with pytest.raises(samples.DrawMoved):
        samples.draw(drawn.id, revision=drawn.revision, actor=SITI)


def test_a_confirmed_draw_gives_the_round_its_villages(confirmed):
    rows = samples.villages_of(confirmed.id, actor=SITI)
    wanted = surveys.targets(confirmed.round_id)
    assert [(one.village_code, one.target_families) for one in wanted] == [
        (one.village_code, 10) for one in rows
    ]


def test_families_are_drawn_once_and_weigh_what_both_stages_say(confirmed):
    village = samples.villages_of(confirmed.id, actor=SITI)[0]
    ids = add_families(village.village_code, 33)
    listed = samples.draw_from_register(confirmed.id, village.village_code, actor=SITI)
    assert (listed.listed, listed.main, listed.reserves) == (33, 10, 3)
    assert listed.weight == 1 / (village.probability * Fraction(10, 33))
    expected = sampling.draw_families(
        [one.hex for one in ids], 10, 3, seed=SEED, village=village.village_code
    )
    rows = samples.families_of(confirmed.id, village.village_code, actor=SITI)
    assert [one.family_id for one in rows] == [ids[at] for at in (*expected.main, *expected.reserves)]
    with pytest.raises(samples.AlreadyListed):
        samples.draw_from_register(confirmed.id, village.village_code, actor=SITI)


def test_a_reserve_is_called_in_order_for_allowed_results_alone(confirmed):
    code = samples.villages_of(confirmed.id, actor=SITI)[0].village_code
    add_families(code, 33)
    samples.draw_from_register(confirmed.id, code, actor=SITI)
    rows = samples.families_of(confirmed.id, code, actor=RAHMAT)
    first, visited, spare = rows[0], rows[1], rows[10]
    with pytest.raises(samples.NotReplaceable):
        samples.call_reserve(first.id, why="menolak", actor=RAHMAT)
    called = samples.call_reserve(first.id, why="pindah", actor=RAHMAT)
    assert called == spare.id, "the first in the order of use"
    with pytest.raises(samples.NotReplaceable):
        samples.call_reserve(first.id, why="pindah", actor=RAHMAT)
    seen = store_visits(confirmed.round_id, code, ["1" * SIZE])[0]
    Submission.objects.filter(pk=seen.pk).update(family_id=visited.family_id)
    with pytest.raises(samples.NotReplaceable):
        samples.call_reserve(visited.id, why="pindah", actor=RAHMAT)
    samples.call_reserve(rows[2].id, why="pindah", actor=RAHMAT)
    samples.call_reserve(called, why="tidak_ditemukan", actor=RAHMAT)
    with pytest.raises(samples.NoReserve):
        samples.call_reserve(rows[3].id, why="pindah", actor=RAHMAT)
    found = samples.design_of(confirmed.round_id)
    assert sum(one.in_use for one in found.families) == 10
    assert sorted(one.replaced_for for one in found.families if one.replaced_for) == [
        "pindah",
        "pindah",
        "tidak_ditemukan",
    ]


def test_nobody_sees_or_moves_own_kin_or_other_places(confirmed):
    code = samples.villages_of(confirmed.id, actor=SITI)[0].village_code
    add_families(code, 33)
    samples.draw_from_register(confirmed.id, code, actor=SITI)
    rows = samples.families_of(confirmed.id, code, actor=RAHMAT)
    kin = replace(RAHMAT, kin=frozenset({rows[0].family_id}))
    assert len(samples.families_of(confirmed.id, code, actor=kin)) == len(rows) - 1
    with pytest.raises(samples.UnknownDrawnFamily):
        samples.call_reserve(rows[0].id, why="pindah", actor=kin)
    with pytest.raises(samples.UnknownDrawnFamily):
        samples.call_reserve(rows[0].id, why="pindah", actor=STRANGER)
    with pytest.raises(samples.UnknownDrawnFamily):
        samples.call_reserve(uuid4(), why="pindah", actor=RAHMAT)
    with pytest.raises(samples.UnknownDrawnVillage):
        samples.families_of(confirmed.id, code, actor=STRANGER)
    with pytest.raises(samples.UnknownDraw):
        samples.get_draw(confirmed.id, actor=STRANGER)
    with pytest.raises(NotAllowed):
        samples.plan_draw(confirmed.frame_id, PLAN, actor=RAHMAT)
    assert samples.villages_of(confirmed.id, actor=STRANGER) == []


def test_a_line_of_an_uploaded_list_becomes_a_family_of_the_register_once(confirmed):
    code = samples.villages_of(confirmed.id, actor=SITI)[0].village_code
    content = ("no;rw;rt\n" + "\n".join(f"{at};1;{at % 4}" for at in range(1, 21))).encode()
    with pytest.raises(samples.FamiliesLeft) as left:
        samples.draw_from_file(confirmed.id, code, content + b"\n7;1;1\n;1;2\n", actor=SITI)
    assert {key: left.value.details[key] for key in ("count", "empty", "double", "person")} == {
        "count": 3,
        "empty": "23",
        "double": "8, 22",
        "person": "–",
    }
    listed = samples.draw_from_file(confirmed.id, code, content, actor=SITI)
    assert (listed.listed, listed.main) == (20, 10)
    row = samples.families_of(confirmed.id, code, actor=RAHMAT)[0]
    assert row.family_id is None
    family, other = add_families(code, 2)
    samples.link_family(row.id, family, actor=RAHMAT)
    with pytest.raises(samples.AlreadyLinked):
        samples.link_family(row.id, other, actor=RAHMAT)
    with pytest.raises(samples.UnknownDrawnFamily):
        samples.link_family(row.id, uuid4(), actor=RAHMAT)
    found = samples.design_of(confirmed.round_id)
    assert [one.family_id for one in found.families if one.family_id] == [family]


def test_the_design_estimates_totals_by_both_roads(confirmed):
    """All answer 1: the weighted total is the sum of listed families over the chances of their villages."""
    expected = Fraction(0)
    for at, row in enumerate(samples.villages_of(confirmed.id, actor=SITI)):
        add_families(row.village_code, 12 + at)
        samples.draw_from_register(confirmed.id, row.village_code, actor=SITI)
        expected += Fraction(12 + at) / row.probability
    found = samples.design_of(confirmed.round_id)
    assert sum(one.weight for one in found.families if one.in_use) == expected
    columns = found.columns() | {"one": [1.0] * 50}
    by_size = design(columns, strata="stratum", psu="unit", weights="weight")
    assert by_size.total("one").only.value == pytest.approx(float(expected))
    both = design(
        columns,
        strata="stratum",
        psu=("village", "family"),
        weights="weight",
        fpc=("n_villages", "n_families"),
    )
    assert both.mean("one").only.value == pytest.approx(1)
    assert samples.draw_hash(confirmed.round_id) != confirmed.sha256


def test_a_certain_village_stands_for_itself(round_id):
    sizes = SIZES | {CODES[0]: 5_000}
    frame = samples.keep_frame(
        round_id, frame_file(sizes), strata=samples.Strata.DISTRICT, leave_out=False, actor=SITI
    )
    plan = samples.Plan({"63.05.01": 3, "63.05.02": 2}, take=4, reserves=0)
    row = samples.plan_draw(frame.id, plan, seed=SEED, actor=SITI)
    row = samples.draw(row.id, revision=row.revision, actor=SITI)
    samples.confirm_draw(row.id, revision=row.revision, actor=SITI)
    for one in samples.villages_of(row.id, actor=SITI):
        add_families(one.village_code, 9)
        samples.draw_from_register(row.id, one.village_code, actor=SITI)
    found = samples.design_of(round_id)
    large = next(one for one in found.villages if one.is_certain)
    assert (large.village_code, large.stratum, large.population, large.drawn) == (CODES[0], CODES[0], 1, 1)
    others = [one for one in found.villages if one.frame_stratum == "63.05.01" and not one.is_certain]
    assert {(one.population, one.drawn) for one in others} == {(5, 2)}
    columns = found.columns() | {"one": [float(at % 3) for at in range(20)]}
    assert design(columns, strata="stratum", psu="unit", weights="weight").mean("one").only.se > 0


def test_after_the_first_visit_frame_and_draw_stand(confirmed, frame, round_id):
    code = samples.villages_of(confirmed.id, actor=SITI)[0].village_code
    add_families(code, 12)
    store_visits(round_id, code, ["1" * SIZE])
    for act in (
        lambda: samples.keep_frame(
            round_id, frame_file(), strata=samples.Strata.NONE, leave_out=False, actor=SITI
        ),
        lambda: samples.plan_draw(frame.id, PLAN, actor=SITI),
        lambda: samples.set_aside_draw(confirmed.id, why="x", revision=confirmed.revision, actor=SITI),
    ):
        with pytest.raises(samples.RoundVisited):
            act()
    with pytest.raises(samples.VillageVisited):
        samples.draw_from_register(confirmed.id, code, actor=SITI)
    assert not DrawnFamily.objects.exists()


@pytest.mark.parametrize(
    ("plan", "error"),
    [
        (samples.Plan({"63.05.01": 7, "63.05.02": 2}, 10, 5), sampling.BadSize),
        (samples.Plan({"63.05.01": 2}, 10, 5), sampling.BadSize),
        (samples.Plan({"63.05.01": 2, "63.05.02": 0}, 10, 5), sampling.BadSize),
        (samples.Plan({"63.05.01": 1, "63.05.02": 2}, 10, 5), samples.BadPlan),
    ],
)
def test_what_cannot_be_drawn_spends_no_seed(frame, plan, error):
    with pytest.raises(error):
        samples.plan_draw(frame.id, plan, seed=SEED, actor=SITI)
    assert not Draw.objects.exists()
    assert samples.share_villages(frame.id, 5, rule="proportional", actor=SITI).keys() == {
        "63.05.01",
        "63.05.02",
    }


def test_lines_of_an_uploaded_list_become_tasks_of_a_kader(confirmed):
    code = samples.villages_of(confirmed.id, actor=SITI)[0].village_code
    content = ("no;rw;rt\n" + "\n".join(f"{at};1;{1 + at % 4}" for at in range(1, 21))).encode()
    samples.draw_from_file(confirmed.id, code, content, actor=SITI)
    root = access.ensure_account(
        username="pengelola", password="x", full_name="Pengelola", roles=["administrator"], areas=[""]
    )
    kader = access.add_person("Kader Sintetis", area=code, actor=root).id
    access.grant_role(kader, role="kader", area=code, valid_from=date(2026, 1, 1), actor=root)
    rows = samples.families_of(confirmed.id, code, actor=RAHMAT)
    wanted = [one.id for one in rows if one.in_use][:4]
    given = {"round_id": confirmed.round_id, "person_id": kader, "actor": RAHMAT}
    assert samples.give_families(confirmed.id, code, wanted, **given) == (4, 0)
    assert samples.give_families(confirmed.id, code, wanted, **given) == (0, 4)
    tasks = surveys.village_tasks(confirmed.round_id, code, actor=RAHMAT)
    now = {one.id: one for one in samples.families_of(confirmed.id, code, actor=RAHMAT)}
    assert {one.row.family_id for one in tasks.tasks} == {now[one].family_id for one in wanted}
    assert {one.head_name for one in tasks.families} == {f"No. {now[one].reference}" for one in wanted}
    # Known since before the round opened: the first visit says who the family is, and that counts from then on.
    first = now[wanted[0]]
    with transaction.atomic():
        families.record_visit(
            village_code=code,
            family_id=first.family_id,
            head_name="Ibu Sintetis",
            visited_on=date(2026, 1, 5),
            source="submission:1",
            actor_key="system",
        )
    (place,) = families.living_places([first.family_id])
    assert (place.head_name, place.rw, place.rt) == ("Ibu Sintetis", first.rw, first.rt)
