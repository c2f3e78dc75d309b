import { For, Show } from "solid-js";
import type { Block, Interview, QuestionBlock, RosterBlock } from "../forms";
import { Line } from "./Line";
import { RosterLine } from "./RosterLine";

/** The group that says what the form worked out for the family: nothing of it is typed. */
const WORKED_OUT = "hasil";

/** The whole form on one page, in the order of the paper. */
export function FormView(props: { readonly interview: Interview; readonly attempted: boolean }) {
  const blocks = (): readonly Block[] => props.interview.blocks.filter((block) => block.key.split(/[/+]/)[0] !== WORKED_OUT);
  const heading = (place: number): string | null => {
    const block = blocks()[place];
    if (block === undefined || block.kind === "roster") return null;
    const title = whole(block.title);
    const before = blocks()[place - 1];
    return before !== undefined && before.kind === "questions" && whole(before.title) === title ? null : title;
  };
  return (
    <div class="sheet" lang={props.interview.language.code || undefined}>
      <For each={blocks()}>
        {(block, place) => (
          <>
            <Show when={heading(place())}>{(title) => <h2>{title()}</h2>}</Show>
            <Show when={block.kind === "questions"} fallback={<RosterLine block={block as RosterBlock} />}>
              <For each={(block as QuestionBlock).sections}>
                {(section) => (
                  <Show when={section.questions.some((question) => question.relevant)}>
                    <Show when={section.heading?.text}>{(text) => <h3>{text()}</h3>}</Show>
                    <For each={section.questions}>
                      {(question) => (
                        <Show when={question.relevant}>
                          <Line question={question} attempted={props.attempted} />
                        </Show>
                      )}
                    </For>
                  </Show>
                )}
              </For>
            </Show>
          </>
        )}
      </For>
    </div>
  );
}

/** A group that is asked in parts on a phone stands whole here. */
function whole(title: string): string {
  return title.replace(/ \(\d+\/\d+\)$/, "");
}
