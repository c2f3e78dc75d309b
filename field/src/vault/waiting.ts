import type { Vault } from "./vault";

const TICK_MS = 1_000;

/**
 * Let a wait pass while the page is open, and say how many seconds are left. Only one tab counts, or two would wait
 * twice as fast. Returns how to stop; `told` gets 0 once it is over.
 */
export function letWaitPass(vault: Vault, id: string, told: (seconds: number) => void): () => void {
  const stopped = new AbortController();
  const count = async () => {
    let last = performance.now();
    let seconds = await vault.waitOn(id, 0);
    told(seconds);
    while (seconds > 0 && !stopped.signal.aborted) {
      await new Promise((wake) => setTimeout(wake, TICK_MS));
      if (stopped.signal.aborted) return;
      const now = performance.now();
      seconds = await vault.waitOn(id, now - last);
      last = now;
      told(seconds);
    }
  };
  navigator.locks
    .request(`bahtera-wait:${id}`, { signal: stopped.signal }, count)
    .catch((error: unknown) => {
      if (!stopped.signal.aborted) throw error;
    });
  return () => stopped.abort();
}
