import { describe, expect, it } from "vitest";
import { fromBase64url, utf8 } from "./bytes";
import { backupCode, codeOf, readBackupCode, readCode, shownCode, unlockCode } from "./codes";
import { counted, isLocked, LOCKED_AFTER, NO_GUESSES, waitAfter, waited, type Guesses } from "./guesses";
import { lockWhenIdle, type Surroundings } from "./idle";
import { isGoodPin, measuredRounds, roundsFor } from "./pin";
import { newDeviceKeys, publicHalf, signed } from "./device";
import { byCode, byPin, newCore, spent, underCodes, underPin, withRaw } from "./wrapping";

describe("a PIN", () => {
  it.each(["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "000000", "123456", "987654", "975319", "121212", "123123", "123321", "110011", "010190", "170845", "199001", "011990"])(
    "is refused when it is guessed first: %s",
    (pin) => expect(isGoodPin(pin)).toBe(false),
  );

  it.each(["482915", "739164", "904872"])("is taken otherwise: %s", (pin) => expect(isGoodPin(pin)).toBe(true));

  it("takes a slow phone no more rounds than the least, a fast one no more than the most", () => {
    expect(roundsFor(0.01)).toBe(300_000);
    expect(roundsFor(0.001)).toBe(800_000);
    expect(roundsFor(0.000_01)).toBe(3_000_000);
  });

  it("is measured here within those bounds", async () => {
    const rounds = await measuredRounds();
    expect(rounds).toBeGreaterThanOrEqual(300_000);
    expect(rounds).toBeLessThanOrEqual(3_000_000);
  });
});

describe("guesses", () => {
  it("wait from the fourth, twice as long each time, and lock at the tenth", () => {
    expect([1, 2, 3, 4, 5, 6, 9].map(waitAfter)).toEqual([0, 0, 0, 30_000, 60_000, 120_000, 900_000]);
    let now: Guesses = NO_GUESSES;
    for (let wrong = 1; wrong <= LOCKED_AFTER; wrong += 1) {
      expect(isLocked(now)).toBe(false);
      now = counted(now);
    }
    expect(isLocked(now)).toBe(true);
  });

  it("wait only for time that passed", () => {
    const now = { wrong: 4, waitMs: 30_000 };
    expect(waited(now, 10_000).waitMs).toBe(20_000);
    expect(waited(now, -31_536_000_000).waitMs).toBe(30_000);
    expect(waited(now, Number.NaN).waitMs).toBe(30_000);
    expect(waited(now, 40_000).waitMs).toBe(0);
  });
});

describe("a code", () => {
  it.each([
    [0n, "0000000000"],
    [1n, "0000000012"],
    [2n ** 45n - 1n, "ZZZZZZZZZX"],
  ])("stands for %d as on the server", (number, code) => {
    expect(codeOf(number)).toBe(code);
    expect(readCode(code)).toBe(code);
  });

  it("is read however it is typed, and every slip of one sign is noticed", () => {
    const code = codeOf(31_415_926_535_897n);
    expect(readCode(` ${code.slice(0, 5)}-${code.slice(5)} `.toLowerCase())).toBe(code);
    for (let at = 0; at < code.length; at += 1) {
      for (const other of "0123456789ABCDEFGHJKMNPQRSTVWXYZ".replace(code.charAt(at), "")) {
        expect(readCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
      }
    }
  });

  it.each(["", "0", "00000000000", "000000000U", "٠٠٠٠٠٠٠٠٠٠"])("is not read from %s", (typed) => {
    expect(readCode(typed)).toBeNull();
  });

  it("of a supervisor is the one of docs/reference/device-api.md", async () => {
    const secret = Uint8Array.from({ length: 32 }, (_, at) => at);
    const device = "01900000-0000-7000-8000-000000000001";
    const made = await Promise.all([1, 2, 3].map((counter) => unlockCode(secret, device, counter)));
    expect(made.map(shownCode)).toEqual(["WVK2D-APDD6", "D6KWE-X15FJ", "35THX-PD68W"]);
    expect(codeOf(17_903_672_745_849n)).toBe("G9230VQVSM");
  });

  it("of a backup is two codes, and every slip shows", () => {
    const code = backupCode();
    expect(readBackupCode(shownCode(code).toLowerCase())).toBe(code);
    expect(readBackupCode(code.slice(1))).toBeNull();
    expect(readBackupCode(code.slice(10) + code.slice(0, 9))).toBeNull();
    expect(backupCode()).not.toBe(code);
  });
});

describe("the data key", () => {
  const raw = utf8("0123456789abcdef0123456789abcdef");
  const opened = (core: Uint8Array, wrapping: CryptoKey) => withRaw(core, wrapping, "p", async (bytes) => bytes.slice());

  it("comes out with its PIN, on its phone, for its profile, and else not at all", async () => {
    const { wrapping } = await newDeviceKeys();
    const core = await newCore(raw, wrapping, "p");
    const wrapped = await underPin(core, "482915", 1_000, "p");
    expect(await opened(await byPin(wrapped, "482915", "p"), wrapping)).toEqual(raw);
    await expect(byPin(wrapped, "482916", "p")).rejects.toMatchObject({ code: "broken" });
    await expect(byPin(wrapped, "482915", "q")).rejects.toMatchObject({ code: "broken" });
    const { wrapping: another } = await newDeviceKeys();
    await expect(opened(core, another)).rejects.toMatchObject({ code: "broken" });
  });

  it("comes out with any of the next twenty codes, and a used one takes those before it along", async () => {
    const { wrapping } = await newDeviceKeys();
    const core = await newCore(raw, wrapping, "p");
    const secret = utf8("secret of 32 bytes, at enrolment");
    const spare = await underCodes(core, secret, "d", 1, "p");
    const code = (counter: number) => unlockCode(secret, "d", counter);
    const found = await byCode(spare, await code(4), "p");
    expect(found?.counter).toBe(4);
    expect(await opened(found?.core ?? new Uint8Array(), wrapping)).toEqual(raw);
    const left = spent(spare, 4);
    expect(left.boxes).toHaveLength(16);
    for (const counter of [1, 4, 21]) expect(await byCode(left, await code(counter), "p")).toBeNull();
    expect((await byCode(left, await code(5), "p"))?.counter).toBe(5);
  });
});

describe("a phone's key", () => {
  it("signs what the server checks, and is handed out to nobody", async () => {
    const keys = await newDeviceKeys();
    const spki = fromBase64url(await publicHalf(keys));
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("spki", spki, curve, false, ["verify"]);
    const signature = fromBase64url(await signed(keys.signing, "sign-in", "d", "challenge"));
    expect(signature).toHaveLength(64);
    const message = utf8("bahtera-device/1\nsign-in\nd\nchallenge");
    expect(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message)).toBe(true);
    await expect(crypto.subtle.exportKey("pkcs8", keys.signing.privateKey)).rejects.toThrow();
    await expect(crypto.subtle.exportKey("raw", keys.wrapping)).rejects.toThrow();
  });
});

describe("an idle phone", () => {
  function around() {
    const state = { now: 0, wall: 1_700_000_000_000, locked: 0, look: () => undefined as void, touch: () => undefined as void };
    const surroundings: Surroundings = {
      now: () => state.now,
      wall: () => state.wall,
      later: (run) => {
        state.look = run;
        return () => {
          state.look = () => undefined;
        };
      },
      onActivity: (run) => {
        state.touch = run;
        return () => {
          state.touch = () => undefined;
        };
      },
    };
    lockWhenIdle(() => (state.locked += 1), 300_000, surroundings);
    const pass = (ms: number, wall = ms) => {
      state.now += ms;
      state.wall += wall;
    };
    return { state, pass };
  }

  it("locks once, when nobody touched it for long enough", () => {
    const { state, pass } = around();
    pass(299_000);
    state.look();
    expect(state.locked).toBe(0);
    state.touch();
    pass(299_000);
    state.look();
    expect(state.locked).toBe(0);
    pass(1_000);
    state.look();
    state.look();
    state.touch();
    expect(state.locked).toBe(1);
  });

  it("locks at the first touch after it slept, though its own clock stood still", () => {
    const { state, pass } = around();
    pass(0, 3_600_000);
    state.touch();
    expect(state.locked).toBe(1);
  });

  it("is not kept open by a clock that goes backwards", () => {
    const { state, pass } = around();
    pass(300_000, -31_536_000_000);
    state.look();
    expect(state.locked).toBe(1);
  });
});
