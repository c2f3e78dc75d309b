/** What the field API answers (docs/reference/field-api.md), as far as the phone uses it. */

export interface Start {
  readonly id: string;
  readonly name: string;
  readonly now: string;
  readonly villages: readonly Village[];
  readonly rounds: readonly Round[];
  readonly sealing_key: { readonly id: string; readonly point: string };
  /** Missing in what an older site told. */
  readonly private_keys?: {
    readonly statistics: { readonly id: string; readonly point: string };
    readonly help: { readonly id: string; readonly point: string };
  };
  /** Ed25519, base64url. */
  readonly receipt_key: string;
  readonly limits: Limits;
}

export interface Village {
  readonly code: string;
  readonly name: string;
  /** Only some of its families are this kader's. */
  readonly narrowed: boolean;
}

export interface Round {
  readonly id: number;
  readonly name: string;
  readonly form_id: string;
  readonly area_code: string;
  readonly opens: string;
  readonly closes: string | null;
  readonly is_open: boolean;
}

export interface Limits {
  readonly visits: number;
  readonly body: number;
  readonly file: number;
  readonly piece: number;
}

export interface FormTold {
  readonly form_id: string;
  readonly version: string;
  readonly title: string;
  readonly sha256: string;
  readonly size: number;
  readonly media: readonly { readonly name: string; readonly sha256: string }[];
}

export interface FamilyTold {
  readonly id: string;
  readonly village: string;
  readonly head: string;
  readonly address: string;
  readonly dusun: string;
  readonly rw: string;
  readonly rt: string;
  readonly members: readonly MemberTold[];
  /** Those the family chose at its last visit; a family kept here before there were steps has none. */
  readonly steps?: readonly StepTold[];
  /** The visit of an open round that counts, whoever made it; one kept here before the site told of it has none. */
  readonly visited?: { readonly round_id: number; readonly on: string | null } | null;
  /** Another kader shares it; missing in what an older site told. */
  readonly joint?: JointTold | null;
}

/** A family that two kader share: whose sections of the questionnaire are whose, with their names by language. */
export interface JointTold {
  readonly task: string;
  /** The other kader's name. */
  readonly other: string;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface StepTold {
  readonly step: string;
  /** The family's own words, where the step is none of the list. */
  readonly other: string;
  readonly due: string | null;
}

export interface MemberTold {
  readonly id: string;
  readonly name: string;
  readonly sex: string;
  readonly birth_date: string | null;
  readonly birth_date_estimated: boolean;
  readonly relation: string;
}

export interface FamiliesPage {
  readonly whole: boolean;
  /** The first page of everything there is. */
  readonly begins: boolean;
  readonly items: readonly FamilyTold[];
  readonly gone: readonly string[];
  readonly cursor: string;
  readonly more: boolean;
}

export interface ReceiptTold {
  readonly instance_id: string;
  readonly sha256: string;
  readonly received_at: string;
  readonly state: string;
  readonly signature: string;
}

export interface StateTold extends ReceiptTold {
  readonly is_complete: boolean;
  readonly family_id: string | null;
  /** At an office it and another visit became one, or it is that one; missing in what an older site told. */
  readonly put_together?: boolean;
  /** Why it was not accepted; missing in what an older site told. */
  readonly reason?: string;
  /** Of a part of a shared visit: "waiting" for the other's, in "clash" or "joined" with it; missing in what an older site told. */
  readonly joint?: string;
  readonly comments: readonly { readonly question: string; readonly row: number | null; readonly text: string }[];
}

export interface StatesPage {
  readonly items: readonly StateTold[];
  readonly cursor: string;
  readonly more: boolean;
}

export interface OutcomeTold {
  readonly outcome: "stored" | "repeated" | "refused" | "again" | "kept";
  readonly sha256: string;
  readonly receipt: ReceiptTold | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly missing: readonly string[];
}

/** The id of a visit on the phone is that of the instance, without the scheme that forms put before it. */
export function visitId(instanceId: string): string {
  return instanceId.replace(/^uuid:/, "");
}
