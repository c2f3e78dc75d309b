/** What an idle watch needs of a window; tests give their own. */
export interface Surroundings {
  now(): number;
  wall(): number;
  later(run: () => void, ms: number): () => void;
  onActivity(run: () => void): () => void;
}

const LOOK_EVERY_MS = 5_000;

/**
 * Lock after some time without a touch. Both clocks count: the page's own may stand still while the phone sleeps, the
 * phone's may have been set. Whichever says that it is time is believed; locking early loses nothing.
 */
export function lockWhenIdle(lock: () => void, afterMs: number, around: Surroundings = ofTheWindow()): () => void {
  let touched = around.now();
  let touchedWall = around.wall();
  let stopTimer: () => void = () => undefined;
  const idleFor = () => Math.max(around.now() - touched, Math.abs(around.wall() - touchedWall));
  const stop = () => {
    stopTimer();
    stopListening();
  };
  const look = () => {
    if (idleFor() < afterMs) {
      stopTimer = around.later(look, LOOK_EVERY_MS);
      return;
    }
    stop();
    lock();
  };
  const stopListening = around.onActivity(() => {
    if (idleFor() >= afterMs) {
      stop();
      lock();
      return;
    }
    touched = around.now();
    touchedWall = around.wall();
  });
  stopTimer = around.later(look, LOOK_EVERY_MS);
  return stop;
}

function ofTheWindow(): Surroundings {
  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    later(run, ms) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    onActivity(run) {
      const events = ["pointerdown", "keydown", "input", "visibilitychange"] as const;
      for (const name of events) document.addEventListener(name, run, { capture: true, passive: true });
      return () => {
        for (const name of events) document.removeEventListener(name, run, { capture: true });
      };
    },
  };
}
