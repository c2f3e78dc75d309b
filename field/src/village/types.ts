/** What the server tells of a village, as `GET village` gives it. What is hidden has no value and no reason. */
export type Bilingual = Readonly<Record<"id" | "en", string>>;

export interface IndexFigures {
  readonly id: string;
  readonly version: string;
  readonly title: Bilingual;
  /** The index, with places to spare; null while it is hidden or there is none. */
  readonly value: string | null;
  readonly scored: number;
  readonly category: string | null;
  /** The lowest first; a count that is null is hidden. */
  readonly categories: readonly { readonly id: string; readonly title: Bilingual; readonly count: number | null }[];
  /** Under the cut, the worst first. */
  readonly below: readonly { readonly id: string; readonly label: Bilingual; readonly share: string; readonly n: number }[];
  readonly hidden: number;
  /**
   * Why this kader is shown less than the public: others could be told by her own families, or the server cannot tell yet
   * which families are hers and shows nothing. Missing where she sees what the public sees.
   */
  readonly held?: "own" | "unsettled";
}

export interface Figures {
  readonly village: { readonly code: string; readonly name: string; readonly inside: readonly string[] };
  /** `over`: of the visited, those beyond the target; a recap kept from before has none. */
  readonly coverage: { readonly target: number | null; readonly visited: number; readonly approved: number; readonly over?: number };
  readonly computed_at: string | null;
  readonly data_state: string;
  readonly threshold: number;
  readonly indices: readonly IndexFigures[];
}

export type ReportState = "made" | "confirmed" | "endorsed" | "sent" | "received" | "returned" | "accepted";
export type ReportMove = "make" | "confirm" | "endorse" | "send" | "receive" | "return" | "accept";

export interface Report {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: ReportState;
  readonly steps: readonly { readonly move: ReportMove; readonly at: string; readonly reason: string }[];
  readonly sha256: string;
  readonly receipt: ReportReceipt | null;
}

/** The server's proof that a version of a report is complete and is there. */
export interface ReportReceipt {
  readonly number: string;
  readonly version: number;
  readonly sha256: string;
  readonly received_at: string;
  readonly signature: string;
}

/** Whether the server signed a receipt; "unknown": this phone cannot say. */
export type CheckReceipt = (receipt: ReportReceipt) => Promise<"yes" | "no" | "unknown">;

/** A village in a round: its figures as this kader may see them, and its reports, the newest first. */
export interface Recap {
  readonly round_id: number;
  readonly round: string;
  readonly village: string;
  readonly figures: Figures;
  readonly reports: readonly Report[];
}

/** Of `Link`, what this folder needs. */
export interface Courier {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}
