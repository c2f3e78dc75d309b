"""The accounts of people who work here, to which word can be sent."""

from collections.abc import Iterable

from bahtera.access.models import Person
from bahtera.access.queries.phones.teams import people_behind


def accounts_at_work() -> tuple[str, ...]:
    """Return the actor keys of all accounts in use, in the order in which they were opened."""
    rows = Person.objects.filter(is_active=True, user__is_active=True).order_by("user_id")
    return tuple(f"user:{one}" for one in rows.values_list("user_id", flat=True))


def accounts_behind(keys: Iterable[str]) -> dict[str, str]:
    """Return the account in use of whoever stands behind each actor key (an account, a phone, a card, a person).

    Keys of nobody, of people who left, and of those who have a phone alone are left out.
    """
    people = people_behind(keys)
    rows = Person.objects.filter(
        pk__in={one for one, _name in people.values()}, is_active=True, user__is_active=True
    )
    accounts = dict(rows.order_by("pk").values_list("pk", "user_id"))
    return {key: f"user:{accounts[one]}" for key, (one, _name) in people.items() if one in accounts}
