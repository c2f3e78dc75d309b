import type { SealedVisit } from "../store";
import { proof, type Sign } from "./devices";
import { accepted, asked, jsonOf, LinkProblem } from "./wire";

/** What became of visits that were handed in sealed, by their ids. */
export interface HandedIn {
  /** The site keeps them: this phone may let go. */
  readonly kept: ReadonlySet<string>;
  /** The site cannot take them, and would not another time. */
  readonly refused: ReadonlySet<string>;
}

const ADDRESS = "/api/v1/field/sealed";
const KIND = "application/vnd.bahtera.field";
/** So much at a time: what was taken in stays so when the signal breaks off. */
const MOST_VISITS = 20;
const MOST_BYTES = 400_000;

/**
 * Hand in visits as they are sealed, by the phone's key alone: no PIN and no session is asked, and a stopped phone can
 * do it. `told` says how many the site has answered for. Throws LinkProblem; doing it again changes nothing.
 */
export async function handIn(deviceId: string, sign: Sign, visits: readonly SealedVisit[], told: (done: number) => void = () => undefined): Promise<HandedIn> {
  const [kept, refused] = [new Set<string>(), new Set<string>()];
  for (const some of inParts(visits)) {
    const outcomes = await sent(deviceId, sign, some);
    for (const [at, { id }] of some.entries()) {
      const outcome = outcomes[at]?.outcome;
      if (outcome === "kept" || outcome === "repeated") kept.add(id);
      else if (outcome === "refused") refused.add(id);
    }
    told(kept.size + refused.size);
  }
  return { kept, refused };
}

async function sent(deviceId: string, sign: Sign, visits: readonly SealedVisit[]): Promise<readonly { readonly outcome: string }[]> {
  const body = { device_id: deviceId, ...(await proof(deviceId, sign, "hand-in")), visits: visits.map(({ sealed }) => base64(sealed)) };
  const headers = { "Content-Type": "application/json" };
  const reply = await accepted(await asked(ADDRESS, { method: "POST", headers, body: new Blob([JSON.stringify(body)]) }, KIND));
  const { outcomes } = await jsonOf<{ outcomes?: readonly { outcome: string }[] }>(reply);
  if (outcomes?.length !== visits.length) throw new LinkProblem("portal");
  return outcomes;
}

function* inParts(visits: readonly SealedVisit[]): Generator<readonly SealedVisit[]> {
  let part: SealedVisit[] = [];
  let size = 0;
  for (const visit of visits) {
    if (part.length && (part.length === MOST_VISITS || size + visit.sealed.length > MOST_BYTES)) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(visit);
    size += visit.sealed.length;
  }
  if (part.length) yield part;
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
