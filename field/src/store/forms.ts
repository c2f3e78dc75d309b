import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { translated } from "./problems";

/** A published form with its files, as it is served to everybody: nothing about anybody, so it lies open. */
export interface StoredForm {
  readonly formId: string;
  readonly version: string;
  readonly xml: string;
  /** Recorded questions, pictures and choice lists, by name. */
  readonly files: Readonly<Record<string, Blob>>;
  readonly hash: string;
}

interface Schema extends DBSchema {
  forms: { key: [string, string]; value: StoredForm };
}

/** Forms of all profiles of this phone, each kept once. */
export class FormShelf {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  static async open(): Promise<FormShelf> {
    const db = await openDB<Schema>("bahtera-forms", 1, {
      upgrade: (made) => {
        made.createObjectStore("forms", { keyPath: ["formId", "version"] });
      },
      blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
    });
    return new FormShelf(db);
  }

  async put(form: StoredForm): Promise<void> {
    try {
      await this.#db.put("forms", form);
    } catch (error) {
      throw translated(error);
    }
  }

  async get(formId: string, version: string): Promise<StoredForm | null> {
    return (await this.#db.get("forms", [formId, version])) ?? null;
  }

  async list(): Promise<readonly { formId: string; version: string }[]> {
    return (await this.#db.getAllKeys("forms")).map(([formId, version]) => ({ formId, version }));
  }

  /** Forget forms that no draft and no round needs any more. */
  async keepOnly(needed: (formId: string, version: string) => boolean): Promise<void> {
    for (const [formId, version] of await this.#db.getAllKeys("forms")) {
      if (!needed(formId, version)) await this.#db.delete("forms", [formId, version]);
    }
  }

  close(): void {
    this.#db.close();
  }
}
