/** What the page and the office's server tell each other; the session's cookie says who types. */

export interface Sheet {
  readonly serial: string;
  readonly second: boolean;
  readonly interviewer: string;
  readonly village: string;
  /** The family the sheet was printed for, "" when it is blank. */
  readonly family: string;
  readonly language: "id" | "en";
  readonly back: string;
  readonly xform: string;
  readonly media: Readonly<Record<string, string>>;
  readonly draft: string;
}

export interface KnownFamily {
  readonly id: string;
  readonly head: string;
  readonly rt: string;
  readonly rw: string;
  readonly why: readonly ("nik" | "kk" | "name" | "paper")[];
}

export interface Sent {
  readonly differing: number | null;
  /** Where the next sheet is typed, "" when there is none. */
  readonly next: string;
}

export type Trouble = "offline" | "signed-out" | "refused" | "families" | "whose";

export class DeskProblem extends Error {
  constructor(
    readonly trouble: Trouble,
    message = "",
    readonly families: readonly KnownFamily[] = [],
  ) {
    super(message);
  }
}

interface Told {
  readonly error?: { readonly code: string; readonly message: string; readonly families?: readonly KnownFamily[] };
}

const PATIENCE_MS = 30_000;

export class Desk {
  readonly #at: string;
  #token: string;

  /** `at` is the page's own address: what belongs to the sheet lies below it. */
  constructor(at: string, token: string) {
    this.#at = at;
    this.#token = token;
  }

  begin(family = ""): Promise<Sheet> {
    return this.#post("mulai/", { family });
  }

  async keep(draft: string): Promise<void> {
    await this.#post("draf/", { draft });
  }

  /** Keep a draft while the page goes away: nobody waits for the answer. */
  keepLeaving(draft: string): void {
    void fetch(`${this.#at}draf/`, this.#request({ draft }, true)).catch(() => undefined);
  }

  /** `named` is the head's name on a sheet of which no answer says whose family it was. */
  send(xml: string, isNew: boolean, named: string): Promise<Sent> {
    return this.#post("kirim/", { xml, is_new: isNew, named });
  }

  async #post<T>(to: string, body: object): Promise<T> {
    const reply = await this.#ask(to, body);
    // Signing in again changes the token: this page is asked for the new one, once.
    if (reply.status === 403 && (await this.#renew())) return this.#read(await this.#ask(to, body));
    return this.#read(reply);
  }

  async #ask(to: string, body: object): Promise<Response> {
    try {
      return await fetch(`${this.#at}${to}`, { ...this.#request(body, false), signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch {
      throw new DeskProblem("offline");
    }
  }

  #request(body: object, keepalive: boolean): RequestInit {
    return {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrftoken": this.#token },
      body: JSON.stringify(body),
      redirect: "manual",
      keepalive,
    };
  }

  async #renew(): Promise<boolean> {
    const page = await fetch(this.#at, { redirect: "manual" }).catch(() => null);
    if (page === null || !page.ok) return false;
    const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector<HTMLMetaElement>("meta[name=token]");
    if (token === null) return false;
    this.#token = token.content;
    return true;
  }

  async #read<T>(reply: Response): Promise<T> {
    if (reply.type === "opaqueredirect") throw new DeskProblem("signed-out");
    const isOurs = reply.headers.get("content-type")?.startsWith("application/json") ?? false;
    if (!isOurs) throw new DeskProblem(reply.status === 403 ? "signed-out" : reply.status === 404 ? "refused" : "offline");
    const told = (await reply.json()) as Told & T;
    if (told.error === undefined) return told;
    const trouble = told.error.families ? "families" : told.error.code === "keying.whose_family" ? "whose" : "refused";
    throw new DeskProblem(trouble, told.error.message, told.error.families);
  }
}
