/** What is left for answers when photos are no longer taken: a village's visits without photos. */
const KEPT_FOR_ANSWERS = 12 * 1024 * 1024;

export interface Space {
  readonly used: number;
  readonly free: number;
  /** Whether the browser promised not to clear us away by itself. */
  readonly stays: boolean;
}

export async function space(): Promise<Space> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { used: usage, free: Math.max(0, quota - usage), stays: (await navigator.storage?.persisted?.()) ?? false };
}

/** Ask the browser to keep what is here until somebody deletes it by hand. Best asked after a first visit was kept. */
export async function askToStay(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}

/** Whether a photo of this size still leaves room for answers: photos are the first to wait, answers the last. */
export async function hasRoomForPhoto(bytes: number): Promise<boolean> {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage - bytes > KEPT_FOR_ANSWERS;
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
