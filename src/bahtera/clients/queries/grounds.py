"""On what ground data of a client may go to a kind of unit."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from bahtera.access.api import zone_of
from bahtera.clients.models import Ground
from bahtera.clients.queries.states import identity_of, standing
from bahtera.clients.rules import grounds as rules
from bahtera.clients.values import BirthQuality, Giver, GroundRow, LawfulGround, Scope


def ground_for(client_id: UUID, receiving_kind: str, on: datetime) -> GroundRow | None:
    """Return what lets data of a client go to a kind of unit at an instant, a consent before any other; None: nothing.

    What a parent or guardian agreed to ends with the day on which the client is known to be of age.
    """
    found = standing_grounds(client_id, rules.refer_to(receiving_kind), on)
    return found[0] if found else None


def grounds_holding(client_id: UUID, receiving_kind: str, on: datetime) -> tuple[GroundRow, ...]:
    """Return all grounds that let data of a client go to a kind of unit at an instant, consents first."""
    return standing_grounds(client_id, rules.refer_to(receiving_kind), on)


def taken_back(client_id: UUID, receiving_kind: str, on: datetime) -> GroundRow | None:
    """Return the consent for a kind of unit that ended last before an instant and was not replaced; None: none did."""
    rows = Ground.objects.filter(
        client_id=client_id,
        scope=rules.refer_to(receiving_kind),
        ground=LawfulGround.CONSENT.value,
        ended_at__lte=on,
        ended_how__in=["withdrawn", "barred"],
    )
    row = rows.order_by("-ended_at", "-pk").first()
    return row_of(row) if row else None


def consent_for(client_id: UUID, scope: Scope, on: datetime) -> GroundRow | None:
    """Return the consent to a scope that holds at an instant; no other ground stands in for it. None: nobody agreed."""
    found = standing_grounds(client_id, scope.value, on)
    return next((one for one in found if one.ground is LawfulGround.CONSENT), None)


def standing_grounds(client_id: UUID, scope: str, on: datetime) -> tuple[GroundRow, ...]:
    """Return the grounds of one scope that hold at an instant, consents first, the latest first."""
    rows = list(Ground.objects.filter(client_id=client_id, scope=scope).order_by("-given_at", "-pk"))
    of_age = is_of_age(client_id, on) if rows else False
    holding = [
        row_of(row)
        for row in rows
        if rules.counts(
            LawfulGround(row.ground),
            Giver(row.giver) if row.giver else None,
            given_at=row.given_at,
            until=row.until,
            ended_at=row.ended_at,
            on=on,
            of_age=of_age,
        )
    ]
    return tuple(sorted(holding, key=lambda one: one.ground is not LawfulGround.CONSENT))


def is_of_age(client_id: UUID, on: datetime) -> bool:
    """Tell whether a client is known to be of age at an instant, where they live."""
    state = standing([client_id]).get(client_id)
    if state is None:
        return False
    told = identity_of(state)
    if told.birth_date is None or told.birth_quality is BirthQuality.UNKNOWN:
        return False
    day = on.astimezone(ZoneInfo(zone_of(told.village_code))).date()
    return rules.age_on(told.birth_date, day) >= rules.OF_AGE


def row_of(row: Ground) -> GroundRow:
    """Return a ground as a value."""
    return GroundRow(
        row.pk,
        row.client_id,
        LawfulGround(row.ground),
        row.scope,
        Giver(row.giver) if row.giver else None,
        row.reason,
        row.given_at,
        row.until,
        row.recorded_by,
        row.ended_at,
        row.ended_how,
    )
