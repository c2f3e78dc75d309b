/** What the server says of a visit; `received`: it has it and looks at it later. */
export type ServerState = "received" | "accepted" | "flagged" | "returned" | "approved" | "superseded" | "rejected";

/** What a supervisor wants mended, at a question and, in a roster, a row counted from 1. */
export interface Remark {
  readonly question: string;
  readonly row: number | null;
  readonly text: string;
}

/** What the server signed for a visit; `sha256` is of what it keeps. */
export interface Receipt {
  readonly sha256: string;
  readonly instance_id?: string;
  readonly received_at?: string;
  readonly signature?: string;
  readonly state?: string;
  readonly [more: string]: unknown;
}

/** A visit that the server keeps: its receipt, what the screens say about it, and what became of it. */
export interface Sent<About = unknown> {
  readonly receipt: Receipt;
  /** Null when it was sent from another phone. */
  readonly about: About | null;
  readonly state: ServerState;
  /** The states it had, in the order the server told them; no clock orders them. */
  readonly history: readonly ServerState[];
  readonly remarks: readonly Remark[];
  /** The family it counts for, as the server knows it. */
  readonly family: string | null;
  /** Whether the receipt's signature was checked here; a browser without Ed25519 cannot. */
  readonly isChecked: boolean;
  /** At an office it and another visit became one, or it is that one; what an older app kept does not say. */
  readonly isTogether?: boolean;
  /** The code of why it was not accepted; the remarks say it in words. */
  readonly reason?: string;
  /** Of a part of a shared visit: whether it is "waiting" for the other's, in "clash" or "joined" with it. */
  readonly joint?: string;
}

/** News about a visit. */
export interface Told {
  readonly receipt: Receipt;
  readonly isChecked?: boolean;
  readonly remarks?: readonly Remark[];
  readonly family?: string | null;
  readonly isTogether?: boolean;
  readonly reason?: string;
  readonly joint?: string;
}

const STATES: ReadonlySet<string> = new Set(["received", "accepted", "flagged", "returned", "approved", "superseded", "rejected"]);

/** What is known of a visit after news; the same news twice changes nothing. */
export function kept(before: Sent | null, about: unknown, told: Told): Sent {
  const state = stateOf(told.receipt.state, before?.state);
  const history = before?.history ?? [];
  return {
    receipt: told.receipt,
    about: about ?? before?.about ?? null,
    state,
    history: history.at(-1) === state ? history : [...history, state],
    remarks: told.remarks ?? before?.remarks ?? [],
    family: told.family ?? before?.family ?? null,
    isChecked: told.isChecked ?? before?.isChecked ?? false,
    isTogether: told.isTogether ?? before?.isTogether ?? false,
    reason: told.reason ?? before?.reason ?? "",
    joint: told.joint ?? before?.joint ?? "",
  };
}

/** What an app before states were kept wrote, as it is written now. */
export function withState(content: never): Sent {
  const { receipt, about } = content as Pick<Sent, "receipt" | "about">;
  return kept(null, about, { receipt });
}

/** The note under which what was sent is kept. */
export function bodyName(id: string): string {
  return `sent:${id}`;
}

function stateOf(told: string | undefined, before: ServerState | undefined): ServerState {
  return told !== undefined && STATES.has(told) ? (told as ServerState) : (before ?? "received");
}
