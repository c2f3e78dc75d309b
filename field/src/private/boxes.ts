import { sealTo, toBase64url, utf8, type PublicKey } from "../vault";

/** Why the part was, or was not, asked. None of it is an answer. */
export type Asked = "ditanyakan" | "tidak_sendiri" | "menolak" | "tidak_ditawarkan";

/** What goes with the visit: what came of it, and two boxes that this phone cannot open. */
export interface PrivateOutcome {
  readonly asked: Asked;
  readonly statistics: string;
  readonly help: string;
}

/** The two keys of the site that private boxes are sealed to. */
export interface PrivateKeys {
  readonly statistics: PublicKey;
  readonly help: PublicKey;
}

/** What somebody says to UPTD PPA, and how it is safe to answer. No way at all: they come or call themselves. */
export interface Call {
  readonly name: string;
  readonly contact: string;
  readonly ways: readonly string[];
  readonly times: readonly string[];
  readonly never: string;
  readonly words: string;
}

/** Every box of a kind has this size before it is closed (`src/bahtera/confided/values.py`). */
const STEPS = { statistics: 1024, help: 2048 } as const;
const FORMAT = 1;

/**
 * Close both boxes, always both: a call for help has one, and no call has one of the same size. They are sealed to the
 * site's keys from here on, so that not even this phone reads them again.
 */
export async function sealed(
  asked: Asked,
  answers: ReadonlyMap<string, string>,
  call: (Call & { readonly village: string }) | null,
  keys: PrivateKeys,
): Promise<PrivateOutcome> {
  const told = asked === "ditanyakan" ? Object.fromEntries(answers) : {};
  const said = call && asked === "ditanyakan" ? { format: FORMAT, call: true, agreed: true, ...call } : { format: FORMAT, call: false };
  const [statistics, help] = await Promise.all([
    closed(keys.statistics, { format: FORMAT, answers: told }, "statistics"),
    closed(keys.help, fitting(said), "help"),
  ]);
  return { asked, statistics, help };
}

async function closed(key: PublicKey, said: object, purpose: "statistics" | "help"): Promise<string> {
  const bytes = utf8(JSON.stringify(said));
  try {
    return toBase64url(await sealTo(key, bytes, purpose, { step: STEPS[purpose] }));
  } finally {
    bytes.fill(0);
  }
}

/** Words that would not fit are cut: a larger box would tell that much was written. */
function fitting<T extends object>(said: T): T {
  let now = said;
  const room = STEPS.help - 1;
  for (const name of ["words", "never", "contact", "name"] as const) {
    while (utf8(JSON.stringify(now)).length > room) {
      const text = (now as Partial<Call>)[name];
      if (!text) break;
      now = { ...now, [name]: [...text].slice(0, -8).join("") };
    }
  }
  return now;
}
