import { enrolDevice, isLinkProblem } from "../../sync";
import type { OpenProfile, Vault } from "../../vault";

export interface Wanted {
  readonly code: string;
  readonly pin: string;
  readonly mark: string;
}

/**
 * Enrol this phone. Whatever comes between (no signal, a lost reply, the page closed), the same code may be used
 * again here: its keys are kept, and by them the site knows the phone. Throws LinkProblem, VaultProblem.
 */
export async function enrolled(vault: Vault, { code, pin, mark }: Wanted): Promise<OpenProfile> {
  const preparing = await vault.prepare(code);
  const signature = await preparing.sign("enrol", "", code);
  const told = await enrolDevice({ code, publicKey: preparing.publicKey, signature, pin, label: phoneName() });
  const { id: deviceId, name, areas, unlockSecret, sealingKey: server } = told;
  return vault.enrol(preparing, { mark, deviceId, pin, server, details: { name, areas, unlockSecret } });
}

/** Whether another code is what is needed. */
export function isCodeRefused(error: unknown): boolean {
  return isLinkProblem(error, "refused");
}

/** What kind of phone it is, for the supervisor's list: "Android, Chrome". Nothing that tells one from another. */
function phoneName(): string {
  const { userAgent } = navigator;
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].find((name) => userAgent.includes(name)) ?? "";
  const browser = ["SamsungBrowser", "Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => userAgent.includes(name)) ?? "";
  return [system, browser].filter(Boolean).join(", ").slice(0, 80) || "?";
}
