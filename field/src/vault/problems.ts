/** Why the vault did not do what it was asked. The words for people stand with the screens, by `code`. */
export type VaultCode =
  | "closed" // it was locked meanwhile: ask for the PIN
  | "wrong-pin"
  | "wait"
  | "locked" // ten wrong PINs: a supervisor's code opens it
  | "wrong-code"
  | "mistyped-code" // the last sign of a code shows the slip
  | "no-codes" // this phone cannot check any more codes without signal
  | "weak-pin"
  | "full" // no room to count a guess, so none is taken
  | "no-profile"
  | "broken" // a box was changed, or stands where it was not made for
  | "foreign"; // not what we wrote

export class VaultProblem extends Error {
  readonly code: VaultCode;
  /** Guesses that are left, or seconds to wait. */
  readonly left: number;
  readonly seconds: number;

  constructor(code: VaultCode, { left = 0, seconds = 0 }: { left?: number; seconds?: number } = {}) {
    super(code);
    this.name = "VaultProblem";
    this.code = code;
    this.left = left;
    this.seconds = seconds;
  }
}

export function isProblem(error: unknown, ...codes: readonly VaultCode[]): error is VaultProblem {
  return error instanceof VaultProblem && (codes.length === 0 || codes.includes(error.code));
}
