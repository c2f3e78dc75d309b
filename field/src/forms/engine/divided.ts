import type { Question, Section } from "../types";

/** Divide sections into runs of at most `most` questions, as even as can be; notes go with what stands before them. */
export function divided(sections: readonly Section[], most: number): Section[][] {
  const count = sections.flatMap((section) => section.questions).filter(isAsked).length;
  if (count <= most) return [[...sections]];
  const each = Math.ceil(count / Math.ceil(count / most));
  const parts: Section[][] = [];
  let room = 0;
  for (const section of sections) {
    let current: Question[] | null = null;
    for (const question of section.questions) {
      if (isAsked(question)) {
        if (room === 0) {
          parts.push([]);
          current = null;
          room = each;
        }
        room -= 1;
      }
      if (parts.length === 0) {
        parts.push([]);
        room = each;
      }
      if (current === null) {
        current = [];
        parts.at(-1)!.push(withQuestions(section, current));
      }
      current.push(question);
    }
  }
  return parts;
}

function isAsked(question: Question): boolean {
  return question.kind !== "note";
}

// The heading stays a getter: it changes with the language.
function withQuestions(section: Section, questions: readonly Question[]): Section {
  return {
    get heading() {
      return section.heading;
    },
    questions,
  };
}
