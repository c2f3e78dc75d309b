import { random, utf8, type Bytes } from "./bytes";

/**
 * Codes that people read aloud: nine signs of chance and one that notices a slip, in Crockford's base 32. The server
 * makes the same from the same numbers; `tests/unit/access` and the tests here hold them together.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;
const BITS = 45n;
const POLYNOMIAL = 0b100101;

/** A typed code as it was made; null when it is mistyped. Blanks, dashes and small letters are fine. */
export function readCode(typed: string): string | null {
  const code = typed.slice(0, 40).toUpperCase().replace(/[ -]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (code.length !== LENGTH) return null;
  const signs = Array.from(code, (sign) => ALPHABET.indexOf(sign));
  if (signs.includes(-1)) return null;
  return checkOf(signs.slice(0, -1)) === signs.at(-1) ? code : null;
}

/** The code that stands for a number below 2^45. */
export function codeOf(number: bigint): string {
  const signs: number[] = [];
  for (let shift = BITS - 5n; shift >= 0n; shift -= 5n) signs.push(Number((number >> shift) & 31n));
  return [...signs, checkOf(signs)].map((sign) => ALPHABET.charAt(sign)).join("");
}

/** The `counter`-th code by which a supervisor opens a locked profile; the server works out the same. */
export async function unlockCode(secret: Bytes, deviceId: string, counter: number): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const told = utf8(`bahtera-unlock/1\n${deviceId}\n${counter}`);
  const digest = new DataView(await crypto.subtle.sign("HMAC", key, told));
  return codeOf(digest.getBigUint64(0) >> (64n - BITS));
}

/** A code for something that leaves the phone: two codes, 90 bits, each with its own check. */
export function backupCode(): string {
  return `${codeOf(chance())}${codeOf(chance())}`;
}

/** A typed backup code as it was made; null when it is mistyped. */
export function readBackupCode(typed: string): string | null {
  const signs = typed.slice(0, 80).replace(/[ -]/g, "");
  const halves = [readCode(signs.slice(0, LENGTH)), readCode(signs.slice(LENGTH))];
  return halves.includes(null) ? null : halves.join("");
}

/** A code in groups of five, as it is shown and read aloud. */
export function shownCode(code: string): string {
  return code.match(/.{1,5}/g)?.join("-") ?? code;
}

function chance(): bigint {
  return new DataView(random(8).buffer).getBigUint64(0) >> (64n - BITS);
}

function checkOf(signs: readonly number[]): number {
  return doubled(signs.reduce((total, sign) => doubled(total) ^ sign, 0));
}

function doubled(value: number): number {
  const twice = value << 1;
  return twice & 32 ? twice ^ POLYNOMIAL : twice;
}
