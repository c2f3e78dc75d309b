/**
 * The service worker: keeps the app's own files on the phone, so that it starts without signal. It answers nothing but
 * GETs for those files; sending and fetching of data never pass here. The build puts in what the files are.
 */
const scope = globalThis as unknown as ServiceWorkerGlobalScope;

/** Each file under the scope with its SHA-256, as `fetch` compares it: a portal's page is never kept for ours. */
const FILES = "__FILES__" as unknown as Readonly<Record<string, string>>;
const BUILD = "__BUILD__";
const PREFIX = "bahtera-app-";
const CACHE = `${PREFIX}${BUILD}`;
const PAGE = "index.html";

/** Under way where a file was missing. */
let filling: Promise<void> | null = null;

const base = new URL(scope.registration.scope);

scope.addEventListener("install", (event) => event.waitUntil(keepAll()));
scope.addEventListener("activate", (event) => event.waitUntil(takeCharge()));
scope.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  if (file !== null) event.respondWith(answer(file, event));
});
scope.addEventListener("message", (event: ExtendableMessageEvent) => {
  const { kind } = (event.data ?? {}) as { kind?: string };
  // Only the app says when: it asks the person first, and never in the middle of a visit.
  if (kind === "take over") event.waitUntil(scope.skipWaiting());
  if (kind === "which") event.ports[0]?.postMessage(CACHE);
});

/** Which of our files a request is for; null for all that is none of our business. */
function fileOf(request: Request): string | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return null;
  if (request.mode === "navigate") return PAGE;
  const name = url.pathname.slice(base.pathname.length);
  return Object.hasOwn(FILES, name) ? name : null;
}

async function answer(file: string, event: FetchEvent): Promise<Response> {
  const kept = await caches.match(address(file), { cacheName: CACHE });
  if (kept) return kept;
  // The cache was cleared, by hand or for room: all of it is fetched anew while there is signal, where there is room.
  try {
    const fetched = await fetchExactly(file);
    await keep(file, fetched.clone()).catch(() => undefined);
    filling ??= keepAll()
      .catch(() => undefined)
      .finally(() => (filling = null));
    event.waitUntil(filling);
    return fetched;
  } catch {
    return fetch(event.request).catch(() => (file === PAGE ? missing() : Response.error()));
  }
}

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of Object.keys(FILES)) {
    if (await cache.match(address(file))) continue;
    // A file that did not change is taken from the version before: a new version costs what is new in it.
    await cache.put(address(file), (await fromBefore(file)) ?? (await fetchExactly(file)));
  }
}

async function fromBefore(file: string): Promise<Response | null> {
  if (!/-[\w-]{8,}\.\w+$/.test(file)) return null; // its name does not say what is in it
  return (await caches.match(address(file))) ?? null;
}

async function fetchExactly(file: string): Promise<Response> {
  const fetched = await fetch(address(file), { cache: "no-cache", credentials: "omit", integrity: FILES[file] ?? "" });
  if (!fetched.ok) throw new Error(`${file}: ${fetched.status}`);
  return fetched;
}

async function keep(file: string, response: Response): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.put(address(file), response);
}

async function takeCharge(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

function address(file: string): string {
  return new URL(file === PAGE ? "" : file, base).href;
}

/** Said when there is neither signal nor the app's files: the only words that the app itself cannot say. */
function missing(): Response {
  const words =
    "<!doctype html><html lang=id><meta charset=utf-8><meta name=viewport content='width=device-width'>" +
    "<title>Bahtera</title><h1>Aplikasi perlu diunduh lagi</h1>" +
    "<p>Data kunjungan di HP ini tetap aman. Sambungkan ke internet sebentar, lalu buka lagi halaman ini.</p>" +
    "<p lang=en>The app must be downloaded again. The visits on this phone are safe. Connect once, then reload.</p>";
  return new Response(words, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
