import { say, type Word } from "../text";

/** Why a visit is not taken, in plain words. */
export function stuckWhy(code: string): string {
  const word = { "surveys.unknown_form": "stuck.unknown_form", "surveys.instance_reused": "stuck.instance_reused", "other-receipt": "stuck.other-receipt", "photo-gone": "stuck.photo-gone" }[code];
  return say((word ?? "stuck.other") as Word);
}

const RELATIONS: Readonly<Record<string, Word>> = {
  kepala: "relation.kepala",
  pasangan: "relation.pasangan",
  anak: "relation.anak",
  menantu: "relation.menantu",
  cucu: "relation.cucu",
  orang_tua: "relation.orang_tua",
  famili_lain: "relation.famili_lain",
  lainnya: "relation.lainnya",
};

export function relation(code: string): string {
  const word = RELATIONS[code];
  return word ? say(word) : "";
}

/** The form's codes for how a visit went; of one that was finished nothing more is said. */
const OUTCOMES: Readonly<Record<string, Word>> = {
  selesai_sebagian: "outcome.selesai_sebagian",
  menolak: "outcome.menolak",
  pindah: "outcome.pindah",
  tidak_ditemukan: "outcome.tidak_ditemukan",
  tidak_ada_responden: "outcome.tidak_ada_responden",
};

export function outcomeOf(result: string): Word | undefined {
  return OUTCOMES[result];
}
