import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import { Notice } from "../../ui";
import type { Block, Interview, Question, QuestionBlock, RosterBlock } from "../types";
import "../forms.css";
import { Choices } from "./Choices";
import { ScreenProvider } from "./context";
import { DateField } from "./DateField";
import { KnownCard } from "./KnownCard";
import { NoteView, TriggerField } from "./NoteView";
import { PhotoField } from "./PhotoField";
import { PhraseView } from "./PhraseView";
import { PlaceField } from "./PlaceField";
import { RangeField } from "./RangeField";
import { RankField } from "./RankField";
import { RosterView } from "./RosterView";
import { NumberField, TextField } from "./Typed";

interface Props {
  readonly interview: Interview;
  readonly block: Block;
  /** "Next" was pressed on this block: unanswered questions say so. */
  readonly attempted: boolean;
  readonly onOpen: (block: string) => void;
  /** What somebody wrote about a question; shown at it. */
  readonly remark?: ((question: Question) => string | null) | undefined;
}

/** One screen of a form. */
export function BlockView(props: Props) {
  const [changing, setChanging] = createSignal(false);
  const isShut = (question: Question): boolean =>
    !changing() && question.relevant && question.problem === null && !props.remark?.(question) && props.interview.isKnown(question);
  // One known answer is no more to read than its question.
  const shut = createMemo(() => {
    const all = props.block.kind === "questions" ? props.block.sections.flatMap((each) => each.questions).filter(isShut) : [];
    return all.length > 1 ? all : [];
  });
  const screen = {
    get attempted() {
      return props.attempted;
    },
    media: (name: string) => props.interview.media(name),
  };
  return (
    <ScreenProvider value={screen}>
      <div class="block" lang={props.interview.language.code || undefined}>
        <Show when={props.block.kind === "questions"} fallback={<RosterView block={props.block as RosterBlock} onOpen={props.onOpen} />}>
          <For each={(props.block as QuestionBlock).sections}>
            {(section) => (
              <Show when={section.questions.some((question) => question.relevant)}>
                <Show when={section.heading?.text}>
                  <h2 class="section-heading">
                    <PhraseView phrase={section.heading} inline />
                  </h2>
                </Show>
                <For each={section.questions}>{(question) => (
                    <Show when={question.relevant}>
                      <Show when={shut().includes(question)} fallback={<Remarked question={question} remark={props.remark?.(question)} />}>
                        <Show when={shut()[0] === question}>
                          <KnownCard questions={shut()} onOpen={() => setChanging(true)} />
                        </Show>
                      </Show>
                    </Show>
                  )}
                </For>
              </Show>
            )}
          </For>
        </Show>
      </div>
    </ScreenProvider>
  );
}

function Remarked(props: { readonly question: Question; readonly remark: string | null | undefined }) {
  return (
    <>
      <Show when={props.remark}>{(text) => <div class="remark"><Notice kind="look">{text()}</Notice></div>}</Show>
      <One question={props.question} />
    </>
  );
}

function One(props: { readonly question: Question }) {
  const as = <K extends Question["kind"]>(...kinds: K[]) =>
    (kinds as string[]).includes(props.question.kind) ? (props.question as Extract<Question, { kind: K }>) : undefined;
  return (
    <Switch>
      <Match when={as("text")}>{(question) => <TextField question={question()} />}</Match>
      <Match when={as("whole", "decimal")}>{(question) => <NumberField question={question()} />}</Match>
      <Match when={as("date")}>{(question) => <DateField question={question()} />}</Match>
      <Match when={as("one", "many")}>{(question) => <Choices question={question()} />}</Match>
      <Match when={as("rank")}>{(question) => <RankField question={question()} />}</Match>
      <Match when={as("range")}>{(question) => <RangeField question={question()} />}</Match>
      <Match when={as("place")}>{(question) => <PlaceField question={question()} />}</Match>
      <Match when={as("photo")}>{(question) => <PhotoField question={question()} />}</Match>
      <Match when={as("trigger")}>{(question) => <TriggerField question={question()} />}</Match>
      <Match when={as("note")}>{(question) => <NoteView question={question()} />}</Match>
    </Switch>
  );
}
