"""What a site in production must not be: every rule over plain facts, with a reason a person can act on.

`bahtera check --deploy` gathers the facts (``security.py``) and tells what these rules say of them. A rule looks at
one thing and returns the codes of what is wrong with it; ``TEXTS`` words them. *Refused* is unsafe; a
*warning* may be right for this site.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final, Literal
from urllib.parse import urlsplit

Code = str

SHORTEST_SECRET: Final = 50
FEWEST_SIGNS: Final = 8
OLDEST_BACKUP: Final = timedelta(hours=48)
LARGEST_SKEW: Final = timedelta(seconds=30)
LATEST_JOB: Final = timedelta(minutes=15)
LEAST_FREE: Final = 0.05
SCANT_FREE: Final = 0.15
LEAST_BYTES: Final = 1_000_000_000
_OTHERS_ANY: Final = 0o077
_OTHERS_WRITE: Final = 0o022
_FULL: Final = 2
_ENCRYPTED: Final = frozenset({"require", "verify-ca", "verify-full"})
_VERIFIED: Final = frozenset({"verify-ca", "verify-full"})


@dataclass(frozen=True)
class Database:
    """How the database keeps and travels: SQLite's ``synchronous``, PostgreSQL's settings that promise durability."""

    vendor: Literal["sqlite", "postgresql"]
    synchronous: int = _FULL
    journal: str = "wal"
    switched_off: tuple[str, ...] = ()
    host: str = ""
    sslmode: str = ""
    is_migrated: bool = True


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at."""

    now: datetime
    public_url: str
    secret_key: str
    allowed_hosts: tuple[str, ...]
    database: Database
    debug: bool = False
    log_level: str = "INFO"
    trusts_proxy: bool = False
    is_root: bool = False
    second_factor: bool = True
    demonstration: tuple[str, ...] = ()
    shows_codes: bool = False
    file_modes: dict[str, int] = field(default_factory=dict)
    folder_modes: dict[str, int] = field(default_factory=dict)
    keyring_in_data: bool = False
    last_backup: datetime | None = None
    archive_in_data: bool = False
    key_beside_archive: bool = False
    newest_entry: datetime | None = None
    database_clock: datetime | None = None
    is_synchronised: bool = True
    overdue_since: datetime | None = None
    free_share: float = 1.0
    free_bytes: int = 1 << 40


@dataclass(frozen=True)
class Finding:
    """Something that is wrong; ``details`` fill the text."""

    code: Code
    details: dict[str, object]
    is_refused: bool = True

    def text(self, language: str) -> str:
        """Return the reason in ``id`` or ``en``."""
        return TEXTS[self.code][language].format(**self.details)


def examine(facts: Facts) -> list[Finding]:
    """Return everything that is wrong, in the order of the rules."""
    return [finding for rule in RULES for finding in rule(facts)]


def _address(facts: Facts) -> Iterator[Finding]:
    parts = urlsplit(facts.public_url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        yield Finding("no_https", {"url": facts.public_url})
    if host == "localhost" or host.endswith(".localhost") or _is_number(host):
        yield Finding("local_address", {"url": facts.public_url})
    if facts.trusts_proxy and parts.scheme != "https":
        yield Finding("proxy_without_https", {})


def _hosts(facts: Facts) -> Iterator[Finding]:
    host = urlsplit(facts.public_url).hostname or ""
    wild = [name for name in facts.allowed_hosts if name == "*" or name.startswith(".")]
    if wild or not facts.allowed_hosts:
        yield Finding("any_host", {"hosts": ", ".join(wild)})
    elif host not in facts.allowed_hosts:
        yield Finding("host_not_listed", {"host": host})


def _secret(facts: Facts) -> Iterator[Finding]:
    secret = facts.secret_key
    known = secret.startswith(("django-insecure", "only-for-tests", "changeme", "secret"))
    if known or len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_SIGNS:
        yield Finding("weak_secret", {"least": SHORTEST_SECRET})


def _debugging(facts: Facts) -> Iterator[Finding]:
    if facts.debug:
        yield Finding("debug", {})
    if facts.log_level.upper() == "DEBUG":
        yield Finding("debug_log", {})


def _people(facts: Facts) -> Iterator[Finding]:
    if facts.demonstration:
        yield Finding("demonstration", {"names": ", ".join(facts.demonstration)})
    if facts.shows_codes:
        yield Finding("shows_codes", {})
    if not facts.second_factor:
        yield Finding("no_second_factor", {})
    if facts.is_root:
        yield Finding("root", {}, is_refused=False)


def _files(facts: Facts) -> Iterator[Finding]:
    for name, mode in sorted(facts.file_modes.items()):
        if mode & _OTHERS_ANY:
            yield Finding("key_readable", {"file": name, "mode": f"{mode:o}"})
    for name, mode in sorted(facts.folder_modes.items()):
        if mode & _OTHERS_WRITE:
            yield Finding("folder_writable", {"folder": name, "mode": f"{mode:o}"})
    if facts.folder_modes.get("data", 0) & _OTHERS_ANY & ~_OTHERS_WRITE:
        yield Finding("data_readable", {"mode": f"{facts.folder_modes['data']:o}"})
    if facts.keyring_in_data:
        yield Finding("keys_in_data", {}, is_refused=False)


def _backups(facts: Facts) -> Iterator[Finding]:
    if facts.last_backup is None:
        yield Finding("no_backup", {})
    elif facts.now - facts.last_backup > OLDEST_BACKUP:
        hours = int((facts.now - facts.last_backup).total_seconds() // 3600)
        yield Finding("old_backup", {"hours": hours})
    if facts.archive_in_data:
        yield Finding("archive_in_data", {})
    if facts.key_beside_archive:
        yield Finding("key_beside_archive", {})


def _databases(facts: Facts) -> Iterator[Finding]:
    database = facts.database
    off = [*database.switched_off]
    if database.vendor == "sqlite" and (database.synchronous < _FULL or database.journal != "wal"):
        off.append(f"synchronous={database.synchronous}, journal_mode={database.journal}")
    if off:
        yield Finding("not_durable", {"what": ", ".join(off)})
    is_far = (
        database.host
        and not database.host.startswith("/")
        and database.host not in {"localhost", "127.0.0.1", "::1"}
    )
    if is_far and database.sslmode not in _ENCRYPTED:
        yield Finding("database_in_clear", {"host": database.host})
    elif is_far and database.sslmode not in _VERIFIED:
        yield Finding("database_unverified", {"host": database.host}, is_refused=False)
    if not database.is_migrated:
        yield Finding("not_migrated", {})


def _clocks(facts: Facts) -> Iterator[Finding]:
    for code, other in (("clock_behind", facts.newest_entry), ("clock_behind", facts.last_backup)):
        if other is not None and other - facts.now > LARGEST_SKEW:
            yield Finding(code, {"other": f"{other:%Y-%m-%d %H:%M:%S} UTC"})
            break
    if facts.database_clock is not None and abs(facts.database_clock - facts.now) > LARGEST_SKEW:
        yield Finding("clocks_differ", {"other": f"{facts.database_clock:%Y-%m-%d %H:%M:%S} UTC"})
    if not facts.is_synchronised:
        yield Finding("clock_free", {}, is_refused=False)


def _running(facts: Facts) -> Iterator[Finding]:
    percent = int(facts.free_share * 100)
    if facts.free_share < LEAST_FREE or facts.free_bytes < LEAST_BYTES:
        yield Finding("disk_full", {"percent": percent, "gigabytes": facts.free_bytes // 10**9})
    elif facts.free_share < SCANT_FREE:
        yield Finding("disk_scant", {"percent": percent}, is_refused=False)
    if facts.overdue_since is not None and facts.now - facts.overdue_since > LATEST_JOB:
        yield Finding("worker_silent", {"since": f"{facts.overdue_since:%Y-%m-%d %H:%M} UTC"})


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


RULES: Final[tuple[Callable[[Facts], Iterator[Finding]], ...]] = (
    _address,
    _hosts,
    _secret,
    _debugging,
    _people,
    _files,
    _backups,
    _databases,
    _clocks,
    _running,
)

TEXTS: Final[dict[Code, dict[str, str]]] = {
    "no_https": {
        "id": "Alamat situs {url} tanpa https: kata sandi dan data keluarga terbaca di jalan. Isi"
        " BAHTERA_PUBLIC_URL=https://…",
        "en": "The site's address {url} is without https: passwords and families' data can be read on the way. Set"
        " BAHTERA_PUBLIC_URL=https://…",
    },
    "local_address": {
        "id": "Alamat situs {url} hanya untuk mesin ini; kode QR untuk HP tidak akan berfungsi.",
        "en": "The site's address {url} is this machine's own; the QR codes for phones will not work.",
    },
    "proxy_without_https": {
        "id": "BAHTERA_TRUST_PROXY menyala padahal alamat situs bukan https: siapa pun dapat berpura-pura.",
        "en": "BAHTERA_TRUST_PROXY is on although the site's address is not https: anybody can pretend.",
    },
    "any_host": {
        "id": "BAHTERA_ALLOWED_HOSTS menerima nama apa pun ({hosts}): tautan dapat dipalsukan. Sebut namanya.",
        "en": "BAHTERA_ALLOWED_HOSTS takes any name ({hosts}): links can be forged. Name the hosts.",
    },
    "host_not_listed": {
        "id": "{host} dari BAHTERA_PUBLIC_URL tidak ada dalam BAHTERA_ALLOWED_HOSTS: situs menolak pengunjungnya.",
        "en": "{host} of BAHTERA_PUBLIC_URL is not in BAHTERA_ALLOWED_HOSTS: the site refuses its own visitors.",
    },
    "weak_secret": {
        "id": "BAHTERA_SECRET_KEY lemah: perlu sedikitnya {least} huruf acak. Kosongkan agar dibuat sendiri.",
        "en": "BAHTERA_SECRET_KEY is weak: at least {least} random characters. Leave it out, and one is made.",
    },
    "debug": {
        "id": "Mode debug menyala: halaman galat memperlihatkan isi program dan data.",
        "en": "Debug mode is on: error pages show the program and its data.",
    },
    "debug_log": {
        "id": "BAHTERA_LOG_LEVEL=DEBUG menulis terlalu banyak ke log. Pakai INFO.",
        "en": "BAHTERA_LOG_LEVEL=DEBUG writes too much to the log. Use INFO.",
    },
    "demonstration": {
        "id": "Akun peragaan masih memakai kata sandi yang diumumkan: {names}. Ganti sandinya atau nonaktifkan.",
        "en": "Demonstration accounts still have their published password: {names}. Change it or end them.",
    },
    "shows_codes": {
        "id": "BAHTERA_DEMONSTRATION menyala: kode langkah kedua terlihat oleh siapa saja. Hapus setelan itu.",
        "en": "BAHTERA_DEMONSTRATION is on: anybody sees the codes of the second step. Take the setting away.",
    },
    "no_second_factor": {
        "id": "Langkah kedua saat masuk dimatikan: satu kata sandi yang bocor membuka data keluarga.",
        "en": "The second step of signing in is off: one leaked password opens families' data.",
    },
    "root": {
        "id": "Bahtera berjalan sebagai root. Pakai akun sistem tersendiri.",
        "en": "Bahtera runs as root. Use a system account of its own.",
    },
    "key_readable": {
        "id": "Kunci {file} dapat dibaca orang lain (mode {mode}). Jalankan chmod 600.",
        "en": "The key {file} can be read by others (mode {mode}). Run chmod 600.",
    },
    "folder_writable": {
        "id": "Folder {folder} dapat diubah orang lain (mode {mode}). Jalankan chmod 700.",
        "en": "The folder {folder} can be changed by others (mode {mode}). Run chmod 700.",
    },
    "data_readable": {
        "id": "Folder data dapat dimasuki orang lain (mode {mode}). Jalankan chmod 700.",
        "en": "The data folder can be entered by others (mode {mode}). Run chmod 700.",
    },
    "keys_in_data": {
        "id": "Kunci data ada di dalam folder data: salinan folder itu membawa keduanya. Pindahkan dengan"
        " BAHTERA_KEYRING_FILE.",
        "en": "The key ring lies in the data folder: a copy of that folder carries both. Move it with"
        " BAHTERA_KEYRING_FILE.",
    },
    "no_backup": {
        "id": "Belum pernah ada cadangan. Jalankan `bahtera backup`.",
        "en": "There has never been a back-up. Run `bahtera backup`.",
    },
    "old_backup": {
        "id": "Cadangan terakhir sudah {hours} jam yang lalu; jadwalkan tiap malam.",
        "en": "The last back-up is {hours} hours old; schedule one every night.",
    },
    "archive_in_data": {
        "id": "Arsip cadangan disimpan di dalam folder data: yang merusak data merusak cadangannya juga.",
        "en": "Archives are kept in the data folder: what breaks the data breaks them too.",
    },
    "key_beside_archive": {
        "id": "Kunci arsip ada di folder data atau di folder arsipnya: siapa mengambil satu mendapat keduanya.",
        "en": "The key of the archives lies in the data folder or beside them: who takes one has both.",
    },
    "not_durable": {
        "id": "Basis data tidak menunggu cakram ({what}): mati listrik menghilangkan data yang sudah diterima.",
        "en": "The database does not wait for the disk ({what}): a power cut loses what was acknowledged.",
    },
    "database_in_clear": {
        "id": "Sambungan ke basis data di {host} tidak wajib terenkripsi. Tambahkan ?sslmode=verify-full.",
        "en": "The connection to the database at {host} need not be encrypted. Add ?sslmode=verify-full.",
    },
    "database_unverified": {
        "id": "Sertifikat basis data di {host} tidak diperiksa: mesin lain bisa menyamar. Pakai ?sslmode=verify-full.",
        "en": "The certificate of the database at {host} is not checked: another may pose as it. ?sslmode=verify-full.",
    },
    "not_migrated": {
        "id": "Basis data belum versi ini. Jalankan `bahtera migrate`.",
        "en": "The database is not of this version. Run `bahtera migrate`.",
    },
    "clock_behind": {
        "id": "Jam mesin terlambat: sudah ada catatan dari {other}. Tenggat dan jejak audit menjadi salah.",
        "en": "This machine's clock is behind: there is a record of {other}. Deadlines and audit go wrong.",
    },
    "clocks_differ": {
        "id": "Jam mesin berbeda dari jam basis data ({other}). Nyalakan NTP di keduanya.",
        "en": "This machine's clock differs from the database's ({other}). Switch on NTP on both.",
    },
    "clock_free": {
        "id": "Jam mesin tidak diselaraskan (NTP). Nyalakan systemd-timesyncd atau chrony.",
        "en": "This machine's clock is not kept in step (NTP). Switch on systemd-timesyncd or chrony.",
    },
    "disk_full": {
        "id": "Cakram data hampir penuh: sisa {percent} % ({gigabytes} GB). Kiriman HP akan ditolak.",
        "en": "The data disk is nearly full: {percent} % ({gigabytes} GB) left. Phones will be refused.",
    },
    "disk_scant": {
        "id": "Cakram data tinggal {percent} %. Sediakan ruang.",
        "en": "The data disk has {percent} % left. Make room.",
    },
    "worker_silent": {
        "id": "Pekerja latar tidak berjalan: ada tugas yang terlambat sejak {since}. Jalankan `bahtera worker`.",
        "en": "The worker is not running: a job is overdue since {since}. Start `bahtera worker`.",
    },
}
