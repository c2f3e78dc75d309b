import { createSignal, getListener, type Signal } from "solid-js";

type Cell = Signal<unknown>;

/**
 * Make an object reactive one property deep. The engine replaces values, it never reaches into them, so deep
 * proxies (of 1,000 villages, say) would cost memory for nothing; a signal is made when a view first looks.
 */
export function shallow<T extends object>(object: T): T {
  const cells = new Map<PropertyKey, Cell>();
  return new Proxy(object, {
    get(target, key, receiver) {
      if (getListener() !== null) {
        let cell = cells.get(key);
        if (cell === undefined) {
          cell = createSignal<unknown>(Reflect.get(target, key, receiver));
          cells.set(key, cell);
        }
        cell[0]();
      }
      return Reflect.get(target, key, receiver) as unknown;
    },
    set(target, key, value) {
      Reflect.set(target, key, value);
      cells.get(key)?.[1](() => value);
      return true;
    },
  });
}
