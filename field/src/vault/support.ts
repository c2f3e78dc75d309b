import { CABINET } from "./cabinet";

/** What this browser lacks; the screen says each in words. */
export type Lack =
  | "secure" // opened without https: browsers then give no keys
  | "crypto"
  | "storage" // switched off, or a private window that has none
  | "private" // a private window: all would be gone when it closes
  | "locks";

/** What keeps a visit from being safe here; empty when nothing does. */
export async function lacks(window: Window & typeof globalThis = globalThis.window): Promise<readonly Lack[]> {
  if (!window.isSecureContext) return ["secure"];
  const found: Lack[] = [];
  if (!window.crypto?.subtle) found.push("crypto");
  if (!window.navigator.locks) found.push("locks");
  if (!(await canStore(window))) found.push("storage");
  else if (await isPrivate(window)) found.push("private");
  return found;
}

/** Firefox and old Safari refuse IndexedDB in a private window only when it is used; a key must be storable too. */
async function canStore(window: Window & typeof globalThis): Promise<boolean> {
  const name = "bahtera-try";
  try {
    // It kept a cabinet of keys before: no need to try, and a start is quicker by it.
    const there = (await window.indexedDB.databases?.()) ?? [];
    if (there.some((one) => one.name === CABINET)) return true;
    const key = await window.crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = window.indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("try");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const kept = await new Promise<boolean>((resolve) => {
      const step = db.transaction("try", "readwrite");
      step.objectStore("try").put(key, 1);
      step.oncomplete = () => resolve(true);
      step.onabort = step.onerror = () => resolve(false);
    });
    db.close();
    window.indexedDB.deleteDatabase(name);
    return kept;
  } catch {
    return false;
  }
}

/**
 * A private window of older Chromium gets a small share of memory, not of the disk. A guess: it warns and does not
 * refuse, and newer ones tell the same figure everywhere, so that nobody can know.
 */
async function isPrivate(window: Window & typeof globalThis): Promise<boolean> {
  const { quota = Number.POSITIVE_INFINITY } = (await window.navigator.storage?.estimate?.().catch(() => null)) ?? {};
  const heap = (window.performance as { memory?: { jsHeapSizeLimit: number } }).memory?.jsHeapSizeLimit ?? 0;
  return quota < heap;
}
