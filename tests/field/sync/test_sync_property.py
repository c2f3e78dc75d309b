"""Two phones of one kader, any order, lost and doubled replies, restored backups: one state, and nothing lost."""

import hashlib

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)
from tests.field.sync.conftest import xml_of
from tests.field.sync.gate import FAULTS

from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow

either = st.integers(0, 1)
troubles = st.lists(st.sampled_from(("", *FAULTS)), max_size=8)


def quiet_sync(phone):
    """Sync until nothing hinders it: the test's database refuses who comes while another writes."""
    for _ in range(5):
        problem = phone.sync(insist=True)["problem"]
        if problem != "busy":
            break
    return problem


def test_two_phones_and_a_bad_network_come_to_one_state(client_of, gate, world):
    person = world.hire()
    both = [client_of(person), client_of(person)]
    # Each run goes on with what the one before left on phones and site: that too must make no difference.
    everything: dict[str, str] = {}

    class Syncing(RuleBasedStateMachine):
        visits = Bundle("visits")
        phones = both
        finished = everything

        @initialize()
        def quiet(self):
            gate.faults.clear()

        @rule(
            target=visits, at=either, family=st.integers(0, 4), photo=st.sampled_from(("", "foto sintetis"))
        )
        def finish(self, at, family, photo):
            new = self.phones[at].finish(world.families[family], photo=photo)
            self.finished[new] = xml_of(new, str(world.families[family]))
            return new

        @rule(target=visits, at=either, before=consumes(visits))
        def correct(self, at, before):
            family = next(one for one in map(str, world.families) if one in self.finished[before])
            new = self.phones[at].finish(family, corrects=before, result="selesai_sebagian")
            self.finished[new] = xml_of(new, family, before, "selesai_sebagian")
            return multiple(new)

        @rule(at=either, faults=troubles)
        def sync(self, at, faults):
            gate.faults[:] = faults
            self.phones[at].sync(insist=True)
            gate.faults.clear()

        @rule(at=either)
        def kill(self, at):
            self.phones[at].restart()

        @rule(at=either)
        def move_a_backup(self, at):
            taken = self.phones[at].page.evaluate("backedUp()")
            self.phones[1 - at].page.evaluate("told => restored(told)", taken)

        @rule(which=st.integers(0, 99), back=st.booleans())
        def decide(self, which, back):
            open_ones = list(Submission.objects.filter(state__in=("accepted", "flagged")).order_by("pk"))
            if not open_ones:
                return
            row = open_ones[which % len(open_ones)]
            if back:
                comment = surveys.CommentRow("alamat", None, "RT berapa?")
                surveys.return_with_comments(row.pk, comments=[comment], actor=world.chief)
            elif row.is_current:
                world.approve(row.pk)

        @rule()
        def work(self):
            world.work()

        def teardown(self):
            gate.faults.clear()
            world.work()
            for phone in (*self.phones, *self.phones):
                assert quiet_sync(phone) is None
                world.work()
            rows = {
                one.instance_id.removeprefix("uuid:"): one
                for one in Submission.objects.filter(instance_id__in=[f"uuid:{one}" for one in self.finished])
            }
            assert set(rows) == set(self.finished), "every visit is there, once"
            for new, xml in self.finished.items():
                assert rows[new].sha256 == hashlib.sha256(xml.encode()).hexdigest(), "and as it was finished"
                assert rows[new].is_complete
            first, second = (phone.told() for phone in self.phones)
            assert first["here"] == second["here"] == [], (first["ledger"], second["ledger"])
            assert first["families"] == second["families"] == sorted(map(str, world.families))
            expected = {new: [row.state, True, row.sha256] for new, row in rows.items()}
            assert first["sent"] == expected
            assert second["sent"] == expected

    run_state_machine_as_test(
        Syncing,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
