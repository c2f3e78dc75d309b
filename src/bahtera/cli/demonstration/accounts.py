"""Who may enter the demonstration, and the kader whose phones play in it."""

from dataclasses import dataclass
from typing import Final

from bahtera.access import api as access
from bahtera.cli.demonstration.villages import (
    EXAMPLE_REGENCY,
    PROVINCE,
    STORY_REGENCY,
    VILLAGES,
    DemoVillage,
)

_PASSWORD: Final = "perahu-di-sungai-2026"  # noqa: S105 - printed at every start, for synthetic data only
# Where a kader, her coordinator and the desa play together; its kader are those of ``offices``.
_VILLAGE: Final = VILLAGES[0]
GUEST_TOKEN: Final = "Tamu Kader (sintetis)"  # noqa: S105 - a name


@dataclass(frozen=True)
class DemoAccount:
    """An account that is printed with its password: it opens synthetic data only."""

    title: str
    username: str
    full_name: str
    role: str
    area: str
    area_name: str
    password: str = _PASSWORD


@dataclass(frozen=True)
class DemoToken:
    """A kader's token at the moment it is known."""

    secret: str
    area_name: str


@dataclass(frozen=True)
class DemoAccounts:
    """What is shown at start; ``token`` only when it was made just now, since only its hash is kept."""

    people: tuple[DemoAccount, ...]
    token: DemoToken | None


PEOPLE: Final = (
    DemoAccount("admin · administrator", "admin", "Admin Sintetis", "administrator", "", "Indonesia"),
    DemoAccount(
        "penyelia · supervisor",
        "penyelia",
        "Penyelia Provinsi Sintetis",
        "supervisor",
        PROVINCE,
        "Kalimantan Selatan",
    ),
    DemoAccount(
        "penyelia · supervisor",
        "tanahbumbu",
        "Penyelia Kabupaten Sintetis",
        "supervisor",
        EXAMPLE_REGENCY,
        "Tanah Bumbu",
    ),
    DemoAccount(
        "statistisi · statistician",
        "statistisi",
        "Statistisi Sintetis",
        "statistician",
        PROVINCE,
        "Kalimantan Selatan",
    ),
    DemoAccount("pengamat · TPK2D", "pengamat", "Pengamat Sintetis", "tpk2d", PROVINCE, "Kalimantan Selatan"),
    DemoAccount(
        "TPK2D kabupaten · of a regency",
        "kotabaru",
        "TPK2D Sintetis",
        "tpk2d",
        STORY_REGENCY,
        "Kotabaru",
    ),
    DemoAccount(
        "koordinator kader · coordinator",
        "koordinator",
        "Koordinator Kader Sintetis",
        "coordinator",
        _VILLAGE.code,
        _VILLAGE.name,
    ),
    DemoAccount(
        "petugas desa · village officer",
        "kades",
        "Kepala Desa Sintetis",
        "desa_officer",
        _VILLAGE.code,
        _VILLAGE.name,
    ),
    DemoAccount(
        "pelindung data · data-protection officer",
        "pelindung",
        "Pejabat Pelindung Data Sintetis",
        "data_protection_officer",
        PROVINCE,
        "Kalimantan Selatan",
    ),
)


def ensure_people() -> dict[str, access.Actor]:
    """Make the accounts, or leave them as they are; returns actors by user name.

    Their one-time codes are shown by the pages themselves, or nobody could try the demonstration.
    """
    actors = {
        one.username: access.ensure_account(
            username=one.username,
            password=one.password,
            full_name=one.full_name,
            roles=[one.role],
            areas=[one.area],
        )
        for one in PEOPLE
    }
    for actor in actors.values():
        access.enrol_demonstration(int(actor.key.removeprefix("user:")))
    return actors


def fresh_kader(village: DemoVillage, administrator: access.Actor) -> str:
    """Return the secret of a new token for a village's kader; an earlier one of the same name is revoked."""
    name = f"Kader {village.name} (sintetis)"
    for row in access.list_tokens(administrator):
        if row.name == name and row.areas == (village.code,) and row.revoked_at is None:
            access.revoke_token(row.id, actor=administrator)
    return access.issue_token(name=name, areas=[village.code], actor=administrator).secret


def guest_token(administrator: access.Actor, area: str, area_name: str) -> DemoToken | None:
    """Return a token to try ODK Collect with, the first time; later its secret is not known any more."""
    if any(row.name == GUEST_TOKEN and row.revoked_at is None for row in access.list_tokens(administrator)):
        return None
    issued = access.issue_token(name=GUEST_TOKEN, areas=[area], actor=administrator)
    return DemoToken(issued.secret, area_name)
