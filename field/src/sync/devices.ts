import type { PublicKey } from "../vault";
import { accepted, asked, jsonOf, LinkProblem } from "./wire";

/** The calls by which a phone enrols, proves itself and is opened again: `docs/reference/device-api.md`. */

export interface Told {
  readonly name: string;
  readonly areas: readonly string[];
}

export interface EnrolledDevice extends Told {
  readonly id: string;
  readonly unlockSecret: string;
  /** What visits are sealed to from the first one on. */
  readonly sealingKey: PublicKey;
}

export type DeviceState = "active" | "waiting" | "locked" | "no_role" | "revoked";

/** Signs a challenge for a purpose with this phone's key. */
export type Sign = (purpose: "sign-in" | "state" | "unlock" | "hand-in" | "part", challenge: string) => Promise<string>;

const AT = "/api/v1/devices";
const KIND = "application/json";

export async function enrolDevice(sent: { code: string; publicKey: string; signature: string; pin: string; label: string }): Promise<EnrolledDevice> {
  const { code, publicKey, signature, pin, label } = sent;
  const told = await posted<{ id: string; name: string; areas: string[]; unlock_secret: string; sealing_key: PublicKey }>("", {
    code,
    public_key: publicKey,
    signature,
    pin,
    label,
  });
  const { id, name, areas, unlock_secret: unlockSecret, sealing_key: key } = told;
  return { id: known(id), name, areas, unlockSecret: known(unlockSecret), sealingKey: { id: known(key?.id), point: known(key?.point) } };
}

export async function signInDevice(id: string, sign: Sign, pin: string): Promise<Told & { readonly token: string }> {
  const told = await posted<{ token: string; name: string; areas: string[] }>(`/${id}/sessions`, { ...(await proof(id, sign, "sign-in")), pin });
  return { token: known(told.token), name: told.name, areas: told.areas };
}

/** How things stand with a profile, without its PIN. */
export async function stateOfDevice(id: string, sign: Sign): Promise<{ readonly state: DeviceState; readonly seconds: number }> {
  const told = await posted<{ state: DeviceState; seconds: number }>(`/${id}/state`, await proof(id, sign, "state"));
  return { state: known(told.state), seconds: told.seconds };
}

/** Tell the site the code that opened this phone, with the PIN chosen then. */
export async function unlockDevice(id: string, sign: Sign, code: string, newPin: string): Promise<void> {
  await posted(`/${id}/unlock`, { ...(await proof(id, sign, "unlock")), code, new_pin: newPin });
}

export async function changeDevicePin(token: string, pin: string, newPin: string): Promise<void> {
  await posted("/me/pin", { pin, new_pin: newPin }, token);
}

/** How a family is the kader's own: such a family is left to another kader. */
export type Relation = "own" | "parent" | "child" | "sibling" | "in_law" | "other";

export async function declareKin(token: string, familyId: string, relation: Relation): Promise<void> {
  await posted("/me/kin", { family_id: familyId, relation }, token);
}

export async function signOutDevice(token: string): Promise<void> {
  await posted("/me/sign-out", {}, token);
}

/** A challenge with its signature: each is taken once, so each call asks for its own. */
export async function proof(id: string, sign: Sign, purpose: Parameters<Sign>[0]): Promise<{ challenge: string; signature: string }> {
  const reply = await accepted(await asked(`${AT}/${id}/challenge`, { cache: "no-store" }, KIND));
  const { challenge } = await jsonOf<{ challenge: string }>(reply);
  return { challenge: known(challenge), signature: await sign(purpose, challenge) };
}

async function posted<T>(path: string, body: unknown, token?: string): Promise<T> {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const reply = await asked(`${AT}${path}`, { method: "POST", headers, body: JSON.stringify(body) }, KIND);
  return jsonOf<T>(await accepted(reply));
}

/** What every reply of ours has: a portal that answers JSON of its own has not. */
function known<T extends string>(value: T | undefined): T {
  if (typeof value !== "string" || value === "") throw new LinkProblem("portal");
  return value;
}
