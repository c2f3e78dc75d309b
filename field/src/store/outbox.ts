import { sealTo, utf8, type Bytes, type OpenProfile } from "../vault";
import type { BoxedRecords, Kept } from "./boxed";
import type { FileRef } from "./files";
import { hexDigest } from "./files";
import { StoreProblem } from "./problems";
import { bodyName, kept, type Receipt, type Sent, type Told } from "./sent";
import { openDatabase, type Database } from "./schema";
import type { Writer } from "./writer";

/** A finished visit: what is sent, the photos it names, and what the screens say about it. */
export interface Visit<About = unknown> {
  readonly xml: string;
  /** Of the XML as UTF-8, hexadecimal: the receipt names it. */
  readonly sha256: string;
  readonly files: readonly FileRef[];
  readonly about: About;
  /** What is sent beside the XML under its own names; whoever makes it knows what the server takes. */
  readonly extra?: Extra;
}

export type Extra = Readonly<Record<string, unknown>>;

/** What was sent, kept for a correction, and for a server that lost it. */
export interface SentBody {
  readonly xml: string;
  readonly files: readonly FileRef[];
  /** What an older app sent beside it was not kept. */
  readonly extra?: Extra;
}

/** A visit as whoever has the server's key can read it. */
export interface SealedVisit {
  readonly id: string;
  readonly sealed: Bytes;
}

/** Finished visits until the server has signed for each. */
export class Outbox {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #profile: OpenProfile;
  readonly #visits: BoxedRecords<Visit>;
  readonly #receipts: BoxedRecords<Sent>;
  readonly #notes: BoxedRecords<unknown>;

  constructor(
    db: Database,
    writer: Writer,
    profile: OpenProfile,
    visits: BoxedRecords<Visit>,
    receipts: BoxedRecords<Sent>,
    notes: BoxedRecords<unknown>,
  ) {
    this.#db = db;
    this.#writer = writer;
    this.#profile = profile;
    this.#visits = visits;
    this.#receipts = receipts;
    this.#notes = notes;
  }

  /** Put a visit in, sealed to the server too; its draft goes in the same step, so that there is always exactly one. */
  async add(id: string, xml: string, files: readonly FileRef[], about: unknown, extra?: Extra): Promise<void> {
    const visit: Visit = { xml, sha256: await hexDigest(utf8(xml)), files, about, ...(extra && { extra }) };
    const [boxed, sealed] = await Promise.all([this.#visits.boxed(id, visit), this.#sealed(id, visit)]);
    await this.#writer.write(["drafts", "outbox"], async (step) => {
      await step.objectStore("outbox").put({ ...boxed, sealed });
      await step.objectStore("drafts").delete(id);
    });
  }

  async get(id: string): Promise<Visit | null> {
    return this.#visits.get(id);
  }

  async all(): Promise<readonly Kept<Visit>[]> {
    return this.#visits.all();
  }

  async count(): Promise<number> {
    return this.#visits.count();
  }

  async ids(): Promise<readonly string[]> {
    return this.#visits.ids();
  }

  /**
   * Keep the server's receipt, and only then let go of the visit. What was sent stays, with its photos, until it is
   * approved: it may come back to be corrected. Throws `other-receipt` when it is for another content, and then nothing
   * changes. A receipt for a visit that is gone already changes nothing either.
   */
  async settle(id: string, receipt: Receipt, { isChecked = false } = {}): Promise<void> {
    const visit = await this.get(id);
    if (!visit) return;
    if (receipt.sha256 !== visit.sha256) throw new StoreProblem("other-receipt");
    const before = await this.#receipts.get(id);
    const { xml, files, about, extra } = visit;
    const boxed = await this.#receipts.boxed(id, kept(before, about, { receipt, isChecked }));
    const body = await this.#notes.boxed(bodyName(id), { xml, files, ...(extra && { extra }) } satisfies SentBody);
    await this.#writer.write(["outbox", "receipts", "notes"], async (step) => {
      await step.objectStore("receipts").put(boxed);
      await step.objectStore("notes").put(body);
      await step.objectStore("outbox").delete(id);
    });
  }

  /** Put a visit back that the server signed for and lost; false where its answers are not here any more. */
  async putBack(id: string): Promise<boolean> {
    const [body, sent] = await Promise.all([this.body(id), this.receipt(id)]);
    if (!body || !sent) return false;
    const visit: Visit = { sha256: await hexDigest(utf8(body.xml)), about: sent.about, ...body };
    const [boxed, sealed] = await Promise.all([this.#visits.boxed(id, visit), this.#sealed(id, visit)]);
    await this.#writer.write(["outbox", "receipts", "notes"], async (step) => {
      await step.objectStore("outbox").put({ ...boxed, sealed });
      await step.objectStore("receipts").delete(id);
      await step.objectStore("notes").delete(bodyName(id));
    });
    return true;
  }

  /** Keep what the server says of a visit, from whichever phone it came; what is approved, replaced or not accepted is let go of. */
  async told(id: string, told: Told): Promise<void> {
    const before = await this.#receipts.get(id);
    const after = kept(before, before?.about ?? null, told);
    const boxed = await this.#receipts.boxed(id, after);
    const isOver = after.state === "approved" || after.state === "superseded" || after.state === "rejected";
    const files = isOver ? ((await this.body(id))?.files ?? []) : [];
    await this.#writer.write(["receipts", "notes", "files"], async (step) => {
      await step.objectStore("receipts").put(boxed);
      if (!isOver) return;
      await step.objectStore("notes").delete(bodyName(id));
      for (const file of files) await step.objectStore("files").delete(file.id);
    });
  }

  /** What was sent, while it may come back; null when it was approved, or sent from another phone. */
  async body(id: string): Promise<SentBody | null> {
    return (await this.#notes.get(bodyName(id))) as SentBody | null;
  }

  /** The photos of what was sent and may come back. */
  async bodyFiles(): Promise<readonly FileRef[]> {
    const names = (await this.#notes.ids()).filter((name) => name.startsWith(bodyName("")));
    const bodies = await Promise.all(names.map((name) => this.#notes.get(name)));
    return bodies.flatMap((body) => (body as SentBody | null)?.files ?? []);
  }

  async receipt(id: string): Promise<Sent | null> {
    return this.#receipts.get(id);
  }

  async sentIds(): Promise<readonly string[]> {
    return this.#receipts.ids();
  }

  async sent(): Promise<readonly Kept<Sent>[]> {
    return this.#receipts.all();
  }

  /** Seal anew what is sealed to an older key of the server. */
  async sealAnew(): Promise<void> {
    for (const { id, content } of await this.all()) {
      const sealed = await this.#sealed(id, content);
      await this.#writer.write(["outbox"], async (step) => {
        const found = await step.objectStore("outbox").get(id);
        if (found) await step.objectStore("outbox").put({ ...found, sealed });
      });
    }
  }

  /** What is sealed, with the photos as they lie here. */
  async sealed(): Promise<readonly SealedVisit[]> {
    return (await this.#db.getAll("outbox")).map(({ id, sealed }) => ({ id, sealed }));
  }

  async #sealed(id: string, visit: Visit): Promise<Bytes> {
    const told = utf8(JSON.stringify({ format: 1, id, device: this.#profile.deviceId, ...visit }));
    return sealTo(this.#profile.serverKey, await zipped(told), "visit");
  }
}

/** The sealed visits of a profile and its photos, without its PIN: for one that was forgotten, or a phone that was stopped. */
export async function sealedVisitsOf(profileId: string): Promise<{ visits: readonly SealedVisit[]; files: ReadonlyMap<string, Bytes> }> {
  const db = await openDatabase(profileId);
  try {
    const step = db.transaction(["outbox", "files"]);
    const [visits, files] = await Promise.all([step.objectStore("outbox").getAll(), step.objectStore("files").getAll()]);
    return {
      visits: visits.map(({ id, sealed }) => ({ id, sealed })),
      files: new Map(files.map(({ id, box }) => [id, box])),
    };
  } finally {
    db.close();
  }
}

export async function zipped(bytes: Bytes): Promise<Bytes> {
  return through(bytes, new CompressionStream("gzip"));
}

export async function unzipped(bytes: Bytes): Promise<Bytes> {
  return through(bytes, new DecompressionStream("gzip"));
}

async function through(bytes: Bytes, stream: CompressionStream | DecompressionStream): Promise<Bytes> {
  const out = new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, Bytes>);
  return new Uint8Array(await new Response(out as ReadableStream<Bytes>).arrayBuffer());
}

