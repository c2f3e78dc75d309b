"""Two provinces with offices that refer people to each other (*sintetis*), their officers, and a client."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from tests.fakes.places import add_places

from bahtera.access.api import Actor, Grant
from bahtera.access.models import Agency, Unit
from bahtera.clients import api as clients
from bahtera.directory import api as directory
from bahtera.foundation import clock, events
from bahtera.privacy import api as privacy
from bahtera.referrals import api as referrals

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Monday: 10.00 in Jambi, 11.00 in Kalimantan Selatan
JAMBI, KALSEL = "15.05", "63.02"
VILLAGE, FAR_VILLAGE = "15.05.01.2001", "63.02.12.2005"
SPOKEN = {"manner": privacy.Manner.SPOKEN, "evidence": privacy.Evidence(witness="Bidan Rina (sintetis)")}
TINI = clients.Identity(
    name="Tini (sintetis)",
    sex="p",
    birth_date=date(1950, 3, 12),
    birth_quality=clients.BirthQuality.CERTAIN,
    village_code=VILLAGE,
    nik="1505015203500001",
    phone="0812 3456 789",
    languages=("id",),
)
CARE = {"kebutuhan": ("santunan",), "keadaan_sosial": "Tinggal sendiri (sintetis)"}


@dataclass(frozen=True)
class World:
    """Units by a short name, and who works in each."""

    ppks: UUID
    sosial: UUID
    dukcapil: UUID
    far: UUID
    partner: UUID
    counsellor: Actor
    social: Actor
    registry: Actor
    distant: Actor


def officer(unit_id, number, role="agency_officer", area="", **more):
    """Return somebody with a role in one unit."""
    return Actor(f"user:{number}", "Petugas (sintetis)", (Grant(role, area, unit_id),), **more)


def build():
    """Add places, offices and an agreement between them."""
    add_places({VILLAGE: "Desa Sintetis 1", FAR_VILLAGE: "Desa Sintetis 2"})
    one = Agency.objects.create(name="Dinas Sosial dan Dukcapil (sintetis)", area_code=JAMBI)
    two = Agency.objects.create(name="Perwakilan BKKBN (sintetis)", area_code=JAMBI)
    three = Agency.objects.create(name="Dinas Sosial Kalsel (sintetis)", area_code=KALSEL)
    four = Agency.objects.create(name="Yayasan Contoh (sintetis)", area_code=JAMBI)

    def unit(agency, kind, area):
        return Unit.objects.create(
            agency=agency, name=f"{kind} (sintetis)", kind=kind, area_code=area, inbox=f"{kind}-{area}"
        ).pk

    ppks, sosial, dukcapil = (
        unit(two, "ppks", JAMBI),
        unit(one, "sosial", JAMBI),
        unit(one, "dukcapil", JAMBI),
    )
    far, partner = unit(three, "sosial", KALSEL), unit(four, "lembaga_mitra", JAMBI)
    agree([one.pk, two.pk, three.pk, four.pk])
    return World(
        ppks,
        sosial,
        dukcapil,
        far,
        partner,
        officer(ppks, 1, "counsellor"),
        officer(sosial, 2),
        officer(dukcapil, 3),
        officer(far, 4),
    )


def agree(agencies, **more):
    """Put an agreement between whole agencies into force."""
    told = directory.Agreement(
        directory.AgreementKind.PKS,
        number=f"PKS/{uuid4().hex[:6]}",
        about="Rujukan (sintetis)",
        signed_on=date(2026, 1, 5),
        valid_from=date(2026, 1, 5),
        valid_to=more.pop("valid_to", date(2026, 12, 31)),
        parties=tuple(directory.Party(agency_id=one) for one in agencies),
        **more,
    )
    from bahtera.access.api import SYSTEM

    row = directory.draft_agreement(told, actor=SYSTEM)
    return directory.agree(row.id, version=row.version, actor=SYSTEM)


def client_of(world, told=TINI, *, kinds=("sosial", "dukcapil", "lembaga_mitra"), actor=None, unit=None):
    """Open a client who agrees to referrals to some kinds of unit."""
    who = actor or world.counsellor
    made = clients.register_client(told, unit_id=unit or world.ppks, actor=who)
    for kind in kinds:
        clients.give_consent(
            made.client_id,
            f"rujuk_{kind}",
            clients.Given(clients.Giver.CLIENT, declared_of_age=True),
            **SPOKEN,
            actor=who,
        )
    return made.client_id


def wanted(world, client_id, **more):
    """Return what the counsellor asks of the social unit."""
    return referrals.Wanted(
        **{
            "sender_unit": world.ppks,
            "receiver_unit": world.sosial,
            "service": "perawatan_lansia",
            "client_id": client_id,
            "urgency": referrals.Urgency.DAYS_3,
            "known": CARE,
            **more,
        }
    )


def drafted(world, client_id, *, actor=None, **more):
    """Keep a draft."""
    return referrals.draft_referral(wanted(world, client_id, **more), actor=actor or world.counsellor)


def sent(world, client_id, *, actor=None, **more):
    """Keep and send a referral."""
    made = drafted(world, client_id, actor=actor, **more)
    return referrals.send_referral(made.id, version=made.version, actor=actor or world.counsellor)


def arrived(world, client_id, **more):
    """Send a referral and let the worker bring it."""
    made = sent(world, client_id, **more)
    work()
    return stands(made.id)


def work():
    """Do what the worker does with news."""
    while events.dispatch():
        pass


def stands(referral_id):
    """Return where a referral stands."""
    from bahtera.referrals.models import Referral

    row = Referral.objects.get(pk=referral_id)
    return referrals.Standing(row.pk, referrals.State(row.state), row.version)


@contextmanager
def later(delta):
    """Let time pass."""
    with clock.frozen(clock.now() + delta):
        yield
