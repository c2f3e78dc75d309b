/** Key of the last screen, where a visit is looked over and finished. */
export const END = "";

/** Where a visit stands, kept beside its draft. */
export interface Progress {
  /** Key of the open block; END for the last screen. */
  readonly block: string;
  readonly seen: readonly string[];
  /** Milliseconds spent on each block. */
  readonly pace: Readonly<Record<string, number>>;
}
