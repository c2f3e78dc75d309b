import type { Block, Interview, Question } from "../forms";

/** A question and where it is asked. */
export interface Asked {
  readonly block: Block;
  readonly question: Question;
}

/** What may stay empty and is, in the order of the form. */
export function emptyOptional(blocks: readonly Block[]): readonly Asked[] {
  return blocks.flatMap((block) =>
    questionsOf(block)
      .filter((each) => each.relevant && !each.required && !each.readonly && each.kind !== "note" && !isAnswered(each))
      .map((question) => ({ block, question })),
  );
}

/** Keys of the blocks somebody has answered in; what was known before the visit is no answer of it. */
export function answeredBlocks(form: Pick<Interview, "blocks" | "isKnown">): ReadonlySet<string> {
  const own = (each: Question): boolean => each.relevant && !each.readonly && isAnswered(each) && !form.isKnown(each);
  const found = new Set(form.blocks.filter((block) => questionsOf(block).some(own)).map(({ key }) => key));
  for (const block of form.blocks) {
    if (block.kind === "roster" && block.members.some((member) => found.has(member.block))) found.add(block.key);
  }
  return found;
}

function isAnswered(question: Question): boolean {
  return question.kind === "photo" ? question.photo !== null : question.said !== "";
}

function questionsOf(block: Block): readonly Question[] {
  return block.kind === "questions" ? block.sections.flatMap((each) => each.questions) : [];
}
