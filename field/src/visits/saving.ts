import type { Interview, Question } from "../forms";
import type { Desk } from "../store";
import type { Word } from "../text";
import type { Photos } from "./photos";
import type { Progress } from "./place";
import type { About, VisitDraft } from "./records";

/** Keeps the draft: a little after each answer, so that the finger gets its answer first; at once when the screen goes away. */
export class Saver {
  readonly #interview: Interview;
  readonly #desk: Desk<VisitDraft>;
  readonly #photos: Photos;
  readonly #trouble: (word: Word | null) => void;
  #progress: Progress | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(interview: Interview, desk: Desk<VisitDraft>, photos: Photos, trouble: (word: Word | null) => void) {
    [this.#interview, this.#desk, this.#photos, this.#trouble] = [interview, desk, photos, trouble];
  }

  soon(progress: Progress): void {
    this.#progress = progress;
    if (document.visibilityState === "hidden") return this.now();
    this.#timer ??= setTimeout(() => this.now(), 30);
  }

  now(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#progress) return;
    const progress = this.#progress;
    this.#progress = null;
    const { photos, ...form } = this.#interview.draft();
    const save = () => this.#desk.save({ ...this.#desk.content.body, form, progress }, this.#photos.of(photos));
    if (this.#photos.has(photos)) return save();
    void this.#photos.keep(photos).then(save, () => {
      this.#trouble("room.photos");
      for (const question of questionsOf(this.#interview)) if (question.kind === "photo" && question.photo && !this.#photos.has([question.photo])) question.set(null);
    });
  }
}

/** What of the form is kept with the draft; its photos lie beside it. */
export function formOf(interview: Interview): VisitDraft["form"] {
  const { photos: _photos, ...form } = interview.draft();
  return form;
}

/** What the screens know of the visit from now on: the family's names may have changed while it was filled in. */
export function aboutOf(about: About, interview: Interview): About {
  const head = interview.blocks.find((block) => block.kind === "roster");
  const name = about.name || (head?.kind === "roster" ? (head.members[0]?.name ?? "") : "");
  return {
    ...about,
    name,
    familyId: about.familyId ?? interview.value("family_id"),
    village: interview.value("kode_desa") || about.village,
    result: interview.value("hasil_kunjungan") ?? "",
    finishedAt: new Date().toISOString(),
  };
}

/** The questions of all blocks that ask some; the roster itself is none. */
export function questionsOf(interview: Interview): readonly Question[] {
  return interview.blocks.flatMap((block) => (block.kind === "questions" ? block.sections.flatMap((each) => each.questions) : []));
}
