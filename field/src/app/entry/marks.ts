import type { Word } from "../../text";

/** Pictures by which each finds their own profile on a shared phone; none says whose it is. */
export const MARKS = ["perahu", "padi", "kelapa", "ikan", "bunga", "burung", "bulan", "matahari", "gunung", "daun", "payung", "rumah"] as const;
export type Mark = (typeof MARKS)[number];

export const MARK_WORDS: Readonly<Record<Mark, Word>> = {
  perahu: "mark.boat",
  padi: "mark.rice",
  kelapa: "mark.palm",
  ikan: "mark.fish",
  bunga: "mark.flower",
  burung: "mark.bird",
  bulan: "mark.moon",
  matahari: "mark.sun",
  gunung: "mark.mountain",
  daun: "mark.leaf",
  payung: "mark.umbrella",
  rumah: "mark.house",
};

/** A profile's picture; one whose name this app does not know is a boat. */
export function markOf(name: string): Mark {
  return (MARKS as readonly string[]).includes(name) ? (name as Mark) : "perahu";
}
