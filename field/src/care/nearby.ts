import { createSignal } from "solid-js";

/** An office that helps: nothing about any person. */
export interface CareUnit {
  readonly name: string;
  readonly kind: string;
  readonly area: string;
  readonly phone: string;
  readonly whatsapp: string;
  readonly address: string;
}

/** Where the offices of an open profile are kept, and the way to the site: what is needed of both. */
interface Notes {
  get(id: string): Promise<unknown>;
  put(id: string, content: unknown): Promise<void>;
}
interface Site {
  get<T>(path: string): Promise<T>;
}

const NOTE = "care-units";
const [near, setNear] = createSignal<readonly CareUnit[]>([]);
/** Offices near the kader of the open profile; none while it is locked, for they say where she works. */
export { near };

/** Show what is kept. */
export async function showNear(notes: Notes): Promise<void> {
  setNear(((await notes.get(NOTE)) as readonly CareUnit[] | null) ?? []);
}

/** Ask the site anew. Every phone does, at every opening: asking says nothing about anybody. */
export async function bringNear(notes: Notes, site: Site): Promise<void> {
  const { units } = await site.get<{ units: readonly CareUnit[] }>("care");
  if (JSON.stringify(units) !== JSON.stringify(await notes.get(NOTE))) await notes.put(NOTE, units);
  setNear(units);
}

/** The profile is locked: forget where it is at home. */
export function forgetNear(): void {
  setNear([]);
}
