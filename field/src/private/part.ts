/** A sentence in the languages of the site. */
export interface Said {
  readonly id: string;
  readonly en: string;
}

export interface Item {
  readonly name: string;
  readonly text: Said;
  readonly choices: readonly string[];
  /** A recorded voice that reads it, by language: a file that comes with the form. */
  readonly audio?: Partial<Said>;
}

/** What the private part of a questionnaire asks, as the site tells it (`privat.json` of a form). */
export interface PrivatePart {
  readonly questionnaire: string;
  readonly version: string;
  readonly introduction: { readonly title: Said; readonly text: readonly Said[]; readonly audio?: Partial<Said> };
  readonly items: readonly Item[];
  readonly choices: Readonly<Record<string, Said>>;
  readonly help: {
    readonly text: Said;
    readonly agreement: Said;
    readonly ways: Readonly<Record<string, Said>>;
    readonly times: Readonly<Record<string, Said>>;
    readonly audio?: Partial<Said>;
  };
}

/** The file that holds it, beside the form's own. */
export const PART_FILE = "privat.json";

/** The private part in a form's files; null when there is none that can be asked. */
export async function readPart(file: Blob | null | undefined): Promise<PrivatePart | null> {
  if (!file) return null;
  try {
    const part = JSON.parse(await file.text()) as PrivatePart;
    return part.items.every(({ choices }) => choices.every((one) => one in part.choices)) && part.help.ways ? part : null;
  } catch {
    return null;
  }
}
