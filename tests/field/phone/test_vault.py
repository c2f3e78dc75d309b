"""What is on a kader's phone opens with the PIN, with a supervisor's code, through the server - and for nobody else."""

import pytest
from tests.field.phone.conftest import prepare, until

pytestmark = pytest.mark.slow

UNLOCK_CODES = ["HTJ9N6831F", "92VBZ2A03G", "T92TB0Q05T"]
RIGHT, WRONG, NEW = "482915", "482916", "739164"


def try_pin(page, pin):
    return page.evaluate(
        "async (pin) => { const [v, p] = await opened();"
        " return problem(async () => { window.profile = await v.unlock(p.id, pin); }) }",
        pin,
    )


def let_time_pass(page, seconds):
    page.evaluate(
        "async (ms) => { const [v, p] = await opened(); await v.waitOn(p.id, ms); }",
        seconds * 1000,
    )


def lock_out(page):
    for _ in range(10):
        let_time_pass(page, 3600)
        problem = try_pin(page, WRONG)
    return problem


def test_a_profile_opens_with_its_pin_and_tells_whose_it_is(phone):
    page = phone()
    page.evaluate("enrolled()")
    page.reload()
    prepare(page)
    assert page.evaluate("opened().then(([v, p]) => [Object.keys(p).sort()])") == [
        ["deviceId", "guesses", "id", "mark"]
    ]
    assert try_pin(page, RIGHT) is None
    assert page.evaluate("profile.details.name") == "Kader Sintetis"


def test_a_locked_profile_opens_nothing_more(phone):
    page = phone()
    page.evaluate("enrolled()")
    told = page.evaluate(
        """async () => {
          let told = 0; profile.onLock(() => told++);
          const place = { store: "s", id: "i", version: 1 };
          const box = await profile.boxes.seal("x", place);
          profile.lock(); profile.lock();
          return [told, profile.isOpen, (await problem(() => profile.boxes.open(box, place))).code,
            (await problem(async () => profile.details)).code];
        }"""
    )
    assert told == [1, False, "closed", "closed"]


def test_several_kader_share_a_phone_and_open_nothing_of_each_other(phone):
    page = phone()
    told = page.evaluate(
        """async () => {
          await enrolled({ name: "Satu" }); const one = profile;
          await enrolled({ name: "Dua", pin: "739164", mark: "mawar" }); const two = profile;
          const place = { store: "drafts", id: "1", version: 1 };
          const box = await one.boxes.seal("rahasia", place);
          const marks = (await vault.profiles()).map(p => p.mark).sort();
          return [marks, (await problem(() => two.boxes.open(box, place))).code,
            (await problem(() => vault.unlock(two.id, "482915"))).code];
        }"""
    )
    assert told == [["mawar", "melati"], "broken", "wrong-pin"]


def test_wrong_pins_wait_and_the_tenth_locks_for_good(phone):
    page = phone()
    page.evaluate("enrolled()")
    assert [try_pin(page, WRONG)["left"] for _ in range(3)] == [9, 8, 7]
    assert try_pin(page, WRONG) == {"code": "wrong-pin", "left": 6, "seconds": 30}
    assert try_pin(page, RIGHT) == {"code": "wait", "left": 0, "seconds": 30}
    let_time_pass(page, 29)
    assert try_pin(page, RIGHT)["seconds"] == 1
    let_time_pass(page, 1)
    assert try_pin(page, RIGHT) is None
    assert lock_out(page)["code"] == "locked"
    let_time_pass(page, 31_536_000)
    assert try_pin(page, RIGHT)["code"] == "locked"


@pytest.mark.parametrize("years", [-1, 1, 30])
def test_setting_the_clock_shortens_no_wait_and_lengthens_none(phone, years):
    page = phone()
    page.evaluate("enrolled()")
    for _ in range(4):
        try_pin(page, WRONG)
    context = page.context
    context.add_init_script(
        f"const real = Date.now.bind(Date); Date.now = () => real() + {years} * 31557600000;"
    )
    page.close()
    page = phone(context)
    assert abs(page.evaluate("Date.now()") - page.evaluate("performance.timeOrigin")) > 3e10
    assert try_pin(page, RIGHT) == {"code": "wait", "left": 0, "seconds": 30}
    let_time_pass(page, 30)
    assert try_pin(page, RIGHT) is None


def test_a_wait_passes_while_the_page_is_open_and_only_once_for_two_tabs(phone):
    page = phone()
    page.evaluate("enrolled()")
    for _ in range(4):
        try_pin(page, WRONG)
    other = phone(page.context)
    watch = """async () => { const [v, p] = await opened();
      window.left = [];
      window.stop = bahtera.letWaitPass(v, p.id, (s) => left.push(s)); window.vault = v; window.id = p.id; }"""
    page.evaluate(watch)
    other.evaluate(watch)
    until(page, "left.at(-1) <= 27")
    assert other.evaluate("left") == []
    page.evaluate("stop()")
    until(other, "left.length > 0")


def test_a_guess_is_counted_before_it_is_looked_at(phone):
    page = phone()
    page.evaluate("enrolled()")
    # Killed between counting and looking, as often as somebody likes: each time one guess fewer.
    for _ in range(3):
        page.evaluate(
            """async () => {
              const [v, p] = await opened();
              const real = crypto.subtle.deriveKey.bind(crypto.subtle);
              const reached = new Promise((go) => {
                crypto.subtle.deriveKey = () => { go(); return new Promise(() => {}); };
              });
              void v.unlock(p.id, "000001"); await reached; crypto.subtle.deriveKey = real;
            }"""
        )
        page.reload()
        prepare(page)
    assert page.evaluate("bahtera.Vault.open().then(v => v.profiles()).then(([p]) => p.guesses.wrong)") == 3


def test_a_hundred_guesses_at_once_are_not_a_hundred_tries(phone):
    page = phone()
    page.evaluate("enrolled()")
    codes = page.evaluate(
        """async () => { const [v, p] = await opened();
          const all = Array.from({ length: 100 }, (_, i) => problem(() => v.unlock(p.id, String(100000 + i))));
          return (await Promise.all(all)).map((x) => x.code); }"""
    )
    assert codes.count("wrong-pin") == 4
    assert set(codes) == {"wrong-pin", "wait"}


def test_a_supervisors_code_opens_a_locked_profile_without_signal_once(phone):
    page = phone()
    page.evaluate("enrolled()")
    lock_out(page)
    reopen = """async ([code, pin]) => { const [v, p] = await opened();
      return problem(async () => { window.profile = await v.reopen(p.id, code, pin); }) }"""
    assert page.evaluate(reopen, ["HTJ9N-6831G", NEW])["code"] == "mistyped-code"
    assert page.evaluate(reopen, [UNLOCK_CODES[0], "123456"])["code"] == "weak-pin"
    assert page.evaluate(reopen, ["0000000012", NEW])["code"] == "wrong-code"
    assert page.evaluate(reopen, [f" {UNLOCK_CODES[1][:5]}-{UNLOCK_CODES[1][5:]}".lower(), NEW]) is None
    assert page.evaluate("profile.details.pendingUnlock") == {"code": UNLOCK_CODES[1], "newPin": NEW}
    assert try_pin(page, RIGHT)["code"] == "wrong-pin"
    assert try_pin(page, NEW) is None
    for used in UNLOCK_CODES[:2]:
        assert page.evaluate(reopen, [used, RIGHT])["code"] == "wrong-code"
    assert page.evaluate(reopen, [UNLOCK_CODES[2], RIGHT]) is None


def test_wrong_codes_wait_too_and_a_wait_for_pins_is_none_for_codes(phone):
    page = phone()
    page.evaluate("enrolled()")
    for _ in range(4):
        try_pin(page, WRONG)
    codes = page.evaluate(
        """async () => { const [v, p] = await opened(); const said = [];
          const guess = () => v.reopen(p.id, "0000000012", "739164");
          for (let i = 0; i < 5; i++) said.push((await problem(guess)).code);
          return said; }"""
    )
    assert codes == ["wrong-code"] * 4 + ["wait"]


def test_the_server_can_give_back_the_key_of_a_phone_whose_pin_and_codes_are_gone(phone):
    page = phone()
    page.evaluate("enrolled()")
    told = page.evaluate(
        """async () => {
          const place = { store: "drafts", id: "1", version: 1 };
          const box = await profile.boxes.seal("kunjungan", place);
          profile.lock();
          const sealed = await vault.escrow(profile.id);
          const escrow = await bahtera.openSealed(server.pair, sealed, "data-key");
          const foreign = bahtera.utf8(JSON.stringify({ device: "other", key: "AA" }));
          const refused = (await problem(() => vault.recover(profile.id, foreign, "739164"))).code;
          const again = await vault.recover(profile.id, escrow, "739164");
          return [refused, await again.boxes.open(box, place), bahtera.sealedTo(sealed) === server.key.id];
        }"""
    )
    assert told == ["foreign", "kunjungan", True]
    assert try_pin(page, NEW) is None


def test_a_new_key_of_the_server_takes_over(phone):
    page = phone()
    page.evaluate("enrolled()")
    told = page.evaluate(
        """async () => {
          const next = await serverPair(); await profile.useServerKey(next.key);
          const sealed = await vault.escrow(profile.id);
          await bahtera.openSealed(next.pair, sealed, "data-key");
          return [profile.serverKey.id === next.key.id, bahtera.sealedTo(sealed) === next.key.id];
        }"""
    )
    assert told == [True, True]
    assert try_pin(page, RIGHT) is None


def test_the_pin_is_changed_with_the_old_one_only(phone):
    page = phone()
    page.evaluate("enrolled()")
    change = "([pin, to]) => problem(() => vault.changePin(profile.id, pin, to))"
    assert page.evaluate(change, [WRONG, NEW])["code"] == "wrong-pin"
    assert page.evaluate(change, [RIGHT, "111111"])["code"] == "weak-pin"
    assert page.evaluate(change, [RIGHT, NEW]) is None
    assert try_pin(page, RIGHT)["code"] == "wrong-pin"
    assert try_pin(page, NEW) is None


def test_no_key_can_be_read_out_of_the_browser(phone):
    page = phone()
    page.evaluate("enrolled()")
    keys = page.evaluate(
        """async () => {
          const done = (request) => new Promise((go) => { request.onsuccess = () => go(request.result); });
          const db = await done(indexedDB.open("bahtera-keys"));
          const [p] = await done(db.transaction("profiles").objectStore("profiles").getAll());
          return [p.signing.privateKey.extractable, p.wrapping.extractable, JSON.stringify(p).includes("Kader")];
        }"""
    )
    assert keys == [False, False, False]


def test_a_destroyed_profile_is_gone(phone):
    page = phone()
    page.evaluate("enrolled()")
    page.evaluate("vault.destroy(profile.id)")
    assert page.evaluate("problem(() => vault.unlock(profile.id, '482915'))")["code"] == "no-profile"
    assert page.evaluate("problem(() => profile.saveDetails(profile.details))")["code"] == "no-profile"


def test_what_a_browser_lacks_is_said(phone):
    bare = phone()
    assert bare.evaluate("bahtera.lacks()") == []
    lacking = """(name) => {
      const without = {
        isSecureContext: false, crypto: {}, performance: { memory: { jsHeapSizeLimit: Infinity } },
        indexedDB: { open() { throw new DOMException("", "SecurityError"); } } };
      const told = (w, one) => one === name ? without[name] : w[one];
      return bahtera.lacks(new Proxy({}, { get: (_, one) => told(window, one) })); }"""
    assert bare.evaluate(lacking, "isSecureContext") == ["secure"]
    assert bare.evaluate(lacking, "crypto") == ["crypto", "storage"]
    assert bare.evaluate(lacking, "indexedDB") == ["storage"]
    assert bare.evaluate(lacking, "performance") == ["private"]


def test_how_slow_a_pin_is_made_is_measured_and_kept(phone):
    page = phone()
    page.evaluate("enrolled({ slow: true })")
    kept = page.evaluate(
        """async () => {
          const done = (request) => new Promise((go) => { request.onsuccess = () => go(request.result); });
          const db = await done(indexedDB.open("bahtera-keys"));
          const [p] = await done(db.transaction("profiles").objectStore("profiles").getAll());
          return p.pin.rounds; }"""
    )
    assert 300_000 <= kept <= 3_000_000
    assert try_pin(page, RIGHT) is None
