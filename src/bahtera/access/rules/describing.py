"""The policy as a page people read: made from the tables that decide, so that it cannot say anything else."""

from collections.abc import Iterable
from typing import Final

from bahtera.access.rules.policy import ACTIONS, CEILINGS, ROLES, Action
from bahtera.access.values import Level, Purpose

_HEAD: Final = """# Who may do what, where, why

*Written by `scripts/write-policy` from `src/bahtera/access/rules/policy.py`; a test keeps it in step. Do not edit.*

Four questions are asked at once: **who** (a role held by a person, in a unit or in none), **where** (the area of that
very grant: two roles in two places never mix), **what** (how secret the field is), **why** (the purpose of the action).
What does not stand here is refused. From L3 on the session must have passed a second factor.

| Level | What it holds |
|---|---|
| L1 | aggregates and what is public: areas, rounds, figures after disclosure control |
| L2 | service: keys of our own, states, coded answers and scores of one family without who they are |
| L3 | identity: names, NIK, KK, phone, address, position, answers as received, findings and comments |
| L4 | safety: where somebody is safe, who reported |
| L5 | notes of psychologists |

Every column of every table says its level (`SENSITIVITY`, or `bahtera/config/sensitivity.py` for parts that are not
ours), every column of an export and every field of an API answer too; one that does not breaks the build. An export of
families holds L2; the hamlet, RW and RT (L3) are in it only for somebody who reads the visits of that area anyway.

Whoever reads a page of L3 leaves an entry in the audit before it is shown (who, which page or thing, whether it was a
search, never what was looked for); so does whoever is refused. What lies in a foreign area answers exactly like what
does not exist. A test walks every address as every role, in the own area and in a foreign one, with one factor and
with two, and reads every answer for marks of what must not be in it.

Nothing of a person stands in an address. What is typed to find somebody (`/periksa/`, `/orang/`, a kader's kin) is sent
by POST and comes back in the address of the list sealed, as does the name at which the next page begins; it opens for
whoever searched and nobody else, and names in plain letters are not looked for. Such pages are kept by no cache.
"""


def policy_page() -> str:
    """Return the page in Markdown: levels by role and purpose, then roles by action."""
    return "\n".join([_HEAD, *_ceilings(), "", *_actions(), "", *_exceptions(), ""])


def _ceilings() -> list[str]:
    used = [purpose for purpose in Purpose if any(purpose in CEILINGS[role] for role in ROLES)]
    return [
        "## The most secret level a role reads, by purpose",
        "",
        _row(["Role", *(purpose.value for purpose in used)]),
        _row(["---"] * (len(used) + 1)),
        *(_row([f"`{role}`", *(_level(CEILINGS[role].get(purpose)) for purpose in used)]) for role in ROLES),
    ]


def _actions() -> list[str]:
    return [
        "## Who may do what",
        "",
        "*Where*: in the area of the grant, or the whole site. *2F*: a second factor is asked. *Lent*: a role lent",
        "for an emergency ([break-glass](../how-to/break-glass.md)) does it too.",
        "",
        _row(["Action", "Purpose", "Level", "Where", "2F", "Lent", "Roles"]),
        _row(["---"] * 7),
        *(_row(_action(name, action)) for name, action in ACTIONS.items()),
    ]


def _action(name: str, action: Action) -> list[str]:
    return [
        f"`{name}`",
        action.purpose.value,
        _level(action.level),
        "area" if action.sited else "site",
        "yes" if action.needs_second_factor else "",
        "yes" if action.lent else "",
        _roles(action),
    ]


def _roles(action: Action) -> str:
    if action.roles >= set(ROLES):
        return "every role"
    return ", ".join(f"`{role}`" for role in ROLES if role in action.roles) or "the system alone"


def _exceptions() -> list[str]:
    excused = [name for name, action in ACTIONS.items() if action.one_factor]
    return [
        "## Exceptions from the second factor",
        "",
        *(f"- `{name}`: argued in the threat model (a kader's card)." for name in excused),
    ]


def _level(level: Level | None) -> str:
    return f"L{level.value}" if level else ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
