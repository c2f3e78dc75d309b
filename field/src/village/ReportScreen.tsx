import { createResource, createSignal, For, onCleanup, Show } from "solid-js";
import choices from "../../../definitions/reports/choices.json";
import { isStoreProblem, type Store } from "../store";
import { say } from "../text";
import { Button, Notice } from "../ui";
import { keepDraft, keptDraft, queueReport, sendReports, type ReportWords } from "./keeping";
import { inWords } from "./telling";
import type { Bilingual, Courier } from "./types";
import "./village.css";

const MOST_LINES = 5;
const LONGEST = 300;
const LONG_NUMBER = /(?:\d[\s.\-/]?){6,}/;
const REST_MS = 400;
const FIELDS = ["problems-other", "proposals-other"] as const;

interface Props {
  readonly store: Store;
  readonly link: Courier;
  readonly roundId: number;
  readonly village: string;
  readonly newId: () => string;
  readonly back: () => void;
}

/** What the kader adds to the figures: kept while it is typed, sent when there is a signal. */
export function ReportScreen(props: Props) {
  const [draft] = createResource(() => keptDraft(props.store, props.roundId, props.village).then((found) => ({ found })));
  return <Show when={draft()}>{(read) => <Form {...props} first={read().found} />}</Show>;
}

function Form(props: Props & { readonly first: ReportWords | null }) {
  const [problems, setProblems] = createSignal<readonly string[]>(props.first?.problems ?? []);
  const [proposals, setProposals] = createSignal<readonly string[]>(props.first?.proposals ?? []);
  const [otherProblems, setOtherProblems] = createSignal((props.first?.other_problems ?? []).join("\n"));
  const [otherProposals, setOtherProposals] = createSignal((props.first?.other_proposals ?? []).join("\n"));
  const [busy, setBusy] = createSignal(false);
  const [full, setFull] = createSignal(false);
  const [shown, setShown] = createSignal(false);
  const wrong = () => [otherProblems(), otherProposals()].map(problemOf);
  const words = (): ReportWords => ({
    problems: problems(),
    proposals: proposals(),
    other_problems: linesOf(otherProblems()),
    other_proposals: linesOf(otherProposals()),
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSent = false;
  const keep = (): void => {
    clearTimeout(timer);
    if (!isSent) void keepDraft(props.store, props.roundId, props.village, words()).catch(() => undefined);
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keep, REST_MS);
  };
  onCleanup(keep);

  const send = async (): Promise<void> => {
    if (busy()) return;
    setShown(true);
    const refused = wrong().findIndex((one) => one !== null);
    if (refused >= 0) return leadTo(FIELDS[refused]!);
    setBusy(true);
    setFull(false);
    clearTimeout(timer);
    try {
      await queueReport(props.store, { id: props.newId(), round_id: props.roundId, village: props.village, ...words() });
    } catch (problem) {
      if (!isStoreProblem(problem)) throw problem;
      setFull(true);
      setBusy(false);
      return;
    }
    isSent = true;
    await sendReports(props.store, props.link).catch(() => undefined);
    props.back();
  };

  return (
    <main class="village stack">
      <h1>{say("report.title")}</h1>
      <p>{say("report.what")}</p>
      <Choices legend={say("report.problems")} choices={choices.problems} chosen={problems()} onChange={(next) => (setProblems(next), changed())} />
      <Lines id={FIELDS[0]} value={otherProblems()} problem={shown() ? wrong()[0]! : null} onInput={(next) => (setOtherProblems(next), changed())} />
      <Choices legend={say("report.proposals")} choices={choices.proposals} chosen={proposals()} onChange={(next) => (setProposals(next), changed())} />
      <Lines id={FIELDS[1]} value={otherProposals()} problem={shown() ? wrong()[1]! : null} onInput={(next) => (setOtherProposals(next), changed())} />
      <div role="alert">
        <Show when={full()}>
          <Notice kind="stop">{say("report.full")}</Notice>
        </Show>
      </div>
      <div class="stack stack-tight">
        <Button kind="main" class="button-wide" disabled={busy()} onClick={() => void send()}>
          {say(busy() ? "report.sending" : "report.send")}
        </Button>
        <Button kind="quiet" class="button-wide" onClick={() => props.back()}>
          {say("report.back")}
        </Button>
      </div>
    </main>
  );
}

function Choices(props: {
  readonly legend: string;
  readonly choices: Readonly<Record<string, Bilingual>>;
  readonly chosen: readonly string[];
  readonly onChange: (next: readonly string[]) => void;
}) {
  const turn = (id: string, on: boolean): void => props.onChange(on ? [...props.chosen, id] : props.chosen.filter((one) => one !== id));
  return (
    <fieldset class="village-choices">
      <legend>
        <h2>{props.legend}</h2>
      </legend>
      <For each={Object.entries(props.choices)}>
        {([id, words]) => (
          <div class="choice">
            <label>
              <input type="checkbox" checked={props.chosen.includes(id)} onChange={(event) => turn(id, event.currentTarget.checked)} />
              <span>{inWords(words)}</span>
            </label>
          </div>
        )}
      </For>
    </fieldset>
  );
}

function Lines(props: { readonly id: string; readonly value: string; readonly problem: string | null; readonly onInput: (next: string) => void }) {
  return (
    <div class="village-lines">
      <label for={props.id}>{say("report.other")}</label>
      <textarea
        id={props.id}
        rows="3"
        value={props.value}
        aria-describedby={`${props.id}-hint`}
        aria-invalid={props.problem !== null}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <div id={`${props.id}-hint`} class="small">
        <p class="village-wrong" role="alert">
          {props.problem}
        </p>
        <Show when={props.problem === null}>
          <p class="quiet">{say("report.noNames")}</p>
        </Show>
      </div>
    </div>
  );
}

/** The button stands below, and what it refuses above: bring whoever pressed it to the field. */
function leadTo(id: string): void {
  const field = document.getElementById(id);
  field?.focus({ preventScroll: true });
  field?.parentElement?.scrollIntoView({ block: "center" });
}

export function linesOf(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

/** Why lines cannot be sent, in words; the server asks the same again. */
function problemOf(text: string): string | null {
  const lines = linesOf(text);
  if (lines.length > MOST_LINES || lines.some((line) => line.length > LONGEST)) return say("report.tooMany", { lines: MOST_LINES, letters: LONGEST });
  return lines.some((line) => LONG_NUMBER.test(line)) ? say("report.digits") : null;
}
