"""Whatever is recorded, in whatever order: lines in time stay whole, and nothing is ever lost."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bahtera.families import api
from bahtera.families.models import FamilyState, MemberState

from .conftest import NEXT_VILLAGE, OTHER_REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)
NAMES = ("Ana", "Banu", "Citra", "Dewi", "Eko")

days = st.integers(0, 30).map(lambda n: START + timedelta(days=n))
index = st.integers(0, 50)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("visit"), index, st.lists(index, max_size=4), days, index),
        st.tuples(
            st.just("move"), index, days, st.sampled_from([VILLAGE, NEXT_VILLAGE, OTHER_REGENCY, None])
        ),
        st.tuples(st.just("split"), index, index, days),
        st.tuples(st.just("merge"), index, index, days),
        st.tuples(st.just("death"), index, days),
        st.tuples(st.just("join"), index, index, days),
        st.tuples(st.just("withdraw"), index),
        st.tuples(st.just("restore"), index),
    ),
    max_size=14,
)


class World:
    """Carries out steps on whatever families and members there are."""

    def __init__(self):
        self.families, self.members, self.sources = [], [], []

    def pick(self, things, number):
        return things[number % len(things)] if things else None

    def do(self, step):
        try:
            with transaction.atomic():
                getattr(self, step[0])(*step[1:])
        except (api.FamilyRefused, api.UnknownFamily, api.UnknownMember):
            return

    def visit(self, family, roster, on, text):
        known = self.pick(self.families, family) if family % 3 else None
        members = [
            api.MemberInput(
                NAMES[n % 5],
                member_id=self.pick(self.members, n) if n % 2 else None,
                birth_date=START - timedelta(days=1000 * (n % 5)),
                nik=f"63021201018{n % 7:05d}",
            )
            for n in roster
        ]
        source = f"s{len(self.sources)}"
        outcome = api.record_visit(
            village_code=VILLAGE,
            family_id=known,
            visited_on=on,
            members=members,
            rt=str(text),
            source=source,
            actor_key="token:kader",
            replaces=self.pick(self.sources, text) if text % 4 == 0 else None,
        )
        self.sources.append(source)
        self.families.append(outcome.family_id)
        self.members += [member_id for member_id in outcome.member_ids if member_id]

    def move(self, family, on, village):
        if known := self.pick(self.families, family):
            api.move_family(known, village_code=village, on=on, actor_key="user:alice")

    def split(self, family, member, on):
        if known := self.pick(self.families, family):
            member_ids = [self.pick(self.members, member)] if self.members else []
            new = api.split_family(known, member_ids=member_ids, on=on, actor_key="user:alice")
            self.families.append(new.id)

    def merge(self, one, other, on):
        if self.families:
            keep, absorbed = self.pick(self.families, one), self.pick(self.families, other)
            api.merge_families(keep_id=keep, absorbed_id=absorbed, on=on, actor_key="user:alice")

    def death(self, member, on):
        if known := self.pick(self.members, member):
            api.record_death(known, on=on, actor_key="user:alice")

    def join(self, member, family, on):
        if self.members:
            target = self.pick(self.families, family) if family % 3 else None
            api.move_member(self.pick(self.members, member), to_family=target, on=on, actor_key="user:alice")

    def withdraw(self, member):
        if known := self.pick(self.members, member):
            api.withdraw_member(known, actor_key="user:alice")

    def restore(self, member):
        if known := self.pick(self.members, member):
            api.restore_member(known, actor_key="user:alice")


def rows(model):
    fields = [field.attname for field in model._meta.concrete_fields if field.attname != "valid_to"]
    return {row["id"]: row for row in model.objects.values(*fields)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_lines_stay_whole_and_nothing_is_lost(villages, script):
    with transaction.atomic():
        world, before = World(), {}
        for step in script:
            world.do(step)
            now = {**rows(FamilyState), **rows(MemberState)}
            # No version disappears, and nothing of it but its end ever changes.
            assert {key: now.get(key) for key in before} == before
            before = now
        for model, owner in ((FamilyState, "family_id"), (MemberState, "member_id")):
            lines = defaultdict(list)
            for state in model.objects.order_by("valid_from", "id"):
                lines[getattr(state, owner)].append(state)
            for line in lines.values():
                assert [state.valid_to for state in line].count(None) == 1
                assert line[-1].valid_to is None
                assert all(earlier.valid_to == later.valid_from for earlier, later in pairwise(line))
        for family_id in set(world.families):
            family = api.get_family(family_id)
            merged = family.status == "merged"
            assert merged == (family.merged_into is not None)
            if merged:
                assert [member for member in family.members if member.status == "present"] == []
            assert api.history(family_id)
        assert len(list(api.known_members([VILLAGE, NEXT_VILLAGE]))) == len(
            {row["name"] for row in api.known_members([VILLAGE, NEXT_VILLAGE])}
        )
        transaction.set_rollback(True)
