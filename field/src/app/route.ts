import { createSignal } from "solid-js";

/** Where one is, as `#/lainnya/pin`. Android's back button goes through the browser's own history. */

interface Kept {
  readonly depth?: number;
  /** A screen that leaves no trace: the address stays, so the browser's list of visited pages never names it. */
  readonly over?: string;
}

const UNTRACED: ReadonlySet<string> = new Set(["/darurat"]);

const [route, setRoute] = createSignal(here());
export { route };

addEventListener("popstate", () => setRoute(here()));

/** Go to a screen; with `replace` the one before is not come back to. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (to === route()) return;
  const over = UNTRACED.has(to) ? { over: to } : {};
  const address = "over" in over ? location.href : `#${to}`;
  if (replace) history.replaceState({ depth: depth(), ...over } satisfies Kept, "", address);
  else history.pushState({ depth: depth() + 1, ...over } satisfies Kept, "", address);
  setRoute(to);
  scrollTo(0, 0);
}

/** Back to the screen before; to the one above when the app was opened right here. */
export function back(): void {
  if (depth() > 0) history.back();
  else go(above(route()), { replace: true });
}

/** What fills the places of a pattern like `/keluarga/:id`; null when a path is another. */
export function placesIn(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const [wanted, found] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== found.length) return null;
  const places: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const own = found[at] ?? "";
    if (part.startsWith(":") && own !== "") places[part.slice(1)] = own;
    else if (part !== own) return null;
  }
  return places;
}

export function above(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function here(): string {
  const path = (history.state as Kept | null)?.over ?? location.hash.slice(1);
  return path.startsWith("/") ? path : "/";
}

function depth(): number {
  return (history.state as Kept | null)?.depth ?? 0;
}
