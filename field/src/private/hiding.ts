import { createSignal, onCleanup } from "solid-js";

const PRESSES = 3;
const WITHIN_MS = 4_000;

/**
 * Hiding at once: by its button, by Android's back, and by itself when the app goes out of sight. Coming back takes
 * three presses on the words above, which say nothing to who does not know.
 */
export function hiding() {
  const [hidden, setHidden] = createSignal(false);
  let presses: number[] = [];
  const hide = (): void => {
    presses = [];
    setHidden(true);
  };
  const press = (): void => {
    const now = performance.now();
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length < PRESSES) return;
    presses = [];
    setHidden(false);
  };
  const put = (): void => history.pushState({ ...(history.state as object | null) }, "");
  const back = (): void => {
    hide();
    put();
  };
  const outOfSight = (): void => {
    if (document.visibilityState === "hidden") hide();
  };
  put();
  addEventListener("popstate", back);
  document.addEventListener("visibilitychange", outOfSight);
  onCleanup(() => {
    removeEventListener("popstate", back);
    document.removeEventListener("visibilitychange", outOfSight);
    history.back();
  });
  return { hidden, hide, press };
}
