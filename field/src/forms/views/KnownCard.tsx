import { For } from "solid-js";
import { dayMonthYear, language, say } from "../../text";
import { Button } from "../../ui";
import type { Question } from "../types";

/** Answers that are known from before, read out at once; pressed open only where something changed. */
export function KnownCard(props: { readonly questions: readonly Question[]; readonly onOpen: () => void }) {
  const told = (): readonly Question[] => {
    const typed = new Set(props.questions.filter((each) => each.kind === "text").map((each) => each.said));
    // A list to choose a member from says the name that stands below it.
    return props.questions.filter((each) => each.said !== "" && (each.kind === "text" || !typed.has(each.said)));
  };
  return (
    <section class="known">
      <h2 class="known-title">{say("known.title")}</h2>
      <dl>
        <For each={told()}>
          {(question) => (
            <div>
              <dt>{question.label?.text ?? question.name}</dt>
              <dd>{question.kind === "date" ? dayMonthYear(question.said, language()) : question.said}</dd>
            </div>
          )}
        </For>
      </dl>
      <Button onClick={() => props.onOpen()}>{say("known.change")}</Button>
    </section>
  );
}
