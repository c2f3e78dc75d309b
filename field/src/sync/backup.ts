import type { Extra, FileRef, Store } from "../store";
import {
  backupCode,
  closeBytes,
  discloseBytes,
  fromBase64url,
  joined,
  newBytesKey,
  newId,
  readBackupCode,
  sealTo,
  stretched,
  text,
  toBase64url,
  toHex,
  utf8,
  type Bytes,
  type OpenProfile,
} from "../vault";

/**
 * A file with everything that is not on the server yet, to be kept elsewhere or taken to another phone. It opens with a
 * code that is shown once, with the profile it was made from, and with the server's key; with nothing else.
 *
 *     "bhb1" | length of the header (4) | header, JSON | for each part: length (4) | box
 *
 * A part is bound to the header, to its number and to how many there are: one that is missing, moved or changed is noticed.
 */
const MAGIC = utf8("bhb1");
const LENGTH = 4;
const LONGEST_HEADER = 16_384;
const LONGEST_PART = 64 * 1024 * 1024;
const ROUNDS = 100_000;

export type BackupCode =
  | "foreign" // no backup of ours
  | "newer" // made by a newer app
  | "cut" // it ends too early: copied or sent incompletely
  | "changed"
  | "mistyped-code"
  | "wrong-code";

export class BackupProblem extends Error {
  readonly code: BackupCode;

  constructor(code: BackupCode) {
    super(code);
    this.name = "BackupProblem";
    this.code = code;
  }
}

interface Header {
  readonly format: 1;
  readonly id: string;
  readonly parts: number;
  readonly salt: string;
  readonly rounds: number;
  readonly byCode: string;
  readonly byProfile: string;
  readonly byServer: string;
}

/** What a part holds: a photo's box follows its record, as it lies on the phone. */
interface Record {
  readonly kind: "draft" | "visit" | "file";
  readonly id: string;
  readonly content?: unknown;
}

interface VisitContent {
  readonly xml: string;
  readonly files: readonly FileRef[];
  readonly about: unknown;
  readonly extra?: Extra;
}

interface DraftContent {
  readonly body: unknown;
  readonly files: readonly FileRef[];
}

/** A backup, and the code to write down: it is shown once and kept nowhere. */
export interface Backup {
  readonly file: Blob;
  readonly code: string;
  readonly visits: number;
  readonly drafts: number;
}

/** What a restoring did; `already` were here, or on the server. */
export interface Restored {
  readonly visits: number;
  readonly drafts: number;
  readonly already: number;
  /** Photos that were not in the file. */
  readonly photosMissing: number;
}

export async function makeBackup(store: Store, profile: OpenProfile): Promise<Backup> {
  const [drafts, visits] = await Promise.all([store.everyDraft(), store.outbox.all()]);
  const named = [...drafts, ...visits].flatMap(({ content }) => content.files);
  const records: Record[] = [
    ...named.map(({ id }): Record => ({ kind: "file", id })),
    ...visits.map(({ id, content: { xml, files, about, extra } }): Record => ({ kind: "visit", id, content: { xml, files, about, extra } })),
    ...drafts.map(({ id, content: { body, files } }): Record => ({ kind: "draft", id, content: { body, files } })),
  ];
  const key = newBytesKey();
  const code = backupCode();
  const header = await headerOf(profile, key, code, records.length);
  const told = utf8(JSON.stringify(header));
  const mark = await digest(told);
  const pieces: Bytes[] = [joined(MAGIC, length(told.length), told)];
  for (const [at, record] of records.entries()) {
    const follows = record.kind === "file" ? ((await store.files.closed(record.id)) ?? new Uint8Array()) : new Uint8Array();
    const written = utf8(JSON.stringify(record));
    const box = await closeBytes(key, joined(length(written.length), written, follows), boundTo(mark, at, records.length));
    pieces.push(joined(length(box.length), box));
  }
  key.fill(0);
  const file = new Blob(pieces, { type: "application/octet-stream" });
  return { file, code, visits: visits.length, drafts: drafts.length };
}

/**
 * Take in a backup: all of it that is not here and not on the server. The same file twice changes nothing. Without a
 * code it opens only in the profile it was made from. The file is read to its end before anything is written.
 */
export async function restoreBackup(store: Store, profile: OpenProfile, file: Blob, typed?: string): Promise<Restored> {
  const reader = await openBackup(file, profile, typed);
  for await (const _ of reader.parts());
  let [visits, drafts, already, photosMissing] = [0, 0, 0, 0];
  const here = await idsHere(store);
  for await (const { record, follows } of reader.parts()) {
    if (record.kind === "file") {
      if (!follows.length) photosMissing += 1;
      else await store.files.takeIn(record.id, follows);
    } else if (here.has(record.id)) {
      already += 1;
    } else if (record.kind === "visit") {
      const { xml, files, about, extra } = record.content as VisitContent;
      await store.outbox.add(record.id, xml, files, about, extra);
      visits += 1;
    } else {
      await store.drafts.put(record.id, record.content as DraftContent);
      drafts += 1;
    }
  }
  await store.tidy(); // photos of what was here already
  return { visits, drafts, already, photosMissing };
}

/** Hand the file over to the phone: shared where the browser can share such a file, downloaded otherwise. */
export async function offerBackup(file: Blob, day: string): Promise<"shared" | "downloaded"> {
  const named = new File([file], `bahtera-cadangan-${day}.bahtera`, { type: file.type });
  if (navigator.canShare?.({ files: [named] })) {
    const shared = await navigator.share({ files: [named] }).then(
      () => true,
      () => false,
    );
    if (shared) return "shared";
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(named);
  link.download = named.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return "downloaded";
}

// --- inside -----------------------------------------------------------------------------------------------------------

async function headerOf(profile: OpenProfile, key: Bytes, code: string, parts: number): Promise<Header> {
  const id = newId();
  const salt = newBytesKey();
  return {
    format: 1,
    id,
    parts,
    salt: toBase64url(salt),
    rounds: ROUNDS,
    byCode: toBase64url(await closeBytes(await stretched(code, salt, ROUNDS), key, `backup\0${id}`)),
    byProfile: toBase64url(await profile.boxes.sealBytes(key, placeOf(id))),
    byServer: toBase64url(await sealTo(profile.serverKey, key, "backup-key")),
  };
}

async function openBackup(file: Blob, profile: OpenProfile, typed?: string) {
  const { header, told, at } = await readHeader(file);
  const key = await keyOf(header, profile, typed);
  const mark = await digest(told);
  return {
    async *parts(): AsyncGenerator<{ record: Record; follows: Bytes }> {
      let from = at;
      for (let number = 0; number < header.parts; number += 1) {
        const size = await readLength(file, from, LONGEST_PART);
        const box = await read(file, from + LENGTH, size);
        from += LENGTH + size;
        const part = await discloseBytes(key, box, boundTo(mark, number, header.parts)).catch(() => {
          throw new BackupProblem("changed");
        });
        const end = LENGTH + new DataView(part.buffer).getUint32(0);
        yield { record: JSON.parse(text(part.slice(LENGTH, end))) as Record, follows: part.slice(end) };
      }
      if (from !== file.size) throw new BackupProblem("changed");
    },
  };
}

async function readHeader(file: Blob): Promise<{ header: Header; told: Bytes; at: number }> {
  const magic = await read(file, 0, MAGIC.length).catch(() => new Uint8Array());
  if (text4(magic) !== text4(MAGIC)) throw new BackupProblem("foreign");
  const size = await readLength(file, MAGIC.length, LONGEST_HEADER);
  const told = await read(file, MAGIC.length + LENGTH, size);
  try {
    const header = JSON.parse(text(told)) as Header;
    if (header.format > 1) throw new BackupProblem("newer");
    if (!isHeader(header)) throw new BackupProblem("changed");
    return { header, told, at: MAGIC.length + LENGTH + size };
  } catch (error) {
    throw error instanceof BackupProblem ? error : new BackupProblem("changed");
  }
}

function isHeader(told: Header): boolean {
  const texts = [told.id, told.byProfile, told.byCode, told.salt];
  const numbers = [told.format, told.rounds, told.parts];
  return texts.every((one) => typeof one === "string") && numbers.every((one) => Number.isInteger(one) && one >= 0);
}

async function keyOf(header: Header, profile: OpenProfile, typed?: string): Promise<Bytes> {
  try {
    return await profile.boxes.openBytes(fromBase64url(header.byProfile), placeOf(header.id));
  } catch {
    if (!profile.isOpen || typed === undefined) throw new BackupProblem("wrong-code");
  }
  const code = readBackupCode(typed);
  if (code === null) throw new BackupProblem("mistyped-code");
  const slow = await stretched(code, fromBase64url(header.salt), Math.min(header.rounds, 10 * ROUNDS));
  return discloseBytes(slow, fromBase64url(header.byCode), `backup\0${header.id}`).catch(() => {
    throw new BackupProblem("wrong-code");
  });
}

async function idsHere(store: Store): Promise<ReadonlySet<string>> {
  const [drafts, outbox, sent] = await Promise.all([store.drafts.ids(), store.outbox.ids(), store.outbox.sentIds()]);
  return new Set([...drafts, ...outbox, ...sent]);
}

async function read(file: Blob, from: number, size: number): Promise<Bytes> {
  if (from + size > file.size) throw new BackupProblem("cut");
  return new Uint8Array(await file.slice(from, from + size).arrayBuffer());
}

async function readLength(file: Blob, from: number, most: number): Promise<number> {
  const size = new DataView((await read(file, from, LENGTH)).buffer).getUint32(0);
  if (size > most) throw new BackupProblem("changed");
  return size;
}

function length(size: number): Bytes {
  const bytes = new Uint8Array(LENGTH);
  new DataView(bytes.buffer).setUint32(0, size);
  return bytes;
}

async function digest(bytes: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function boundTo(mark: string, at: number, count: number): string {
  return `backup\0${mark}\0${at}\0${count}`;
}

function placeOf(id: string) {
  return { store: "backup", id, version: 1 };
}

function text4(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
