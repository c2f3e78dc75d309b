export interface Space {
  /** Bytes used here. How many are free is no browser's to say: Chromium tells everybody the same figure. */
  readonly used: number;
  /** Whether the browser promised not to clear us away by itself. */
  readonly stays: boolean;
}

export async function space(): Promise<Space> {
  const { usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { used: usage, stays: (await navigator.storage?.persisted?.()) ?? false };
}

/** Ask the browser to keep what is here until somebody deletes it by hand. Best asked after a first visit was kept. */
export async function askToStay(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}

/** Delete the app's files of other versions; the worker fetches what it misses again. Visits are never touched. */
export async function freeOldCaches(): Promise<void> {
  if (!("caches" in globalThis)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith("bahtera-app-"));
  const registration = await navigator.serviceWorker?.getRegistration?.();
  if (registration?.waiting) return; // its files are the next version's, and asked for soon
  const current = await currentCache();
  await Promise.all(names.filter((name) => name !== current).map((name) => caches.delete(name)));
}

/** The cache of the worker in charge, which it names itself; with none in charge no cache is in use. */
async function currentCache(): Promise<string | null> {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return null;
  return new Promise((answer) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => answer(String(data));
    worker.postMessage({ kind: "which" }, [channel.port2]);
  });
}
