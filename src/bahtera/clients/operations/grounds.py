"""Recording why data of a client may go on, ending that, and who may not agree for them."""

from datetime import datetime
from uuid import UUID

from bahtera.access.api import Actor, check_may, unit_kinds, zone_of
from bahtera.clients.errors import GroundRefused, NoSuchClient
from bahtera.clients.models import BAR_NAME_PURPOSE, BAR_PURPOSE, Client, GiverBar, Ground
from bahtera.clients.queries.grounds import row_of
from bahtera.clients.queries.reaching import acting_unit, get_row
from bahtera.clients.queries.states import identity_of, records_of, standing
from bahtera.clients.rules import grounds as rules
from bahtera.clients.values import Given, Giver, GroundRow, LawfulGround
from bahtera.families import api as families
from bahtera.foundation import audit, blobs, clock, events, sealing
from bahtera.foundation.inputs import one_line
from bahtera.foundation.transactions import durable
from bahtera.privacy import api as privacy

GROUND_ENDED = "clients.ground_ended"
_LONGEST_REASON = 500
_LONGEST_NAME = 120


def give_consent(
    client_id: UUID,
    scope: str,
    given: Given,
    *,
    manner: privacy.Manner,
    evidence: privacy.Evidence,
    actor: Actor,
    given_at: datetime | None = None,
    until: datetime | None = None,
) -> GroundRow:
    """Record that a client, or who may agree for them, agreed to one scope; an older one of it is replaced.

    Raises NotAllowed, NoSuchClient, GroundRefused: without proof, by who cannot agree, or is barred for this client.
    """
    with durable():
        row = get_row(client_id, actor, "client.keep", lock=True)
        _check_proof(manner, evidence)
        at = _checked_days(scope, given_at, until)
        told = identity_of(standing([row.pk])[row.pk])
        child = rules.is_child(
            told.birth_date,
            told.birth_quality,
            clock.today(zone_of(told.village_code)),
            declared_of_age=given.declared_of_age,
        )
        rules.check_giver(given, child=child)
        if given.by is not Giver.CLIENT and _is_barred(row, given):
            raise GroundRefused.giver()
        for old in _open_consents(row, scope):
            _end(old, "replaced", actor)
        ground = _create(row, scope, LawfulGround.CONSENT, (at, until), actor=actor)
        ground.giver = given.by.value
        ground.manner, ground.evidence_sha256 = manner.value, evidence.sha256
        ground.witness, ground.declared_of_age = (
            one_line(evidence.witness)[:_LONGEST_NAME],
            given.declared_of_age,
        )
        if given.by is not Giver.CLIENT:
            ground.giver_name = one_line(given.name)[:_LONGEST_NAME]
            ground.giver_nik = families.clean_number(given.nik)
        ground.save(force_insert=True)
        audit.record(
            "clients.consent_given",
            actor=actor.key,
            subject=f"client:{ground.client_id}",
            details={"scope": ground.scope, "ground": ground.ground},
        )
    return row_of(ground)


def record_ground(
    client_id: UUID,
    scope: str,
    ground: LawfulGround,
    *,
    reason: str,
    actor: Actor,
    given_at: datetime | None = None,
    until: datetime | None = None,
) -> GroundRow:
    """Record another ground than consent for one scope, with what it rests on. Raises as `give_consent`."""
    why = one_line(reason)[:_LONGEST_REASON]
    with durable():
        row = get_row(client_id, actor, "client.keep", lock=True)
        if ground is LawfulGround.CONSENT or len(why) < rules.SHORTEST_REASON:
            raise GroundRefused.reason()
        at = _checked_days(scope, given_at, until)
        made = _create(row, scope, ground, (at, until), actor=actor)
        made.reason = why
        made.save(force_insert=True)
        audit.record(
            "clients.ground_recorded",
            actor=actor.key,
            subject=f"client:{made.client_id}",
            details={"scope": made.scope, "ground": made.ground},
        )
    return row_of(made)


def withdraw_ground(ground_id: UUID, *, actor: Actor) -> GroundRow:
    """End a ground: from this instant nothing goes on upon it. Raises NotAllowed, NoSuchClient, GroundRefused."""
    check_may(actor, "client.keep")
    with durable():
        client_id = (
            Ground.objects.filter(pk=ground_id).order_by("pk").values_list("client", flat=True).first()
        )
        if client_id is None:
            raise NoSuchClient
        get_row(client_id, actor, "client.keep", lock=True)
        ground = Ground.objects.select_for_update().get(pk=ground_id)
        if ground.ended_at is not None:
            raise GroundRefused.ended()
        _end(ground, "withdrawn", actor)
        audit.record(
            "clients.ground_withdrawn",
            actor=actor.key,
            subject=f"client:{ground.client_id}",
            details={"scope": ground.scope, "ground": ground.ground},
        )
    return row_of(ground)


def bar_giver(client_id: UUID, *, name: str, nik: str = "", actor: Actor) -> UUID:
    """Record that somebody may not agree for a client; what they agreed to ends at once.

    They are known again by NIK or by the folded name. The entry in the audit does not name the client.
    Raises NotAllowed, NoSuchClient, GroundRefused.
    """
    with durable():
        row = get_row(client_id, actor, "client.contact", lock=True)
        if not families.name_key(name) and not families.usable_number(nik):
            raise GroundRefused.giver()
        bar = GiverBar.objects.create(
            client=row,
            barred_name=one_line(name)[:_LONGEST_NAME],
            barred_nik=families.clean_number(nik),
            set_at=clock.now(),
            set_by=actor.key,
        )
        ended = 0
        for ground in Ground.objects.filter(client__in=records_of(row.pk), ended_at__isnull=True).order_by(
            "pk"
        ):
            given = Given(Giver(ground.giver or Giver.CLIENT), ground.giver_name, ground.giver_nik)
            if given.by is not Giver.CLIENT and _is_barred(row, given):
                _end(ground, "barred", actor)
                ended += 1
        audit.record(
            "clients.giver_barred", actor=actor.key, subject=f"giver_bar:{bar.pk}", details={"ended": ended}
        )
    return bar.pk


def lift_bar(bar_id: UUID, *, actor: Actor) -> None:
    """Let somebody agree for the client again; what ended stays ended. Raises NotAllowed, NoSuchClient."""
    check_may(actor, "client.contact")
    with durable():
        bar = GiverBar.objects.select_for_update().filter(pk=bar_id).order_by("pk").first()
        if bar is None:
            raise NoSuchClient
        get_row(bar.client_id, actor, "client.contact")
        if bar.lifted_at is not None:
            raise NoSuchClient
        bar.lifted_at, bar.lifted_by = clock.now(), actor.key
        bar.save(update_fields=["lifted_at", "lifted_by"])
        audit.record("clients.giver_unbarred", actor=actor.key, subject=f"giver_bar:{bar.pk}")


def _is_barred(row: Client, given: Given) -> bool:
    """Tell whether somebody may not agree: barred for any record of this person, or for the member they are."""
    bars = GiverBar.objects.filter(client__in=records_of(row.pk), lifted_at__isnull=True)
    nik, key = families.usable_number(given.nik), families.name_key(given.name)
    by_nik = sealing.digests(nik, purpose=BAR_PURPOSE) if nik else ()
    by_name = sealing.digests(key, purpose=BAR_NAME_PURPOSE) if key else ()
    if (
        bars.filter(barred_nik_digest__in=by_nik).exists()
        or bars.filter(barred_name_digest__in=by_name).exists()
    ):
        return True
    return row.member_id is not None and bool(nik) and privacy.may_not_act(row.member_id, nik)


def _check_proof(manner: privacy.Manner, evidence: privacy.Evidence) -> None:
    heard = manner is privacy.Manner.SPOKEN and bool(evidence.witness.strip())
    sheet = len(evidence.sha256) == 64 and evidence.sha256.isalnum() and blobs.exists(evidence.sha256)  # noqa: PLR2004 - SHA-256 in hexadecimal
    if not sheet and (evidence.sha256 or not heard):
        raise GroundRefused.evidence()


def _checked_days(scope: str, given_at: datetime | None, until: datetime | None) -> datetime:
    if not rules.is_scope(scope, frozenset(one.name for one in unit_kinds())):
        raise GroundRefused.scope()
    now = clock.now()
    at = given_at or now
    if at.tzinfo is None or at > now or (until is not None and (until.tzinfo is None or until <= at)):
        raise GroundRefused.day()
    return at


def _open_consents(row: Client, scope: str) -> list[Ground]:
    rows = Ground.objects.select_for_update().filter(
        client=row, scope=scope, ground=LawfulGround.CONSENT.value, ended_at__isnull=True
    )
    return list(rows.order_by("pk"))


def _create(
    row: Client, scope: str, ground: LawfulGround, days: tuple[datetime, datetime | None], *, actor: Actor
) -> Ground:
    return Ground(
        client=row,
        ground=ground.value,
        scope=scope,
        unit_id=acting_unit(row, actor, "client.keep"),
        given_at=days[0],
        until=days[1],
        recorded_at=clock.now(),
        recorded_by=actor.key,
    )


def _end(ground: Ground, how: str, actor: Actor) -> None:
    ground.ended_at, ground.ended_by, ground.ended_how = clock.now(), actor.key, how
    ground.save(update_fields=["ended_at", "ended_by", "ended_how"])
    if how != "replaced":
        events.publish(GROUND_ENDED, key=str(ground.client_id), payload={"scope": ground.scope})
