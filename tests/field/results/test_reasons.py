"""Whom the phone names beside what is not met: those who make the rule false, and nobody else."""

import warnings
from datetime import date
from functools import cache
from itertools import pairwise
from xml.sax.saxutils import escape

import orjson
import pytest
from tests.field.forms_to_fill import result_reading
from tests.spec.indices.engines import read_cases

from bahtera import indices
from bahtera.indices.values import NOT_MET

pytestmark = pytest.mark.slow
INDICES = [indices.load(name).without_private() for name in ("ikk", "ibangga")]
INDICATORS = {each.id: (index, place) for index in INDICES for place, each in enumerate(index.indicators)}
SAYS = "([reading, all]) => all.map(xml => window.results.reasons(JSON.parse(reading), xml))"


def families():
    """Return the families of both golden sets, each with the answers that only the other index asks for."""
    ikk, ibangga = (read_cases(name) for name in ("ikk", "ibangga"))
    for one, other in zip(ikk, ibangga, strict=False):
        yield one.name, other.answers | one.answers
        yield other.name, one.answers | other.answers


def states(index, answers):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", indices.UnknownAnswers)
        return index.score_one(answers).states


def in_xml(answers):
    """Return a visit as the form leaves it, with the states that the server works out."""

    def leaf(name, value):
        if isinstance(value, list):
            return "".join(f"<{name}>{inside(row)}</{name}>" for row in value)
        text = value.isoformat() if isinstance(value, date) else str(value)
        return f"<{name}>{escape(text)}</{name}>"

    def inside(row):
        return "".join(leaf(name, value) for name, value in row.items() if value is not None)

    found = answers | {f"{index.id}_states": states(index, answers) for index in INDICES}
    return f"<data>{inside(found)}</data>"


def failing(indicator, answers):
    """Return the members who alone would make the rule false, by their place."""
    index, place = INDICATORS[indicator]
    members = answers["anggota"]
    return [
        at
        for at, member in enumerate(members)
        if states(index, answers | {"anggota": [member]})[place] == NOT_MET
    ]


@cache
def about_members():
    reading = orjson.loads(result_reading())
    return {
        each["id"]: each["need"]
        for index in reading["indices"]
        for each in index["indicators"]
        if any(culprit["roster"] for culprit in each["culprits"])
    }


def test_only_members_who_make_a_rule_false_are_named_and_in_their_order(page):
    asked = list(families())
    found = page.evaluate(SAYS, [result_reading().decode(), [in_xml(answers) for _, answers in asked]])
    wrong, seen = [], set()
    for (name, answers), unmet in zip(asked, found, strict=True):
        named = {}
        for reason in (each for reasons in unmet for each in reasons):
            if reason["indicator"] in about_members():
                members = [member for _, member in reason["blamed"]]
                named.setdefault(about_members()[reason["indicator"]], set()).update(members)
                seen.add(reason["indicator"])
                if members != failing(reason["indicator"], answers):
                    wrong.append((name, reason["indicator"], members, failing(reason["indicator"], answers)))
        for indicator, need in about_members().items():
            index, place = INDICATORS[indicator]
            if states(index, answers)[place] == NOT_MET:
                left = set(failing(indicator, answers)) - named[need]
                wrong += [(name, indicator, "not named", at) for at in left]
    assert wrong == []
    assert len({about_members()[each] for each in seen}) == len(set(about_members().values()))


def test_a_grown_child_is_named_only_by_the_index_that_means_it(page):
    """A child of eighteen is of school age by one index and not by the other."""
    births = [date(1980, 1, 1), date(2008, 6, 5), date(2012, 1, 2), date(2016, 3, 4)]
    people = [
        {"hubungan": "anak" if at else "kepala", "jenis_kelamin": "p", "tgl_lahir": birth, "sekolah": "putus"}
        for at, birth in enumerate(births)
    ]
    answers = {"tanggal_kunjungan": date(2026, 11, 22), "kode_desa": "63.02.05.2001", "anggota": people}
    [unmet] = page.evaluate(SAYS, [result_reading().decode(), [in_xml(answers)]])
    [school] = [each for each in unmet if each[0]["indicator"] == "IKK-D3-06"]
    named = {each["indicator"]: [member for _, member in each["blamed"]] for each in school}
    assert named == {"IKK-D3-06": [2, 3], "IB-11": [1, 2, 3]}
    assert all(one < other for members in named.values() for one, other in pairwise(members))
