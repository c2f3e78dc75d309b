import type { Interview } from "../forms";
import type { Word } from "../text";
import type { Progress } from "../visits";

/** Something to try once in a first visit, in the order in which it is met. */
export interface Lesson {
  readonly id: LessonId;
  readonly title: Word;
  readonly how: Word;
}

export type LessonId = "answer" | "next" | "stop" | "back" | "member" | "later" | "end";

export const LESSONS: readonly Lesson[] = [
  { id: "answer", title: "exercise.answer", how: "exercise.answerHow" },
  { id: "next", title: "exercise.next", how: "exercise.nextHow" },
  { id: "stop", title: "exercise.stop", how: "exercise.stopHow" },
  { id: "back", title: "exercise.back", how: "exercise.backHow" },
  { id: "member", title: "exercise.member", how: "exercise.memberHow" },
  { id: "later", title: "exercise.later", how: "exercise.laterHow" },
  { id: "end", title: "exercise.end", how: "exercise.endHow" },
];

/** What a lesson needs to know of the form: where its blocks stand, what is open in them, who lives there. */
export type Watched = Pick<Interview, "blocks" | "problems">;

/** Tells from moves and answers which lessons were tried. Nothing is asked of the learner. */
export class Watch {
  #at: string | null = null;

  /** After an answer. */
  answered(form: Watched): readonly LessonId[] {
    const people = form.blocks.map((block) => (block.kind === "roster" ? block.members.length : 0));
    return Math.max(0, ...people) > 1 ? ["answer", "member"] : ["answer"];
  }

  /** After a move, or when nothing moved. A block left with something open was skipped. */
  moved(form: Watched, { block }: Progress): readonly LessonId[] {
    const [before, now] = [this.#at, block];
    this.#at = now;
    if (before === null || before === now) return [];
    const [from, to] = [placeOf(form, before), placeOf(form, now)];
    if (to < from) return ["back"];
    const tried: LessonId[] = ["next"];
    if (form.problems.some((one) => one.block.key === before)) tried.push("stop");
    if (to === form.blocks.length) tried.push("end");
    return tried;
  }

  /** The visit was put away: where one goes on is no move. */
  left(): void {
    this.#at = null;
  }
}

/** Where a block stands; the last screen is none and stands after all of them. */
function placeOf(form: Watched, key: string): number {
  const place = form.blocks.findIndex((block) => block.key === key);
  return place < 0 ? form.blocks.length : place;
}
