/** A database as JSON and back: bytes as `{ b }`, the browser's keys as `{ jwk }`. For tests of versions alone. */
import { fromBase64url, toBase64url } from "../src/vault";

interface Dump {
  readonly name: string;
  readonly version: number;
  readonly stores: Readonly<Record<string, { readonly keyPath: string | null; readonly rows: readonly [IDBValidKey, unknown][] }>>;
}

interface KeyTold {
  readonly jwk: JsonWebKey;
  readonly algorithm: AlgorithmIdentifier;
  readonly usages: readonly KeyUsage[];
}

/** Let keys be made so that they can be read out: a dump is of keys that were never anybody's. */
export function makeKeysReadable(): void {
  const real = crypto.subtle.generateKey.bind(crypto.subtle) as (...told: unknown[]) => unknown;
  crypto.subtle.generateKey = ((algorithm: unknown, _: boolean, usages: unknown) =>
    real(algorithm, true, usages)) as typeof crypto.subtle.generateKey;
  const taken = crypto.subtle.importKey.bind(crypto.subtle) as (...told: unknown[]) => unknown;
  crypto.subtle.importKey = ((format: string, key: unknown, algorithm: unknown, keeps: boolean, usages: unknown) =>
    taken(format, key, algorithm, keeps || format === "jwk", usages)) as typeof crypto.subtle.importKey;
}

export async function dumpOf(name: string): Promise<Dump> {
  const db = await done(indexedDB.open(name));
  const stores: Record<string, { keyPath: string | null; rows: [IDBValidKey, unknown][] }> = {};
  for (const one of db.objectStoreNames) {
    const store = db.transaction(one).objectStore(one);
    const keyPath = store.keyPath as string | null;
    const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    const told = await Promise.all(values.map(written));
    stores[one] = { keyPath, rows: keys.map((key, at) => [key, told[at]]) };
  }
  db.close();
  return { name, version: db.version, stores };
}

export async function putDump({ name, version, stores }: Dump): Promise<void> {
  const ready = await Promise.all(
    Object.entries(stores).map(async ([store, { keyPath, rows }]) => {
      const values = await Promise.all(rows.map(async ([key, value]) => [key, await read(value)] as const));
      return { store, keyPath, values };
    }),
  );
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const { store, keyPath } of ready) request.result.createObjectStore(store, keyPath === null ? {} : { keyPath });
  };
  const db = await done(request);
  const step = db.transaction(Object.keys(stores), "readwrite");
  for (const { store, keyPath, values } of ready) {
    for (const [key, value] of values) step.objectStore(store).put(value, ...(keyPath === null ? [key] : []));
  }
  await new Promise((go) => (step.oncomplete = go));
  db.close();
}

/** Say of a kept record that a newer app wrote it. */
export async function markNewer(name: string, store: string, id: string): Promise<void> {
  const db = await done(indexedDB.open(name));
  const step = db.transaction(store, "readwrite");
  const found = (await done(step.objectStore(store).get(id))) as object;
  await done(step.objectStore(store).put({ ...found, v: 9 }));
  db.close();
}

async function written(value: unknown): Promise<unknown> {
  if (value instanceof Uint8Array) return { b: toBase64url(value) };
  if (value instanceof CryptoKey) {
    return { jwk: await crypto.subtle.exportKey("jwk", value), algorithm: value.algorithm, usages: value.usages };
  }
  return each(value, written);
}

async function read(value: unknown): Promise<unknown> {
  const { b, jwk } = (value ?? {}) as { b?: string; jwk?: JsonWebKey };
  if (typeof b === "string") return fromBase64url(b);
  if (!jwk) return each(value, read);
  const { algorithm, usages } = value as KeyTold;
  const isPublic = jwk.kty === "EC" && !jwk.d;
  return crypto.subtle.importKey("jwk", jwk, algorithm, isPublic, usages);
}

async function each(value: unknown, change: (one: unknown) => Promise<unknown>): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(change));
  if (!value || typeof value !== "object") return value;
  // A pair's halves are no properties of its own.
  const entries = "publicKey" in value && "privateKey" in value
    ? [["publicKey", value.publicKey], ["privateKey", value.privateKey]] as const
    : Object.entries(value);
  return Object.fromEntries(await Promise.all(entries.map(async ([key, one]) => [key, await change(one)] as const)));
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
