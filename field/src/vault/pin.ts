import { utf8, type Bytes } from "./bytes";

/**
 * A PIN is six digits, so all its strength is in how long one guess takes: PBKDF2 with as many rounds as this phone
 * does in about the time below. The number is kept beside what it closed, and measured again when the PIN changes.
 */
const TARGET_MS = 800;
const LEAST = 300_000;
const MOST = 3_000_000;
const SAMPLE = 20_000;
export const PIN_DIGITS = 6;

/** How many rounds this phone does in the time one guess may take. */
export async function measuredRounds(now: () => number = () => performance.now()): Promise<number> {
  const salt = new Uint8Array(16);
  await slowKey("000000", salt, 1_000);
  const began = now();
  await slowKey("000000", salt, SAMPLE);
  const perRound = Math.max(now() - began, 0.1) / SAMPLE;
  return roundsFor(perRound);
}

/** The rounds for a phone that takes so many milliseconds for each, in whole thousands, never below the least. */
export function roundsFor(msPerRound: number): number {
  const fitting = Math.floor(TARGET_MS / msPerRound / 1_000) * 1_000;
  return Math.min(Math.max(fitting, LEAST), MOST);
}

/** The key that a PIN or code makes with its salt. */
export async function slowKey(secret: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(secret), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** The same as the bytes of a key: for what is kept outside this phone. */
export async function stretched(secret: string, salt: Bytes, rounds: number): Promise<Bytes> {
  const base = await crypto.subtle.importKey("raw", utf8(secret), "PBKDF2", false, ["deriveBits"]);
  const told = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(told, base, 256));
}

/** Whether a PIN is six digits and not what everybody tries first: repeats, runs, mirrored, a day or a month. */
export function isGoodPin(pin: string): boolean {
  if (!/^[0-9]{6}$/.test(pin)) return false;
  return !isRun(pin) && !isRepeat(pin) && !isDate(pin);
}

function isRun(pin: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10);
  return new Set(steps).size === 1;
}

function isRepeat(pin: string): boolean {
  const [front, back] = [pin.slice(0, 3), pin.slice(3)];
  const mirrored = Array.from(back).reverse().join("");
  return front === back || front === mirrored || pin === pin.slice(0, 2).repeat(3) || new Set(pin).size <= 2;
}

function isDate(pin: string): boolean {
  const [one, two, three] = [0, 2, 4].map((at) => Number(pin.slice(at, at + 2))) as [number, number, number];
  const days = [
    [one, two],
    [two, one],
    [three, two],
  ] as const;
  if (days.some(([day, month]) => month >= 1 && month <= 12 && day >= 1 && day <= 31)) return true;
  const isYear = (year: number) => year >= 1930 && year <= 2035;
  const months = [
    [Number(pin.slice(0, 4)), three],
    [Number(pin.slice(2)), one],
  ] as const;
  return months.some(([year, month]) => isYear(year) && month >= 1 && month <= 12);
}
