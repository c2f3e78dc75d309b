"""What definitions/privacy may say: every problem of a file at once."""

import pytest
import yaml

from bahtera.access.api import Purpose
from bahtera.foundation.shipped import definitions
from bahtera.privacy.errors import InvalidDeclaration
from bahtera.privacy.rules import declarations

KNOWN = frozenset(one.value for one in Purpose)


def shipped():
    return yaml.safe_load((definitions("privacy") / "purposes.yaml").read_text(encoding="utf-8"))


def problems_of(read, *args):
    with pytest.raises(InvalidDeclaration) as caught:
        read(*args)
    return caught.value.problems


def test_what_is_shipped_is_sound():
    found = declarations.purposes(KNOWN)
    assert set(found.by_id) == KNOWN
    assert found.status == "working"
    assert ("service", "1") in declarations.consent_texts()
    assert set(declarations.breach_notices()) == {"person", "authority"}
    assert {"endangers_safety", "third_party", "identity_not_shown"} <= set(declarations.refusals())


def test_every_problem_is_told_at_once():
    file = shipped()
    file["status"] = "final"
    file["purposes"]["survey"]["ground"] = "habit"
    del file["purposes"]["survey"]["article"]
    file["purposes"]["statistics"]["people"] = []
    file["purposes"]["statistics"]["colour"] = "blue"
    file["purposes"]["planning"]["title"] = {"id": "Rencana"}
    file["purposes"]["privacy"]["holds"].append("auth.User")
    file["purposes"]["advertising"] = file["purposes"].pop("publication")
    told = problems_of(declarations.read_purposes, yaml.safe_dump(file), KNOWN)
    assert set(told) == {
        "file: status is official or working",
        "survey: article is missing",
        "survey: 'habit' is no lawful ground of article 20",
        "statistics: colour is unknown",
        "statistics: people is empty",
        "planning: title has no en",
        "advertising: no such purpose is known",
        "publication: this purpose is not declared",
        "privacy: auth.User is held for administration already",
    }


@pytest.mark.parametrize("text", ["", "[]", "purposes: 3", "version: [", "purposes: {survey: 7}"])
def test_other_shapes_are_refused_as_declarations(text):
    assert problems_of(declarations.read_purposes, text, KNOWN)


def test_a_text_of_consent_cannot_stand_twice():
    text = (definitions("privacy") / "consent-texts.yaml").read_text(encoding="utf-8")
    file = yaml.safe_load(text)
    file["texts"].append(dict(file["texts"][0]))
    assert problems_of(declarations.read_consent_texts, yaml.safe_dump(file)) == (
        "text 3: service 1 stands twice",
    )


def test_a_notice_with_an_unknown_placeholder_is_refused():
    text = "version: '1'\nstatus: working\nsource: uji\nnotices: {person: 'Yth {nama}', authority: '{'}"
    told = problems_of(declarations.read_breach_notices, text)
    assert told[0] == "person: unknown placeholder {nama}"
    assert told[1].startswith("authority: ")


def test_a_refusal_blames_nobody():
    for reason in declarations.refusals().values():
        for words in reason.text.values():
            assert not {"pelaku", "diduga", "perpetrator", "alleged"} & set(words.lower().split())
