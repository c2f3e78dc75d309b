import { onCleanup } from "solid-js";

const WAIT_MS = 350;
const waiting = new Set<() => void>();

/** Hand over everything typed but not yet given to the form: before going on, before keeping a draft. */
export function flushTyping(): void {
  for (const flush of [...waiting]) flush();
}

/**
 * Hand over an answer after the press itself is painted: what was chosen shows at once, and what follows from it a
 * moment later. `flushTyping` hands it over before.
 */
export function afterPaint(set: () => void): void {
  flushTyping();
  const now = (): void => {
    if (waiting.delete(now)) set();
  };
  waiting.add(now);
  // In a hidden tab no frame comes.
  if (document.visibilityState === "hidden") return now();
  requestAnimationFrame(() => setTimeout(now));
}

/**
 * A setter that waits until the typing rests, so that each letter is drawn at once and the form is asked once.
 * `now` hands over at once; leaving the screen does too.
 */
export function whenTypingRests<T>(set: (value: T) => void): { later: (value: T) => void; now: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held: { value: T } | undefined;
  const now = (): void => {
    clearTimeout(timer);
    waiting.delete(now);
    const last = held;
    held = undefined;
    if (last !== undefined) set(last.value);
  };
  onCleanup(now);
  return {
    later(value) {
      held = { value };
      waiting.add(now);
      clearTimeout(timer);
      timer = setTimeout(now, WAIT_MS);
    },
    now,
  };
}
