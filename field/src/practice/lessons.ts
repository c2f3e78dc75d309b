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

/** What came of one answer or move: what was tried by it, and which lessons have lost their place behind the learner. */
export interface Step {
  readonly tried: readonly LessonId[];
  readonly left: readonly LessonId[];
}

/** How far a learner is. A lesson that was passed over is not shown again, and is not called done. */
export interface Learnt {
  readonly tried: ReadonlySet<LessonId>;
  readonly passed: ReadonlySet<LessonId>;
}

export const NOTHING_LEARNT: Learnt = { tried: new Set(), passed: new Set() };

/** What is shown as the thing to try next; nothing when all of them were tried or passed over. */
export function nextOf({ tried, passed }: Learnt): Lesson | undefined {
  return LESSONS.find(({ id }) => !tried.has(id) && !passed.has(id));
}

/** Go on with what was done. The lesson shown waits no longer once a later one was tried, or its place is behind. */
export function learnt(before: Learnt, { tried, left }: Step): Learnt {
  const fresh = tried.filter((id) => !before.tried.has(id));
  const shown = nextOf(before)?.id;
  const isOver = shown !== undefined && !fresh.includes(shown) && (left.includes(shown) || fresh.some((id) => placeIn(id) > placeIn(shown)));
  if (fresh.length === 0 && !isOver) return before;
  return { tried: new Set([...before.tried, ...fresh]), passed: isOver ? new Set([...before.passed, shown]) : before.passed };
}

function placeIn(id: LessonId): number {
  return LESSONS.findIndex((one) => one.id === id);
}

/** Tells from moves and answers which lessons were tried. Nothing is asked of the learner. */
export class Watch {
  #at: string | null = null;

  /** After an answer. */
  answered(form: Watched): Step {
    const people = form.blocks.map((block) => (block.kind === "roster" ? block.members.length : 0));
    return { tried: Math.max(0, ...people) > 1 ? ["answer", "member"] : ["answer"], left: [] };
  }

  /** After a move, or when nothing moved. A block left with something open was skipped. */
  moved(form: Watched, { block }: Progress): Step {
    const [before, now] = [this.#at, block];
    this.#at = now;
    if (before === null || before === now) return { tried: [], left: [] };
    const [from, to] = [placeOf(form, before), placeOf(form, now)];
    if (to < from) return { tried: ["back"], left: [] };
    const tried: LessonId[] = ["next"];
    if (form.problems.some((one) => one.block.key === before)) tried.push("stop");
    if (to === form.blocks.length) tried.push("end");
    const roster = form.blocks.map(({ kind }) => kind).lastIndexOf("roster");
    const left = LESSONS.map(({ id }) => id).filter((id) => id !== "end" && (id !== "member" || to > roster));
    return { tried, left };
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
