"""The declared checks are whole, and each version says what it is."""

import pytest

from bahtera.checks.errors import BadDefinition
from bahtera.checks.rules import in_families, in_rounds, in_villages, load
from bahtera.checks.rules.definitions import CONCERNS, _check

CHECKS = load().checks


def test_every_check_is_asked_by_exactly_one_rule():
    arrival = {one.id for one in CHECKS.values() if one.on_arrival}
    nightly = [*in_villages.CHECKS, *in_rounds.CHECKS, *in_families.CHECKS]
    assert arrival | set(nightly) == set(CHECKS)
    assert len(nightly) + len(arrival) == len(CHECKS)


def test_hashes_tell_checks_apart():
    assert len({one.hash for one in CHECKS.values()}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda one: one.id)
def test_what_is_said_accuses_nobody(check):
    said = " ".join((*check.question.values(), *check.explanation.values(), *check.kader.values())).casefold()
    assert not {"curang", "palsu", "bohong", "fraud", "fake", "cheat"} & set(said.replace(",", " ").split())
    assert all(text.endswith("?") for text in check.question.values())
    assert all(len(said) > 1 for said in check.other_reasons.values())
    assert check.concerns in CONCERNS


def test_a_check_that_is_not_whole_is_refused():
    with pytest.raises(BadDefinition, match="missing or unknown"):
        _check({"id": "x"})


def test_attitudes_and_private_items_are_never_read():
    plan = load().answers["kunjungan_keluarga"]
    read = {*plan.yes_no, *plan.compared, *plan.compared_of_members, *plan.turned}
    assert not {name for name in read if "kekerasan" in name}
    assert not read & {"nik", "nama", "no_kk", "tgl_lahir", "catatan", "alamat"}
