import type { FormSource, Known } from "../forms";
import type { FileRef, FormShelf, Remark, Sent, Store } from "../store";
import { formsHere, ownList, startHere, type FamilyTold, type FormHere, type MemberTold, type Village } from "../sync";
import type { About, VisitDraft } from "./records";

/** Forms of before have no version of their own here; the newest is what a visit begins with. */
const MAIN_FORM = "kunjungan_keluarga";

/** Why a visit cannot begin; the words stand with the screens. */
export class CannotBegin extends Error {
  constructor(readonly code: "no-form" | "no-body") {
    super(code);
    this.name = "CannotBegin";
  }
}

/** Begin a visit of a family, or of one that is not in the list; returns the draft's id. Throws CannotBegin, StoreProblem. */
export async function beginVisit(store: Store, family: FamilyTold | null): Promise<string> {
  const start = await startHere(store);
  const form = await newestForm(store, start?.rounds.find(({ is_open }) => is_open)?.form_id);
  const id = crypto.randomUUID();
  const body: VisitDraft = {
    about: {
      familyId: family?.id ?? null,
      isNew: family === null,
      name: family?.head ?? "",
      village: family?.village ?? "",
      formId: form.formId,
      version: form.version,
      corrects: null,
      result: "",
      finishedAt: null,
    },
    known: family ? knownOf(family, id) : newFamily(start?.villages ?? [], id),
    form: null,
    progress: null,
    remarks: [],
  };
  await (await store.begin(body, { id })).close();
  return id;
}

/**
 * Begin to correct a visit that was sent: its answers as they were, as a new version of it. Returns the draft's id.
 * Throws CannotBegin, StoreProblem.
 */
export async function beginCorrection(store: Store, shelf: FormShelf, id: string): Promise<string> {
  const [body, sent] = await Promise.all([store.outbox.body(id), store.outbox.receipt(id) as Promise<Sent<About> | null>]);
  if (!body || !sent?.about) throw new CannotBegin("no-body");
  // A family that was new then has been given its place by the server.
  const about: About = { ...sent.about, familyId: sent.family ?? sent.about.familyId, corrects: id, finishedAt: null };
  const photos = new Map(body.files.map((file) => [file.name, () => store.files.get(file)] as const));
  const { open } = await import("../forms");
  const interview = await open(await sourceOf(store, shelf, about), { from: "sent", xml: body.xml, photos });
  try {
    const { photos: taken, ...form } = interview.draft();
    const instance = (interview.value("instanceID") ?? "").replace(/^uuid:/, "");
    const files: FileRef[] = [];
    for (const photo of taken) files.push(await store.files.put(photo, photo.name));
    const draft: VisitDraft = { about, form, progress: null, remarks: sent.remarks };
    const desk = await store.begin(draft, { id: instance });
    desk.save(draft, files);
    await desk.close();
    return instance;
  } finally {
    interview.close();
  }
}

/** What a form asks its lists and pictures from: this family alone, this kader's villages, what came with the form. */
export async function sourceOf(store: Store, shelf: FormShelf, about: Pick<About, "formId" | "version" | "familyId" | "isNew">): Promise<FormSource> {
  const form = await shelf.get(about.formId, about.version);
  if (!form) throw new CannotBegin("no-form");
  const family = about.familyId && !about.isNew ? ((await store.families.get(about.familyId))?.content as FamilyTold | undefined) : undefined;
  return {
    xform: form.xml,
    media: async (name) => {
      if (name === "families.csv") return familiesList(family);
      if (name === "members.csv") return membersList(family);
      return (await ownList(store, name)) ?? form.files[name] ?? null;
    },
  };
}

/** What a visit to practise with asks: the questionnaire a new family would be visited with. Null before the first sync. */
export async function exerciseSource(store: Store, shelf: FormShelf): Promise<FormSource | null> {
  try {
    const { formId, version } = await newestForm(store, undefined);
    return await sourceOf(store, shelf, { formId, version, familyId: null, isNew: true });
  } catch (problem) {
    if (problem instanceof CannotBegin) return null;
    throw problem;
  }
}

/** What the questionnaire is told before anything is asked: where, who, and the members as last known. */
export function knownOf(family: FamilyTold, id: string): Known {
  const { village, dusun, rw, rt, address } = family;
  const past = Object.fromEntries(Object.entries(stepsOf(family)).map(([name, value]) => [name.replace("langkah_", "langkah_lalu_"), value]));
  return {
    values: { ...past, instanceID: `uuid:${id}`, kode_desa: village, dusun, rw, rt, alamat: address, keluarga: family.id, family_id: family.id },
    rows: { anggota: family.members.map(memberRow) },
  };
}

/** Remarks at the questions they are about, as places of the visit: /data/anggota[2]/nama ends in anggota[2]/nama. */
export function isAt(path: string, { question, row }: Remark): boolean {
  if (question === "" || !path.endsWith(`/${question}`)) return false;
  const place = /\[(\d+)\]\/[^[]*$/.exec(path)?.[1];
  return row === null || place === String(row);
}

// --- inside -----------------------------------------------------------------------------------------------------------

async function newestForm(store: Store, wanted: string | undefined): Promise<FormHere> {
  const forms = await formsHere(store);
  const found = forms.find(({ formId }) => formId === wanted) ?? forms.find(({ formId }) => formId === MAIN_FORM) ?? forms[0];
  if (!found) throw new CannotBegin("no-form");
  return found;
}

function newFamily(villages: readonly Village[], id: string): Known {
  const only = villages.length === 1 ? villages[0]!.code : "";
  return { values: { instanceID: `uuid:${id}`, kode_desa: only, keluarga: "baru" }, rows: {} };
}

function memberRow(member: MemberTold): Readonly<Record<string, string>> {
  return {
    anggota_lama: member.id,
    member_id: member.id,
    nama: member.name,
    hubungan: member.relation,
    jenis_kelamin: member.sex,
    tgl_lahir: member.birth_date ?? "",
    tgl_lahir_perkiraan: member.birth_date === null ? "" : member.birth_date_estimated ? "ya" : "tidak",
  };
}

function familiesList(family: FamilyTold | undefined): Blob {
  const rows = family ? [[family.id, family.head, family.village, "1", ""]] : [];
  const steps = family ? stepsOf(family) : {};
  const named = Object.keys(steps);
  return csv(
    ["name", "label", "kode_desa", "no_urut", "catatan", ...named],
    [...rows.map((row) => [...row, ...Object.values(steps)]), ["baru", "Keluarga baru", "", "", "", ...named.map(() => "")]],
  );
}

/** The steps chosen at the last visit, as the questionnaire's columns have them; every column, filled or not. */
function stepsOf({ steps }: FamilyTold): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const place of [0, 1, 2]) {
    const one = steps?.[place];
    found[`langkah_${place + 1}`] = one?.step ?? "";
    found[`langkah_${place + 1}_lain`] = one?.other ?? "";
    found[`langkah_${place + 1}_tanggal`] = one?.due ?? "";
  }
  return found;
}

function membersList(family: FamilyTold | undefined): Blob {
  const rows = (family?.members ?? []).map((one) => [one.id, one.name, family!.id, one.name, one.relation, one.sex, one.birth_date ?? ""]);
  return csv(["name", "label", "family_id", "nama", "hubungan", "jenis_kelamin", "tgl_lahir"], rows);
}

function csv(columns: readonly string[], rows: readonly (readonly string[])[]): Blob {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  return new Blob([[line(columns), ...rows.map(line), ""].join("\n")], { type: "text/csv" });
}
