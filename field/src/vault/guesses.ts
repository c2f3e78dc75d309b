/**
 * How often a PIN was wrong, and how long to wait. Numbers in, numbers out.
 *
 * A wait is kept as the time that is still to pass, and only a clock that nobody can set (that of the open page)
 * makes it shorter: neither setting the phone's clock nor starting the app again does.
 */
export interface Guesses {
  readonly wrong: number;
  readonly waitMs: number;
}

export const LOCKED_AFTER = 10;
export const NO_GUESSES: Guesses = { wrong: 0, waitMs: 0 };

const FREE = 3;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** What stands when one more guess is made, before it is looked at. */
export function counted({ wrong }: Guesses): Guesses {
  return { wrong: wrong + 1, waitMs: waitAfter(wrong + 1) };
}

/** What stands after so much time in which somebody waited. */
export function waited(guesses: Guesses, ms: number): Guesses {
  const passed = Number.isFinite(ms) && ms > 0 ? ms : 0;
  return { ...guesses, waitMs: Math.max(0, guesses.waitMs - passed) };
}

export function isLocked({ wrong }: Guesses): boolean {
  return wrong >= LOCKED_AFTER;
}

/** The wait after so many wrong ones in a row: none for the first three, then doubling up to a quarter of an hour. */
export function waitAfter(wrong: number): number {
  if (wrong <= FREE) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE - 1), LONGEST_WAIT_MS);
}
