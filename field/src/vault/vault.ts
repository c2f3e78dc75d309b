import { aesKey, boxesOf, close, disclose } from "./boxes";
import { fromBase64url, newId, random, text, utf8, type Bytes } from "./bytes";
import { Cabinet, type StoredProfile } from "./cabinet";
import { readCode } from "./codes";
import { newDeviceKeys, publicHalf, signed, type DeviceKeys, type DevicePurpose } from "./device";
import { counted, isLocked, LOCKED_AFTER, type Guesses, waited } from "./guesses";
import { detailsPlace, escrowed, opened, rawOf, type Details, type OpenProfile } from "./opened";
import { isGoodPin, measuredRounds } from "./pin";
import { isProblem, VaultProblem } from "./problems";
import { sealTo, type PublicKey } from "./sealed";
import { byCode, byPin, dataKey, newCore, spent, underCodes, underPin } from "./wrapping";

/** What may be known of a profile before its PIN: which picture stands for it, and how its PIN stands. */
export interface Profile {
  readonly id: string;
  readonly deviceId: string;
  readonly mark: string;
  readonly guesses: Guesses;
}

/** A phone's keys before it is enrolled: the server wants the public half and a signature over its code. */
export interface Preparing {
  readonly publicKey: string;
  sign(purpose: DevicePurpose, deviceId: string, challenge: string): Promise<string>;
  readonly keys: DeviceKeys;
  /** Where the keys lie until then. */
  readonly arriving?: string;
}

export interface Enrolled {
  readonly mark: string;
  readonly deviceId: string;
  readonly pin: string;
  readonly server: PublicKey;
  readonly details: Details;
}

/** The keys of everybody who uses this phone. */
export class Vault {
  readonly #cabinet: Cabinet;
  readonly #rounds: () => Promise<number>;

  private constructor(cabinet: Cabinet, rounds: () => Promise<number>) {
    this.#cabinet = cabinet;
    this.#rounds = rounds;
  }

  /** `rounds` says how slow a PIN is made; it is measured on this phone unless a test says otherwise. */
  static async open({ rounds = () => measuredRounds() } = {}): Promise<Vault> {
    return new Vault(await Cabinet.open(), rounds);
  }

  async profiles(): Promise<readonly Profile[]> {
    const stored = await this.#cabinet.profiles();
    return Promise.all(stored.map((one) => this.#told(one)));
  }

  async profile(id: string): Promise<Profile> {
    return this.#told(await this.#stored(id));
  }

  /**
   * The keys of a new profile. With a code they are kept, and the same code takes them again: so neither a reload nor a
   * lost reply uses the code up for nothing.
   */
  async prepare(code?: string): Promise<Preparing> {
    const found = code === undefined ? null : await this.#arrived(code);
    const keys = found ?? (await newDeviceKeys());
    const arriving = found?.id ?? (code === undefined ? undefined : await this.#arrive(keys, code));
    return {
      keys,
      ...(arriving === undefined ? {} : { arriving }),
      publicKey: await publicHalf(keys),
      sign: (purpose, deviceId, challenge) => signed(keys.signing, purpose, deviceId, challenge),
    };
  }

  /** Keep a profile that the server has enrolled, and open it. Throws `weak-pin`. */
  async enrol({ keys, arriving }: Preparing, { mark, deviceId, pin, server, details }: Enrolled): Promise<OpenProfile> {
    if (!isGoodPin(pin)) throw new VaultProblem("weak-pin");
    const id = newId();
    const raw = random(32);
    const key = await aesKey(raw);
    const core = await newCore(raw, keys.wrapping, id);
    const sealed = await sealTo(server, escrowed(raw, deviceId), "data-key");
    raw.fill(0);
    const stored: StoredProfile = {
      id,
      form: 1,
      mark,
      deviceId,
      signing: keys.signing,
      wrapping: keys.wrapping,
      pin: await underPin(core, pin, await this.#rounds(), id),
      spare: await underCodes(core, secretOf(details), deviceId, 1, id),
      escrow: { keyId: server.id, point: server.point, sealed },
      details: await boxesOf(() => key).seal(details, detailsPlace(id)),
    };
    await this.#cabinet.keep(stored, arriving);
    return opened(this.#cabinet, stored, core);
  }

  /** Open a profile. Throws `wrong-pin` with the guesses left, `wait` with seconds, `locked`, `no-profile`. */
  async unlock(id: string, pin: string): Promise<OpenProfile> {
    const stored = await this.#stored(id);
    const core = await this.#guessed(stored, () => byPin(stored.pin, pin, id));
    return opened(this.#cabinet, stored, core);
  }

  /** Change the PIN; the old one is counted like any guess. Throws `weak-pin` first. */
  async changePin(id: string, pin: string, newPin: string): Promise<void> {
    if (!isGoodPin(newPin)) throw new VaultProblem("weak-pin");
    const stored = await this.#stored(id);
    const core = await this.#guessed(stored, () => byPin(stored.pin, pin, id));
    const wrapped = await underPin(core, newPin, await this.#rounds(), id);
    await this.#cabinet.change(id, { pin: wrapped });
  }

  /**
   * Open a locked profile, or one whose PIN was forgotten, with a supervisor's code and a new PIN; no signal needed.
   * Wrong codes are counted too, and make one wait. Throws `mistyped-code`, `weak-pin`, `wrong-code`, `no-codes`, `wait`.
   */
  async reopen(id: string, typed: string, newPin: string): Promise<OpenProfile> {
    const code = readCode(typed);
    if (code === null) throw new VaultProblem("mistyped-code");
    if (!isGoodPin(newPin)) throw new VaultProblem("weak-pin");
    const stored = await this.#stored(id);
    if (!stored.spare?.boxes.length) throw new VaultProblem("no-codes");
    const counts = await this.#cabinet.recount(codesOf(id), (now) => counted(notWaiting(now)));
    const found = await byCode(stored.spare, code, id);
    if (!found) throw new VaultProblem("wrong-code", { seconds: toSeconds(counts) });
    const next = { ...stored, spare: spent(stored.spare, found.counter) };
    return this.#renewed(next, found.core, newPin, code);
  }

  /**
   * Open with what the server gave back of the escrow because a supervisor said so; sets a new PIN. Throws `broken`
   * or `foreign` for another profile's.
   */
  async recover(id: string, escrow: Uint8Array, newPin: string): Promise<OpenProfile> {
    if (!isGoodPin(newPin)) throw new VaultProblem("weak-pin");
    const stored = await this.#stored(id);
    const raw = rawOf(escrow, stored.deviceId);
    const key = await aesKey(raw);
    await boxesOf(() => key).openBytes(stored.details, detailsPlace(id));
    const core = await newCore(raw, stored.wrapping, id);
    raw.fill(0);
    return this.#renewed(stored, core, newPin);
  }

  /** The data key sealed to the server: what is sent along when the PIN and the codes are gone. */
  async escrow(id: string): Promise<Uint8Array> {
    return (await this.#stored(id)).escrow.sealed;
  }

  /** Sign a challenge of the server with the phone's key; needs no PIN. Base64url of r and s. */
  async sign(id: string, purpose: DevicePurpose, challenge: string): Promise<string> {
    const stored = await this.#stored(id);
    return signed(stored.signing, purpose, stored.deviceId, challenge);
  }

  /** Count time that passed on the open page towards a wait; returns the seconds that are left. */
  async waitOn(id: string, ms: number): Promise<number> {
    const counts = await Promise.all(
      [id, codesOf(id)].map((one) => this.#cabinet.recount(one, (now) => waited(now, ms))),
    );
    return Math.max(...counts.map(toSeconds));
  }

  /** Destroy a profile's keys: nothing it boxed can be read again, only what it sealed to the server. */
  async destroy(id: string): Promise<void> {
    await this.#cabinet.remove(id);
  }

  close(): void {
    this.#cabinet.close();
  }

  // --- inside ---------------------------------------------------------------------------------------------------

  async #stored(id: string): Promise<StoredProfile> {
    const found = await this.#cabinet.profile(id);
    if (!found) throw new VaultProblem("no-profile");
    return found;
  }

  async #arrive(keys: DeviceKeys, code: string): Promise<string> {
    const id = newId();
    await this.#cabinet.keepArriving({ id, ...keys, code: await close(keys.wrapping, utf8(code), `arriving\0${id}`) });
    return id;
  }

  async #arrived(code: string) {
    for (const one of await this.#cabinet.arriving()) {
      const box = await disclose(one.wrapping, one.code, `arriving\0${one.id}`).catch(() => null);
      if (box && text(box) === code) return one;
    }
    return null;
  }

  async #told({ id, deviceId, mark }: StoredProfile): Promise<Profile> {
    return { id, deviceId, mark, guesses: await this.#cabinet.guesses(id) };
  }

  /** Count a guess, on disk, before it is looked at: neither a reload nor a second tab makes it free. */
  async #count(id: string): Promise<Guesses> {
    return this.#cabinet.recount(id, (now) => {
      if (isLocked(now)) throw new VaultProblem("locked");
      return counted(notWaiting(now));
    });
  }

  async #guessed(stored: StoredProfile, look: () => Promise<Bytes>): Promise<Bytes> {
    const guesses = await this.#count(stored.id);
    try {
      const core = await look();
      await this.#cabinet.recount(stored.id, () => ({ wrong: 0, waitMs: 0 }));
      return core;
    } catch (error) {
      if (!isProblem(error, "broken")) throw error;
      const left = LOCKED_AFTER - guesses.wrong;
      throw left > 0 ? new VaultProblem("wrong-pin", { left, seconds: toSeconds(guesses) }) : new VaultProblem("locked");
    }
  }

  async #renewed(stored: StoredProfile, core: Bytes, newPin: string, code?: string): Promise<OpenProfile> {
    const { id } = stored;
    const key = await dataKey(core, stored.wrapping, id);
    const boxes = boxesOf(() => key);
    const before = await boxes.open<Details>(stored.details, detailsPlace(id));
    const details = code ? { ...before, pendingUnlock: { code, newPin } } : before;
    const left = stored.spare?.boxes.length ?? 0;
    const first = stored.spare?.first ?? 1;
    const changed = {
      pin: await underPin(core, newPin, await this.#rounds(), id),
      spare: left > 5 ? stored.spare : await underCodes(core, secretOf(details), stored.deviceId, first, id),
      details: await boxes.seal(details, detailsPlace(id)),
    };
    await this.#cabinet.change(id, changed, { clear: true });
    return opened(this.#cabinet, { ...stored, ...changed }, core);
  }
}

function secretOf(details: Details): Bytes {
  return fromBase64url(details.unlockSecret);
}

/** Where a profile's wrong codes are counted: apart from its PINs, so that a wait for one is none for the other. */
function codesOf(id: string): string {
  return `${id}/codes`;
}

function notWaiting(now: Guesses): Guesses {
  if (now.waitMs > 0) throw new VaultProblem("wait", { seconds: toSeconds(now) });
  return now;
}

function toSeconds({ waitMs }: Guesses): number {
  return Math.ceil(waitMs / 1_000);
}
