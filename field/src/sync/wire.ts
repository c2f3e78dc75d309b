/** One request to the site and back: what counts as its reply, and why there was none. */

export type LinkCode =
  | "offline" // nothing came back, or not in time
  | "portal" // something answered that is not the site: a network's own page
  | "busy" // the site is in trouble or has too much to do; `waitMs` says how long to wait, 0 when nobody knows
  | "refused" // the site said no; `told` says why
  | "signed-out" // the site knows another PIN for this phone, or did not accept its proof
  | "stopped" // the phone was stopped for good
  | "locked" // too many wrong PINs there
  | "no-role"; // no kader at present

/** What the site said. */
export interface Told {
  readonly code: string;
  readonly message: string;
  readonly details: Record<string, unknown>;
}

export class LinkProblem extends Error {
  readonly code: LinkCode;
  readonly status: number;
  readonly told: Told | null;
  readonly waitMs: number;

  constructor(code: LinkCode, { status = 0, told = null, waitMs = 0 }: { status?: number; told?: Told | null; waitMs?: number } = {}) {
    super(told ? `${code}: ${told.code}` : code);
    this.name = "LinkProblem";
    this.code = code;
    this.status = status;
    this.told = told;
    this.waitMs = waitMs;
  }
}

export function isLinkProblem(error: unknown, ...codes: readonly LinkCode[]): error is LinkProblem {
  return error instanceof LinkProblem && (codes.length === 0 || codes.includes(error.code));
}

/** How a refusal of the site by its code is a state of the link rather than an answer to the question. */
const STATES: Readonly<Record<string, LinkCode>> = {
  "access.device_revoked": "stopped",
  "access.device_locked": "locked",
  "access.no_kader_role": "no-role",
  "access.too_many_attempts": "busy",
  "access.wrong_pin": "signed-out",
  "access.device_refused": "signed-out",
};
const PATIENCE_MS = 60_000;
const SLOWEST = 2; // bytes a millisecond: a weak 2G signal

/** Send a request and return the site's own reply, whatever its status; `kind` begins the content type by which it is known. */
export async function asked(address: string, init: RequestInit, kind: string): Promise<Response> {
  const size = init.body instanceof Uint8Array ? init.body.byteLength : init.body instanceof Blob ? init.body.size : 0;
  const signal = AbortSignal.timeout(PATIENCE_MS + size / SLOWEST);
  let reply: Response;
  try {
    reply = await fetch(address, { ...init, signal, credentials: "omit", redirect: "manual" });
  } catch {
    throw new LinkProblem("offline");
  }
  const { status } = reply;
  if (reply.type === "opaqueredirect") throw new LinkProblem("portal");
  if ((reply.headers.get("content-type") ?? "").startsWith(kind)) return reply;
  throw new LinkProblem(status >= 500 ? "busy" : "portal", { status, waitMs: retryAfter(reply) });
}

/** The reply when it is a good one; throws what else it means. */
export async function accepted(reply: Response): Promise<Response> {
  if (reply.ok) return reply;
  const { status } = reply;
  const told = await refusalIn(reply);
  if (status === 429 || status >= 500) throw new LinkProblem("busy", { status, told, waitMs: retryAfter(reply) });
  const code = STATES[told?.code ?? ""] ?? (status === 401 ? "signed-out" : "refused");
  const seconds = Number(told?.details["seconds"]);
  throw new LinkProblem(code, { status, told, waitMs: Number.isFinite(seconds) ? Math.max(0, seconds) * 1_000 : 0 });
}

/** The reply's JSON; a body that ends too early is as good as none. */
export async function jsonOf<T>(reply: Response): Promise<T> {
  try {
    return (await reply.json()) as T;
  } catch {
    throw new LinkProblem("offline", { status: reply.status });
  }
}

async function refusalIn(reply: Response): Promise<Told | null> {
  const { error } = (await reply.json().catch(() => ({}))) as { error?: Partial<Told> };
  if (typeof error?.code !== "string") return null;
  return { code: error.code, message: String(error.message ?? ""), details: error.details ?? {} };
}

function retryAfter(reply: Response): number {
  const seconds = Number(reply.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : 0;
}
