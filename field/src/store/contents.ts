import type { BoxedStore } from "./schema";
import { withState } from "./sent";

/** How the content of a box of one version becomes that of the next. */
type Step = (content: never) => unknown;

/**
 * What stands inside the boxes of each store changes with the app too, and only an open profile can read it: a box is
 * brought up to date when it is read, and all of them after the PIN was given. A step is never edited.
 */
const STEPS: Readonly<Record<BoxedStore, readonly Step[]>> = {
  drafts: [],
  outbox: [],
  receipts: [withState],
  families: [],
  shelves: [],
  notes: [],
};

export type Steps = Readonly<Record<BoxedStore, readonly Step[]>>;

/** The version of what is written now. */
export function contentVersion(store: BoxedStore, steps: Steps = STEPS): number {
  return steps[store].length + 1;
}

/** Content of an earlier version as it would be written now. */
export function upgraded<T>(store: BoxedStore, content: unknown, version: number, steps: Steps = STEPS): T {
  return steps[store].slice(version - 1).reduce((now, step) => step(now as never), content) as T;
}
