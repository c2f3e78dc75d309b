import type { Store } from "../store";

/** Whether this kader was asked for families of their own; asked once, when the families are first known. */
const NOTE = "kin-asked";

export async function wasAskedOfKin(store: Store): Promise<boolean> {
  return (await store.notes.get(NOTE)) === true;
}

export async function askedOfKin(store: Store): Promise<void> {
  await store.notes.put(NOTE, true);
}
