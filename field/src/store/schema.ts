import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import type { Bytes } from "../vault";
import { translated } from "./problems";

/** What lies in the database: a random id, the version of the content, and the box. Nothing else is readable. */
export interface Boxed {
  readonly id: string;
  readonly v: number;
  readonly box: Bytes;
}

/** A finished visit is also sealed to the server, so that it can be handed over without the PIN. */
export interface BoxedVisit extends Boxed {
  readonly sealed: Bytes;
}

/** A photo, under a key of its own that stands in the draft or visit it belongs to. */
export interface BoxedFile {
  readonly id: string;
  readonly box: Bytes;
}

export interface Schema extends DBSchema {
  drafts: { key: string; value: Boxed };
  outbox: { key: string; value: BoxedVisit };
  receipts: { key: string; value: Boxed };
  files: { key: string; value: BoxedFile };
  families: { key: string; value: Boxed };
  shelves: { key: string; value: Boxed };
  notes: { key: string; value: Boxed };
  fence: { key: string; value: string };
}

export type Names = StoreNames<Schema>;
export type BoxedStore = Exclude<Names, "fence" | "files">;
export type Database = IDBPDatabase<Schema>;
type Upgrade = IDBPTransaction<Schema, Names[], "versionchange">;

/**
 * How the database came to be as it is, one step for each version. A step that a phone may have taken is never edited;
 * `tests/field/dumps` holds a phone's database of every version, which the tests open.
 */
const STEPS: readonly ((db: Database, step: Upgrade) => void)[] = [
  (db) => {
    for (const name of ["drafts", "outbox", "receipts", "files", "families", "shelves", "notes"] as const) {
      db.createObjectStore(name, { keyPath: "id" });
    }
    db.createObjectStore("fence");
  },
];

export const VERSION = STEPS.length;

/** Each profile has a database of its own: wiping one cannot touch another. */
export function databaseName(profileId: string): string {
  return `bahtera-${profileId}`;
}

/** Open a profile's database, brought to this version. `away` is called when another tab wants to change or delete it. */
export async function openDatabase(profileId: string, away: () => void = () => undefined): Promise<Database> {
  try {
    return await openDB<Schema>(databaseName(profileId), VERSION, {
      upgrade(db, from, _to, step) {
        for (const take of STEPS.slice(from)) take(db, step);
      },
      blocking(_current, _wanted, event) {
        (event.target as IDBDatabase).close();
        away();
      },
      terminated: away,
    });
  } catch (error) {
    throw translated(error);
  }
}

export async function deleteDatabase(profileId: string): Promise<void> {
  await deleteDB(databaseName(profileId));
}
