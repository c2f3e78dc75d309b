import type { OpenProfile } from "../vault";
import { changeDevicePin, declareKin, signInDevice, signOutDevice, type Relation, type Sign, unlockDevice } from "./devices";
import { accepted, asked, isLinkProblem, jsonOf, LinkProblem } from "./wire";

export { isLinkProblem, LinkProblem, type LinkCode } from "./wire";

/** The way to the site for an open profile: addresses below /api/v1/field/. Signs in by itself. */
export interface Link {
  get<T>(path: string): Promise<T>;
  /** Sends JSON, packed. */
  post<T>(path: string, body: unknown): Promise<T>;
  bytes(path: string): Promise<Uint8Array>;
  /** Any request; the reply is the site's own and a good one, or a problem is thrown. */
  request(path: string, init: RequestInit): Promise<Response>;
}

/** What a kader says of themselves there, beside the visits. */
export interface Account {
  /** Sign in anew: what the site is still to hear (a code that opened this phone, another PIN) is told first. */
  renew(): Promise<void>;
  /** A family is one's own household or a relative's. */
  declare(familyId: string, relation: Relation): Promise<void>;
  /** End the session there; without signal it ends by itself. */
  signOut(): Promise<void>;
}

export interface Proving {
  readonly profile: OpenProfile;
  readonly sign: Sign;
  /** The PIN the profile was opened with; it is in memory only. */
  readonly pin: () => string;
  /** Told how each try to sign in went: null when it did. */
  readonly onState?: (problem: LinkProblem | null) => void;
}

const AT = "/api/v1/field/";
const KIND = "application/vnd.bahtera.field";

export function linkOf(proving: Proving): { readonly link: Link; readonly account: Account } {
  const session = new SignIn(proving);
  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const send = async () => asked(AT + path, { ...init, headers: await withToken(init.headers, session) }, KIND);
    let reply = await send();
    if (reply.status === 401) {
      // It ran out or was ended: sign in once more. How long it holds is the site's to say, not this phone's clock.
      session.forget();
      reply = await send();
    }
    return accepted(reply);
  };
  const link: Link = {
    request,
    get: async <T>(path: string) => jsonOf<T>(await request(path, { cache: "no-store" })),
    post: async <T>(path: string, body: unknown) => {
      const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
      return jsonOf<T>(await request(path, { method: "POST", headers, body: await packed(JSON.stringify(body)) }));
    },
    bytes: async (path) => {
      const reply = await request(path, {});
      try {
        return new Uint8Array(await reply.arrayBuffer());
      } catch {
        throw new LinkProblem("offline", { status: reply.status });
      }
    },
  };
  const account: Account = {
    async renew() {
      session.forget();
      await session.token();
    },
    declare: async (familyId, relation) => declareKin(await session.token(), familyId, relation),
    async signOut() {
      const token = await session.current();
      session.forget();
      if (token) await signOutDevice(token);
    },
  };
  return { link, account };
}

async function withToken(headers: HeadersInit | undefined, session: SignIn): Promise<Headers> {
  const all = new Headers(headers);
  all.set("Authorization", `Bearer ${await session.token()}`);
  return all;
}

async function packed(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The session of an open profile. Whoever asks while one is being opened waits for that one. */
class SignIn {
  readonly #proving: Proving;
  #token: Promise<string> | null = null;
  /** A PIN that the site called wrong is not tried again by itself: ten would lock the phone there. */
  #wrong: { readonly pin: string; readonly problem: LinkProblem } | null = null;

  constructor(proving: Proving) {
    this.#proving = proving;
  }

  token(): Promise<string> {
    this.#token ??= this.#open().then(
      (token) => {
        this.#proving.onState?.(null);
        return token;
      },
      (error: unknown) => {
        this.#token = null;
        if (isLinkProblem(error)) this.#proving.onState?.(error);
        throw error;
      },
    );
    return this.#token;
  }

  /** The token there is; null without asking for one. */
  async current(): Promise<string | null> {
    return (await this.#token?.catch(() => null)) ?? null;
  }

  forget(): void {
    this.#token = null;
  }

  async #open(): Promise<string> {
    const { profile, sign, pin } = this.#proving;
    const refused = await this.#tellUnlocked();
    const { serverPin } = profile.details as { serverPin?: string };
    if (serverPin === undefined || serverPin === pin()) {
      const token = await this.#try(pin(), refused);
      if (serverPin !== undefined) await saved(profile, "serverPin");
      return token;
    }
    return this.#renewPin(serverPin, await signInDevice(profile.deviceId, sign, serverPin).catch(wrongOnly));
  }

  /** A code that opened this phone without signal: the site hears of it before anything else. */
  async #tellUnlocked(): Promise<LinkProblem | null> {
    const { profile, sign } = this.#proving;
    const { pendingUnlock } = profile.details;
    if (!pendingUnlock) return null;
    try {
      await unlockDevice(profile.deviceId, sign, pendingUnlock.code, pendingUnlock.newPin);
    } catch (error) {
      if (!isLinkProblem(error, "refused")) throw error;
      // It may have been taken before, and the reply lost: then the new PIN signs in.
      return error;
    }
    await saved(profile, "pendingUnlock", "serverPin");
    return null;
  }

  async #try(pin: string, refused: LinkProblem | null): Promise<string> {
    const { profile, sign } = this.#proving;
    if (this.#wrong?.pin === pin) throw this.#wrong.problem;
    try {
      const { token } = await signInDevice(profile.deviceId, sign, pin);
      if (profile.details.pendingUnlock) await saved(profile, "pendingUnlock");
      return token;
    } catch (error) {
      if (!isLinkProblem(error)) throw error;
      const problem = refused && error.code !== "offline" && error.code !== "portal" ? new LinkProblem("signed-out", refused) : error;
      if (error.told?.code === "access.wrong_pin") this.#wrong = { pin, problem };
      throw problem;
    }
  }

  /** The PIN was changed without signal: the site still knows the one before, or it heard and its reply was lost. */
  async #renewPin(before: string, signedIn: { readonly token: string } | null): Promise<string> {
    const { profile, pin } = this.#proving;
    if (!signedIn) {
      const token = await this.#try(pin(), null);
      await saved(profile, "serverPin");
      return token;
    }
    await changeDevicePin(signedIn.token, before, pin());
    await saved(profile, "serverPin");
    return this.#try(pin(), null);
  }
}

/** Null for a PIN that is wrong there; all else is thrown. */
function wrongOnly(error: unknown): null {
  if (isLinkProblem(error) && error.told?.code === "access.wrong_pin") return null;
  throw error;
}

/** Forget details that the site knows now. */
async function saved(profile: OpenProfile, ...told: readonly ("pendingUnlock" | "serverPin")[]): Promise<void> {
  const kept = Object.entries(profile.details).filter(([name]) => !(told as readonly string[]).includes(name));
  await profile.saveDetails(Object.fromEntries(kept) as unknown as OpenProfile["details"]);
}
