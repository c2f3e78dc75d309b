import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";

/** What was read last; undefined until the first reading ends. */
export type Read<T> = readonly [Accessor<T | undefined>, { readonly refetch: () => Promise<void> }];

/**
 * Read something of the phone for a part of a screen, and again when its source changes (not while it is null, undefined
 * or false). Unlike a resource it never suspends: the screen stays as it is, with its focus and its keyboard, while
 * something on it is read anew. A reading that fails rejects unhandled, as work under way does when a profile is locked.
 */
export function createRead<T>(fetch: () => Promise<T>): Read<T>;
export function createRead<S, T>(source: Accessor<S>, fetch: (from: NonNullable<S>) => Promise<T>): Read<T>;
export function createRead<S, T>(first: Accessor<S> | (() => Promise<T>), second?: (from: NonNullable<S>) => Promise<T>): Read<T> {
  const [value, setValue] = createSignal<T>();
  let newest = 0;
  onCleanup(() => newest++);
  const read = async (reading: Promise<T>): Promise<void> => {
    const mine = ++newest;
    const found = await reading;
    if (mine === newest) setValue(() => found);
  };
  if (second === undefined) {
    const fetch = first as () => Promise<T>;
    void read(fetch());
    return [value, { refetch: () => read(fetch()) }];
  }
  const source = first as Accessor<S>;
  const look = async (from: S): Promise<void> => {
    if (from !== null && from !== undefined && from !== false) await read(second(from));
  };
  createEffect(on(source, (from) => void look(from)));
  return [value, { refetch: () => look(source()) }];
}
