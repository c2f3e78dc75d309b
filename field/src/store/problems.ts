/** Why the store did not do what it was asked. The words for people stand with the screens, by `code`. */
export type StoreCode =
  | "elsewhere" // another tab writes now
  | "full" // the phone has no room; what was to be written is still in memory
  | "photos-full" // there is room for answers, and none for photos
  | "newer" // a newer app wrote here: reload
  | "missing"
  | "spoilt" // it lies here, and cannot be opened any more
  | "other-receipt" // the receipt is for another content: nothing is deleted
  | "gone"; // the phone's storage went away under us

export class StoreProblem extends Error {
  readonly code: StoreCode;

  constructor(code: StoreCode, cause?: unknown) {
    super(code, { cause });
    this.name = "StoreProblem";
    this.code = code;
  }
}

export function isStoreProblem(error: unknown, ...codes: readonly StoreCode[]): error is StoreProblem {
  return error instanceof StoreProblem && (codes.length === 0 || codes.includes(error.code));
}

/** What the browser throws when the disk, or our share of it, is full. */
export function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

/** A browser's error as ours, where it means one of the above. */
export function translated(error: unknown): unknown {
  if (isQuota(error)) return new StoreProblem("full", error);
  if (error instanceof DOMException && error.name === "VersionError") return new StoreProblem("newer", error);
  if (error instanceof DOMException && error.name === "InvalidStateError") return new StoreProblem("gone", error);
  return error;
}
