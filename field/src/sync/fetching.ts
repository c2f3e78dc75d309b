import type { Family, FormShelf, Remark, Store } from "../store";
import { toHex, type Bytes } from "../vault";
import { LinkProblem, type Link } from "./link";
import type { Ledger } from "./ledger";
import type { Receipts } from "./receipts";
import { take } from "./sending";
import { visitId, type FamiliesPage, type FamilyTold, type FormTold, type StatesPage, type StateTold } from "./told";

const STATES_CURSOR = "states-cursor";
const FORMS = "forms";
/** A list that differs from kader to kader: kept with the profile, not on the shelf that all profiles share. */
const OWN_LISTS = new Set(["villages.csv"]);

/** What the profile needs of a form, as the server last told. */
export interface FormHere {
  readonly formId: string;
  readonly version: string;
  readonly title: string;
}

/** Bring the published forms, with every file that goes with them, by their hashes. */
export async function fetchForms(link: Link, store: Store, shelf: FormShelf, needed: (formId: string, version: string) => boolean): Promise<void> {
  const told = await link.get<readonly FormTold[]>("forms");
  for (const form of told) {
    const known = await shelf.get(form.form_id, form.version);
    const files: Record<string, Blob> = { ...known?.files };
    for (const { name, sha256 } of form.media) {
      if (OWN_LISTS.has(name)) await fetchOwn(link, store, name, sha256);
      else if (!files[name] || (await hashOf(files[name])) !== sha256) files[name] = new Blob([await fetched(link, `media/${sha256}`, sha256)]);
    }
    const xml = known?.hash === form.sha256 ? known.xml : new TextDecoder().decode(await fetched(link, `forms/${form.sha256}`, form.sha256));
    const same = known?.hash === form.sha256 && Object.keys(files).every((name) => files[name] === known.files[name]);
    if (!same) await shelf.put({ formId: form.form_id, version: form.version, xml, files, hash: form.sha256 });
  }
  const here = told.map(({ form_id, version, title }): FormHere => ({ formId: form_id, version, title }));
  const before = await formsHere(store);
  if (JSON.stringify(before) !== JSON.stringify(here)) await store.notes.put(FORMS, here);
  const current = new Set(here.map(({ formId, version }) => `${formId}\0${version}`));
  await shelf.keepOnly((formId, version) => current.has(`${formId}\0${version}`) || needed(formId, version));
}

/** The published forms as last told. */
export async function formsHere(store: Store): Promise<readonly FormHere[]> {
  return ((await store.notes.get(FORMS)) as readonly FormHere[] | null) ?? [];
}

/** A list of this profile's own, such as its villages. */
export async function ownList(store: Store, name: string): Promise<Blob | null> {
  const kept = (await store.notes.get(`list:${name}`)) as { text: string } | null;
  return kept && new Blob([kept.text]);
}

/** Bring what changed in the families this kader carries. Returns how many changed. */
export async function fetchFamilies(link: Link, store: Store): Promise<number> {
  let changed = 0;
  for (let more = true; more; ) {
    const since = (await store.families.cursor()) ?? "";
    const page = await link.get<FamiliesPage>(`families?since=${encodeURIComponent(since)}`);
    const put = page.items.map(asFamily);
    changed += put.length + page.gone.length;
    if (!page.whole) {
      if (put.length || page.gone.length || page.cursor !== since) await store.families.apply({ put, remove: page.gone, cursor: page.cursor });
    } else {
      const walked = [...(page.begins ? [] : ((await store.families.walked()) ?? [])), ...put.map(({ entry }) => entry.id)];
      const named = new Set(walked);
      const remove = page.more ? [] : (await store.families.ids()).filter((id) => !named.has(id));
      await store.families.apply({ put, remove, cursor: page.cursor, walked: page.more ? walked : null });
    }
    more = page.more;
  }
  return changed;
}

/** Bring what became of this person's visits; with `anew` all of it again. Returns the ids that were told. */
export async function fetchStates(
  parts: { link: Link; store: Store; receipts: Receipts; ledger: Ledger },
  { anew = false } = {},
): Promise<ReadonlySet<string>> {
  const { link, store } = parts;
  const told = new Set<string>();
  let since = anew ? "" : (((await store.notes.get(STATES_CURSOR)) as string | null) ?? "");
  for (let more = true; more; ) {
    const page = await link.get<StatesPage>(`states?since=${encodeURIComponent(since)}`);
    for (const item of page.items) {
      await takeState(item, parts);
      told.add(visitId(item.instance_id));
    }
    if (page.cursor !== since) await store.notes.put(STATES_CURSOR, page.cursor);
    [since, more] = [page.cursor, page.more];
  }
  return told;
}

// --- inside -----------------------------------------------------------------------------------------------------------

async function takeState(item: StateTold, parts: { store: Store; receipts: Receipts; ledger: Ledger }): Promise<void> {
  const { store, receipts } = parts;
  const id = visitId(item.instance_id);
  const { is_complete, comments, family_id, put_together, reason, joint, ...receipt } = item;
  // The reply that carried the receipt was lost, and here it is again; photos that are missing keep the visit here.
  const waiting = await store.outbox.get(id);
  if (waiting) {
    if (!is_complete && waiting.files.length > 0) return;
    if (!(await take(id, receipt, parts))) return; // another content: sending says so
  }
  const signed = await receipts.check(receipt);
  if (signed === "no") return;
  const remarks: readonly Remark[] = comments.map(({ question, row, text }) => ({ question, row, text }));
  await store.outbox.told(id, { receipt, isChecked: signed === "yes", remarks, family: family_id, isTogether: put_together === true, reason: reason ?? "", joint: joint ?? "" });
}

async function fetchOwn(link: Link, store: Store, name: string, sha256: string): Promise<void> {
  const known = (await store.notes.get(`list:${name}`)) as { sha256: string } | null;
  if (known?.sha256 === sha256) return;
  const text = new TextDecoder().decode(await fetched(link, `media/${sha256}`, sha256));
  await store.notes.put(`list:${name}`, { sha256, text });
}

/** Bytes that are what their hash says; what a network put in their place is no reply. */
async function fetched(link: Link, path: string, sha256: string): Promise<Bytes> {
  const bytes = (await link.bytes(path)) as Bytes;
  if ((await digest(bytes)) !== sha256) throw new LinkProblem("portal");
  return bytes;
}

async function hashOf(file: Blob): Promise<string> {
  return digest(new Uint8Array(await file.arrayBuffer()));
}

async function digest(bytes: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function asFamily(told: FamilyTold): Family<FamilyTold> {
  const { id, head, village, dusun, rw, rt, address, members, visited } = told;
  const words = [...members.map(({ name }) => name), `rt ${rt}`, `rw ${rw}`, dusun, address];
  return { entry: { id, name: head, words, shown: { village, dusun, rw, rt, address, members: String(members.length), visited: visited ? String(visited.round_id) : "" } }, content: told };
}
