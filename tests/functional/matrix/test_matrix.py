"""Every role on every address, in one's own area and in a foreign one, with one factor and with two.

The table in ``routes`` says what is owed to whom; nothing here asks the policy. What comes back is read for
marks of the two provinces (``world``): none of the foreign one, none above one's level, anywhere in an answer,
its headers, the log or the audit.
"""

import pytest
from django.test import Client
from tests.functional.matrix import asking, routes, walking
from tests.functional.matrix.routes import OPEN, SEES, SEES_UNDER, SIGNED_IN
from tests.functional.matrix.world import FOREIGN, OFFICE_ROLES, OWN, PHOTO

pytestmark = pytest.mark.django_db

# Accounts whose rights must not count here, by the roles they hold in the own area and elsewhere.
STRANGERS = {
    "no_role": (set(), set()),
    "expired": (set(), set()),
    "not_yet": (set(), set()),
    "ended": (set(), set()),
    "old_decree": (set(), set()),
    "look_alike": (set(), {"supervisor", "administrator"}),
    "two_places": ({"tpk2d"}, {"supervisor"}),
}
SHUT_OUT = ("visitor", "left", "disabled")
EVERYBODY = (*OFFICE_ROLES, *STRANGERS, *SHUT_OUT)
# Roles that read identities work with a second factor or not at all.
TWO_STEPS = (
    "statistician",
    *("administrator", "supervisor", "coordinator", "typist"),
    *("data_protection_officer", "auditor", "counsellor", "case_worker", "agency_officer"),
)
# Walked at every change, since each stands for a way in that no other has: nobody, nobody's role, a role in two places,
# one step and two, figures only, identities, accounts, notes. The others walk with the slow tests.
QUICK = {"visitor", "no_role", "two_places", "tpk2d", "supervisor", "administrator", "counsellor"}
TRACES = {"access.read", "surveys.attachment_opened"}
# What leaves an entry of its own kind instead.
TOLD = {
    "publishing.submissions_exported",
    "publishing.results_exported",
    "privacy.people_searched",
    "privacy.reply_taken",
}


def walkers(names):
    """Return names as parameters; those that are not walked at every change are marked slow."""
    return [pytest.param(who, marks=() if who in QUICK else pytest.mark.slow) for who in names]


def test_every_address_has_a_row_and_every_row_an_address():
    there = {(method, route) for method, route, _ in walking.every_route()}
    rows = {row.key for row in routes.ROWS}
    assert there - rows == set(), "these addresses are in nobody's table: add them to routes.py"
    assert rows - there == set(), "these rows lead nowhere"


def test_every_address_names_what_is_done_there():
    assert [(method, route) for method, route, door in walking.every_route() if door is None] == []


@pytest.mark.parametrize("who", walkers(EVERYBODY))
def test_pages_and_programs(world, who):
    walk(world, who, asking.client_of(world, who), roles_of(who))


@pytest.mark.parametrize("who", walkers(role for role in OFFICE_ROLES if role not in TWO_STEPS))
def test_whoever_reads_no_identities_needs_one_step_only(world, who):
    walk(world, who, asking.client_of(world, who, factor=""), roles_of(who))


@pytest.mark.parametrize("who", walkers(TWO_STEPS))
def test_one_step_alone_opens_nothing_to_whoever_reads_identities(world, who):
    wrong = []
    for row, _, address, answer in answers(world, asking.client_of(world, who, factor="")):
        closed = answer.status in {401, 403} if row.api else answer.location.startswith("/akun/siapkan/")
        if row.who == OPEN or row.step:
            closed = answer.status in row.ok
        if not closed:
            wrong.append(f"{who}: {row.method} {address}: got {answer.status} {answer.location}")
        wrong += [f"{who}: {row.method} {address}: {leak}" for leak in leaks(None, answer, world, address)]
    assert not wrong, "\n".join(wrong)


def answers(world, client, rows=(*routes.PAGES, *routes.PROGRAMS)):
    for row in rows:
        seen = []
        for place in (OWN, FOREIGN):
            address = row.ask(world, world.places[place])
            form = row.form(world, world.places[place]) if row.form else None
            if (address, form) in seen:
                continue
            seen.append((address, form))
            yield row, place, address, asking.ask(client, row.method, address, form=form, headers=row.headers)


def walk(world, who, client, roles):
    wrong = faults(world, who, answers(world, client), roles)
    assert not wrong, "\n".join(wrong)


def faults(world, who, asked, roles):
    wrong = []
    for row, place, address, answer in asked:
        let_in = is_let_in(row, roles, place)
        found = [*problems(row, let_in, roles, answer), *leaks(who, answer, world, address)]
        wrong += [f"{who}: {row.method} {address}: {problem}" for problem in found]
    return wrong


def roles_of(who):
    """Return the roles somebody holds in the own area and those held elsewhere; None for nobody."""
    if who in SHUT_OUT:
        return None
    return STRANGERS.get(who) or ({who}, set())


def is_let_in(row, roles, place):
    if row.who == OPEN:
        return True
    if roles is None:
        return False
    if row.who == SIGNED_IN:
        return True
    here, elsewhere = roles
    if row.sited:
        return bool(here & row.who) and place == OWN
    return bool((here | elsewhere) & row.who)


def problems(row, let_in, roles, answer):
    if answer.status == 500:
        yield "the page broke"
    if let_in and answer.status not in row.ok:
        yield f"is owed {sorted(row.ok)}, got {answer.status} {answer.location}"
    if not let_in and not is_refused(row, roles, answer):
        yield f"is not owed this, got {answer.status} {answer.location}"
    reads = [entry for entry in answer.entries if entry.action in TRACES]
    read = let_in and row.tells_identities(roles) and row.method == "GET" and answer.status == 200
    if len(reads) != read:
        yield f"left {len(reads)} entries of a sensitive read instead of {int(read)}"
    # Somebody known is refused, or asks by its key for what is not there: that is written down too.
    missing = answer.status == 404 and "_id>" in row.route
    known = roles is not None and row.who != OPEN and (answer.status == 403 or missing)
    refused = answer.left("access.refused")
    if len(refused) != known:
        yield f"left {len(refused)} entries of a refusal instead of {int(known)}"


def is_refused(row, roles, answer):
    if roles is None:
        asked_to_sign_in = answer.status == 302 and answer.location.startswith("/masuk/?next=")
        return answer.status == 401 if row.api else asked_to_sign_in
    return answer.status in row.refused


def leaks(who, answer, world, address):
    """Yield what an answer, the log or the audit tells that ``who`` must not learn, or they must not keep."""
    for canary in asking.seen_in(answer.text, world):
        # What somebody asked for by its key is no news to them.
        if canary.text not in address and (canary.place == FOREIGN or not sees(who, canary.kind, address)):
            yield f"shows {canary}"
    shown = {canary for canary in asking.seen_in(answer.text, world) if canary.kind == "family"}
    if shown and not [entry for entry in answer.entries if entry.action in TRACES | TOLD]:
        yield f"shows {min(map(str, shown))} without an entry"
    kept = {canary for canary in asking.seen_in(answer.log, world) if canary.kind != "key"}
    yield from (f"logs {canary}" for canary in kept)
    for entry in answer.entries:
        text = f"{entry.subject} {entry.details} {entry.about} {entry.action}".casefold()
        told = {canary for canary in asking.seen_in(text, world) if canary.kind != "key"}
        yield from (f"{entry.action} tells {canary}" for canary in told)


def sees(who, kind, address):
    """Tell whether somebody may meet such a mark of their own area at an address."""
    under = [there.get(kind, frozenset()) for begin, there in SEES_UNDER.items() if address.startswith(begin)]
    here, _ = (who and roles_of(who)) or (set(), set())
    return not SEES[kind].union(*under).isdisjoint(here)


# --- phones -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [OWN, FOREIGN])
def test_a_phone_is_told_of_its_own_villages_only(world, who):
    here = world.places[who]
    client, wrong, seen = Client(raise_request_exception=False), [], set()
    for row in routes.PHONES:
        address = row.ask(world, here).format(token=here.token)
        answer = asking.ask(client, row.method, address, headers=row.headers)
        if answer.status not in row.ok:
            wrong.append(f"{row.method} {address}: got {answer.status}")
        if len(answer.left("access.read")) != row.identities:
            wrong.append(f"{row.method} {address}: left {len(answer.left('access.read'))} entries")
        found = asking.seen_in(answer.text, world)
        seen |= {canary.text for canary in found if canary.place == who}
        wrong += [f"{address}: shows {canary}" for canary in found if canary.place != who]
        if here.token in answer.log:
            wrong.append(f"{address}: its token is in the log")
    assert not wrong, "\n".join(wrong)
    assert any(text.startswith("Kepala") for text in seen), "its own families are there"


@pytest.mark.parametrize("token", ["revoked", "unknown"])
def test_a_phone_without_a_valid_card_learns_nothing(world, token):
    secret = world.revoked if token == "revoked" else "0" * 64
    client, place = Client(raise_request_exception=False), world.places[OWN]
    bodies = {}
    for row in routes.PHONES:
        answer = asking.ask(
            client, row.method, row.ask(world, place).format(token=secret), headers=row.headers
        )
        assert answer.status == 403, row
        assert not asking.seen_in(answer.text, world)
        bodies.setdefault(row.method, set()).add(answer.body)
    assert all(len(found) == 1 for found in bodies.values()), "every door says the same"


@pytest.mark.parametrize("who", [OWN, FOREIGN])
def test_a_card_opens_programs_as_a_kader_of_its_villages(world, who):
    client, wrong = Client(raise_request_exception=False), []
    bearer = {"Authorization": f"Bearer {world.places[who].token}"}
    for row in routes.PROGRAMS:
        for place in (OWN, FOREIGN):
            address = row.ask(world, world.places[place])
            answer = asking.ask(client, row.method, address, headers=bearer)
            let_in = row.who == OPEN or ("kader" in row.who and not row.sited)
            if answer.status not in (row.ok if let_in else row.refused):
                wrong.append(f"{address}: got {answer.status}")
            for canary in asking.seen_in(answer.text, world):
                if canary.place != who and canary.text not in address:
                    wrong.append(f"{address}: shows {canary}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "row", [*routes.PAGES, routes.PROGRAMS[-1]], ids=lambda row: f"{row.method} {row.route}"
)
def test_no_card_opens_a_page(world, row):
    """A token is for phones and programs: as a cookie or a header of a page it is worth nothing."""
    client, place = Client(raise_request_exception=False), world.places[OWN]
    client.cookies["sessionid"] = place.token
    form = row.form(world, place) if row.form else None
    answer = asking.ask(client, row.method, row.ask(world, place), form=form)
    assert row.who == OPEN or answer.status in {302, 401}
    assert {
        one for one in asking.seen_in(answer.text, world) if one.text not in row.ask(world, place)
    } == set()


# --- one thing inside another -----------------------------------------------------------------------------

UNKNOWN = "01900000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("who", ["supervisor", "coordinator"])
def test_what_lies_elsewhere_looks_exactly_like_what_there_is_not(world, who):
    own, foreign = world.places[OWN], world.places[FOREIGN]
    client = asking.client_of(world, who)
    pairs = [
        (f"/periksa/{foreign.submission}/", f"/periksa/{UNKNOWN}/"),
        (
            f"/periksa/{foreign.submission}/berkas/{foreign.photo}",
            f"/periksa/{UNKNOWN}/berkas/{foreign.photo}",
        ),
        (
            f"/periksa/{own.submission}/berkas/{foreign.photo}",
            f"/periksa/{own.submission}/berkas/{PHOTO[::-1]}",
        ),
        (f"/periksa/{foreign.submission}/berkas/{own.photo}", f"/periksa/{UNKNOWN}/berkas/{own.photo}"),
        (f"/periksa/?kader=token:{foreign.token_id}", "/periksa/?kader=token:999999"),
        (f"/periksa/?q={foreign.family}", f"/periksa/?q={UNKNOWN}"),
        (f"/periksa/?q={foreign.submission}", f"/periksa/?q={UNKNOWN}"),
        ("/periksa/?q=KepalaMerpati", "/periksa/?q=KepalaSiapaPun"),
        ("/api/v1/submissions?area=15.01", "/api/v1/submissions?area=15.99"),
    ]
    for there, nowhere in pairs:
        first, second = (asking.ask(client, "GET", address) for address in (there, nowhere))
        assert first.status == second.status, there
        assert asking.comparable(first, there) == asking.comparable(second, nowhere), there
    posts = [
        ("/periksa/{}/putusan/", foreign.submission, UNKNOWN),
        ("/token/{}/cabut/", foreign.token_id, 999_999),
    ]
    for address, there, nowhere in posts:
        form = {"putusan": "approve", "revision": "1"}
        both = [address.format(one) for one in (there, nowhere)]
        first, second = (asking.ask(client, "POST", one, form=form) for one in both)
        assert first.status == second.status, address
        assert asking.comparable(first, both[0]) == asking.comparable(second, both[1]), address
