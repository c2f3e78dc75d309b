"""The page about the policy says what the policy does."""

from tests.docs.tutorials import ROOT

from bahtera.access.api import ACTIONS, ROLES
from bahtera.access.rules.describing import policy_page

PAGE = ROOT / "docs" / "reference" / "policy.md"


def test_the_page_is_what_the_tables_say():
    assert PAGE.read_text(encoding="utf-8") == policy_page(), "run scripts/write-policy"


def test_every_action_and_role_is_on_it():
    text = policy_page()
    assert [name for name in (*ACTIONS, *ROLES) if f"`{name}`" not in text] == []
