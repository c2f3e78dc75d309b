"""The kader of a village, and who stands behind the keys under which they work."""

from collections.abc import Iterable
from uuid import UUID

from bahtera.access.models import Person, RoleGrant
from bahtera.access.queries.actors import holding, live_grants
from bahtera.access.queries.kinship import kin_of_person
from bahtera.access.queries.office.people import keys_of, person_of
from bahtera.access.rules.areas import covers
from bahtera.access.values import Teammate


def kaders_of(village_code: str) -> tuple[Teammate, ...]:
    """Return who is a kader of a village today, by name, with the families each must not visit."""
    rows = live_grants(RoleGrant.objects.filter(role="kader", person__is_active=True))
    held = holding(rows.select_related("person", "decree").order_by("person_id", "id"))
    people = {row.person_id: row.person for row in held if covers(row.area_code, village_code)}
    found = (Teammate(one.pk, one.name, kin_of_person(one)) for one in people.values())
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.person_id)))


def supervisors_over(area_code: str) -> tuple[str, ...]:
    """Return the actor keys of those who are supervisors over an area today, to send word to; no names."""
    rows = live_grants(RoleGrant.objects.filter(role="supervisor", person__is_active=True))
    held = holding(rows.select_related("person", "decree").order_by("person_id", "id"))
    return tuple(sorted({f"person:{row.person_id}" for row in held if covers(row.area_code, area_code)}))


def person_behind(key: str) -> UUID | None:
    """Return the id of the person behind an actor key; None for an actor of nobody."""
    person = person_of(key)
    return person.pk if person else None


def same_person(one: str, other: str) -> bool:
    """Tell whether two actor keys are of one person: also who has two accounts is one."""
    if one == other:
        return True
    person = person_behind(one)
    return person is not None and person == person_behind(other)


def keys_behind(person_id: UUID) -> frozenset[str]:
    """Return the actor keys under which somebody works or worked: account, cards, phones."""
    person = Person.objects.filter(pk=person_id).order_by("pk").first()
    return keys_of(person) if person else frozenset()


def names_behind(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people by id."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).order_by("pk").values_list("pk", "name"))


def people_behind(keys: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Return who stands behind actor keys, as id and name by key; keys of nobody are left out."""
    wanted: dict[str, set[str]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        wanted.setdefault(kind, set()).add(number)
    whole = {kind: {int(one) for one in wanted.get(kind, ()) if one.isdigit()} for kind in ("user", "token")}
    ids = {kind: {_uuid(one) for one in wanted.get(kind, ())} - {None} for kind in ("person", "device")}
    people = Person.objects.order_by("pk")
    found = {
        f"user:{one}": (pk, name)
        for one, pk, name in people.filter(user_id__in=whole["user"]).values_list("user_id", "pk", "name")
    }
    for kind, key, numbers in (
        ("token", "tokens__pk", whole["token"]),
        ("device", "devices__pk", ids["device"]),
        ("person", "pk", ids["person"]),
    ):
        rows = people.filter(**{f"{key}__in": numbers}).values_list(key, "pk", "name") if numbers else ()
        found |= {f"{kind}:{one}": (pk, name) for one, pk, name in rows}
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
