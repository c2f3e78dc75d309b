/** What views know of a form: questions in blocks. Every getter is reactive; nothing here names the engine. */

/** A piece of formatted text of the questionnaire. */
export type Piece =
  | { readonly as: "text"; readonly text: string }
  | { readonly as: "break" }
  | { readonly as: "p" | "strong" | "em" | "u" | "ul" | "ol" | "li" | "span"; readonly pieces: readonly Piece[] };

/** A label, hint or choice as written in the questionnaire, in its language of the moment. */
export interface Phrase {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Names of the recorded voice and the picture that go with it, as `Form.media` knows them. */
  readonly audio: string | null;
  readonly image: string | null;
}

export interface Choice {
  readonly value: string;
  /** What stands for it on paper and is typed from there; null when its list lies in a file. */
  readonly code: string | null;
  readonly label: Phrase;
}

/** Why an answer cannot stay as it is; `message` is the questionnaire's own, in its language. */
export interface Problem {
  readonly kind: "required" | "constraint" | "unread";
  readonly message: string | null;
}

/** Something typed that cannot be read, kept as it was typed, and why, in the reader's language. */
export interface Unread {
  readonly typed: string;
  readonly why: () => string;
}

interface Base {
  readonly id: string;
  readonly name: string;
  /** Place in the visit, as the server's findings name it: /data/anggota[2]/nama. */
  readonly path: string;
  /** The number it has on paper too; null for what is only read. A member's questions share theirs. */
  readonly number: number | null;
  readonly look: ReadonlySet<string>;
  readonly label: Phrase | null;
  readonly hint: Phrase | null;
  readonly required: boolean;
  readonly readonly: boolean;
  readonly relevant: boolean;
  readonly problem: Problem | null;
  /** The answer in words, "" when there is none. */
  readonly said: string;
  /** What is typed but is no answer yet; null when all is read. It is a problem of the question. */
  readonly unread: Unread | null;
  setUnread(unread: Unread | null): void;
}

export interface TextQuestion extends Base {
  readonly kind: "text";
  readonly value: string;
  readonly rows: number | null;
  set(value: string): void;
}
export interface NumberQuestion extends Base {
  readonly kind: "whole" | "decimal";
  /** Plain digits with a point, "" when unanswered. */
  readonly value: string;
  set(plain: string): void;
}
export interface DateQuestion extends Base {
  readonly kind: "date";
  /** YYYY-MM-DD, "" when unanswered. */
  readonly value: string;
  set(iso: string): void;
}
export interface ChoiceQuestion extends Base {
  readonly kind: "one" | "many";
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly hasPictures: boolean;
  choose(values: readonly string[]): void;
}
export interface RankQuestion extends Base {
  readonly kind: "rank";
  readonly choices: readonly Choice[];
  readonly order: readonly string[];
  rank(values: readonly string[]): void;
}
export interface RangeQuestion extends Base {
  readonly kind: "range";
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly value: number | null;
  set(value: number | null): void;
}
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number;
  /** Metres. */
  readonly accuracy: number;
}
export interface PlaceQuestion extends Base {
  readonly kind: "place";
  readonly value: Place | null;
  /** Good enough to take without asking, in metres. */
  readonly goodEnough: number;
  set(place: Place | null): void;
}
export interface PhotoQuestion extends Base {
  readonly kind: "photo";
  readonly photo: File | null;
  readonly longestSide: number;
  set(photo: File | null): void;
}
export interface TriggerQuestion extends Base {
  readonly kind: "trigger";
  readonly done: boolean;
  set(done: boolean): void;
}
export interface Note extends Base {
  readonly kind: "note";
}

export type Question =
  | TextQuestion
  | NumberQuestion
  | DateQuestion
  | ChoiceQuestion
  | RankQuestion
  | RangeQuestion
  | PlaceQuestion
  | PhotoQuestion
  | TriggerQuestion
  | Note;

/** Questions under one heading of a block; the heading is null where the block's own title says it. */
export interface Section {
  readonly heading: Phrase | null;
  readonly questions: readonly Question[];
}

interface BaseBlock {
  /** Stable while the form is open, and the same when a draft is opened again. */
  readonly key: string;
  readonly title: string;
}

export interface QuestionBlock extends BaseBlock {
  readonly kind: "questions";
  readonly sections: readonly Section[];
}

/** The list of a repeat's members, with adding and removing; each member's own blocks stand before it. */
export interface RosterBlock extends BaseBlock {
  readonly kind: "roster";
  readonly members: readonly Member[];
  add(): Member;
  remove(member: Member): void;
}

export interface Member {
  readonly id: string;
  /** 1 for the first. */
  readonly place: number;
  /** What tells this member from others: the first words answered in it, "" when nothing is. */
  readonly name: string;
  /** Key of the member's first block. */
  readonly block: string;
}

export type Block = QuestionBlock | RosterBlock;

export interface OpenProblem {
  readonly block: Block;
  readonly question: Question;
  readonly problem: Problem;
}

export interface FormLanguage {
  /** As the questionnaire names it: "Indonesian (id)". */
  readonly name: string;
  /** The code in brackets, for the reader's software; "" when there is none. */
  readonly code: string;
}

/** What is kept of an unfinished visit. Restoring it gives the same questions, answers and photos. */
export interface Draft {
  readonly xml: string;
  readonly photos: readonly File[];
  /** Questions whose answer was known before and nobody has changed, by path. */
  readonly known?: readonly string[];
  /** Answers that relevance hides now and that come back with it, by path. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly language: string;
}

/** A finished visit, as it is sent. */
export interface Finished {
  readonly xml: string;
  readonly instanceId: string;
  readonly photos: readonly File[];
}

export interface Interview {
  readonly title: string;
  readonly languages: readonly FormLanguage[];
  readonly language: FormLanguage;
  speak(name: string): void;
  readonly blocks: readonly Block[];
  readonly problems: readonly OpenProblem[];
  /** The block that asks what stands at a path; null when it is not asked now. */
  blockOf(path: string): Block | null;
  /** A value that stands in no repeat, by its question's or calculation's name; null when the form has no such name. */
  value(name: string): string | null;
  /** Whether the answer was known before the visit and stands as it was. */
  isKnown(question: Question): boolean;
  /** Called after each answer; returns how to stop. */
  onAnswer(listener: () => void): () => void;
  /** The address of a recorded voice or picture, or null when the phone does not have it. */
  media(name: string): Promise<string | null>;
  draft(): Draft;
  /** Write the visit for sending; stamps its end. Problems do not hinder: the caller looks at `problems` first. */
  finish(): Promise<Finished>;
  /** Let go of everything the form holds. */
  close(): void;
}

/** How a questionnaire's files are had: each by its plain name, null when it is not there. */
export interface FormSource {
  readonly xform: string;
  readonly media: (name: string) => Promise<Blob | null>;
}

/** What is known before anything is asked: values that stand in no repeat, and the rows of repeats, by question's name. */
export interface Known {
  readonly values: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
}

/** What an interview begins from. */
export type Beginning =
  | { readonly from: "new"; readonly known?: Known }
  | { readonly from: "draft"; readonly draft: Draft }
  | { readonly from: "sent"; readonly xml: string; readonly photos: ReadonlyMap<string, () => Promise<Blob>> };

export interface Opening {
  readonly deviceId?: string;
  /** The form's language to begin with, by code. */
  readonly language?: string;
}
