import { createSignal, For, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { CannotOpen, open, type Beginning, type Draft, type FormSource, type Interview } from "../forms";
import { READING, readReading, resultViews, type Reading } from "../results";
import { language, say, type Word } from "../text";
import { Button, Icon, Notice } from "../ui";
import { Pager, type Progress } from "../visits";
import { Guide } from "./Guide";
import { learnt, NOTHING_LEARNT, Watch, type Step } from "./lessons";
import "./practice.css";

interface Put {
  readonly draft: Draft;
  readonly progress: Progress;
}

const AFTERWARDS: readonly Word[] = [
  "exercise.real.here",
  "exercise.real.sent",
  "exercise.real.checked",
  "exercise.real.returned",
  "exercise.real.approved",
];

interface Props {
  /** The questionnaire of the phone, with the lists of its kader; null when there is none yet. */
  readonly find: () => Promise<FormSource | null>;
  readonly onFamilies: () => void;
}

/** A visit to practise with the questionnaire of the phone, and hints on the way. What is typed lives in memory only. */
export function Exercise(props: Props) {
  const [source, setSource] = createSignal<FormSource | null>();
  const [visit, setVisit] = createSignal<{ form: Interview; progress: Progress | undefined } | null>(null);
  const [put, setPut] = createSignal<Put | null>(null);
  const [far, setFar] = createSignal(NOTHING_LEARNT);
  const [finished, setFinished] = createSignal(false);
  const [why, setWhy] = createSignal<string | null>(null);
  const watch = new Watch();
  let last: Progress | undefined;

  const [reading, setReading] = createSignal<Reading | null>(null);
  onMount(async () => {
    const found = await props.find();
    const told = await found?.media(READING);
    setReading(told ? readReading(await told.text()) : null);
    setSource(found);
  });
  onCleanup(() => visit()?.form.close());

  const begin = async (beginning: Beginning, progress?: Progress): Promise<void> => {
    setWhy(null);
    try {
      const form = await open(source()!, beginning, { language: language(), deviceId: "latihan" });
      onAnswerOf(form);
      last = progress;
      setFinished(false);
      setVisit({ form, progress });
    } catch (problem) {
      if (!(problem instanceof CannotOpen)) throw problem;
      setWhy(problem.reason);
    }
  };
  const learn = (step: Step): void => void setFar((before) => learnt(before, step));
  const onAnswerOf = (form: Interview): void => {
    form.onAnswer(() => learn(watch.answered(form)));
  };
  const putAway = (form: Interview): void => {
    setPut({ draft: form.draft(), progress: last! });
    watch.left();
    leave(form);
  };
  const leave = (form: Interview): void => {
    setVisit(null);
    form.close();
  };
  const goOn = (kept: Put): void => {
    learn({ tried: ["later"], left: [] });
    void begin({ from: "draft", draft: kept.draft }, kept.progress);
  };
  const anew = (): void => {
    setPut(null);
    setFar(NOTHING_LEARNT);
    void begin({ from: "new" });
  };

  return (
    <Switch>
      <Match when={visit()} keyed>
        {({ form, progress }) => (
          <div class="exercise">
            <Guide far={far()} />
            <Pager
              interview={form}
              progress={progress}
              views={reading() === null ? undefined : resultViews(reading()!)}
              onChange={(now) => {
                last = now;
                learn(watch.moved(form, now));
              }}
              onFinish={async () => {
                setFinished(true);
                setPut(null);
                leave(form);
              }}
              onLater={() => putAway(form)}
            />
          </div>
        )}
      </Match>
      <Match when={finished()}>
        <main class="screen stack">
          <p class="exercise-mark">{say("exercise.mark")}</p>
          <h1>{say("exercise.done")}</h1>
          <Notice kind="good">{say("practice.nothingSent")}</Notice>
          <p>{say("exercise.real")}</p>
          <ol class="afterwards">
            <For each={AFTERWARDS}>
              {(word) => {
                const [name, ...rest] = say(word).split(":");
                return (
                  <li>
                    <strong>{name}:</strong>
                    {rest.join(":")}
                  </li>
                );
              }}
            </For>
          </ol>
          <Button kind="main" class="button-wide" onClick={() => props.onFamilies()}>
            {say("exercise.families")}
          </Button>
          <Button class="button-wide" onClick={anew}>
            {say("practice.again")}
          </Button>
        </main>
      </Match>
      <Match when={true}>
        <main class="screen stack">
          <p class="exercise-mark">{say("exercise.mark")}</p>
          <h1>{say("exercise.title")}</h1>
          <p>{say("exercise.what")}</p>
          <p class="exercise-guided">
            <Icon name="list" />
            <span>{say("exercise.guided")}</span>
          </p>
          <Show when={source() !== undefined} fallback={<p class="quiet">{say("bar.loading")}</p>}>
            <Show when={source()} fallback={<Notice kind="look">{say("exercise.noForm")}</Notice>}>
              <Show
                when={put()}
                fallback={
                  <Button kind="main" class="button-wide" onClick={anew}>
                    {say("exercise.begin")}
                  </Button>
                }
              >
                {(kept) => (
                  <>
                    <Button kind="main" class="button-wide" onClick={() => goOn(kept())}>
                      {say("exercise.resume")}
                    </Button>
                    <Button class="button-wide" onClick={anew}>
                      {say("exercise.anew")}
                    </Button>
                  </>
                )}
              </Show>
            </Show>
          </Show>
          <Show when={why()}>
            {(reason) => (
              <Notice kind="stop">
                <p>{say("practice.cannot")}</p>
                <p class="small" lang="en">
                  {reason()}
                </p>
              </Notice>
            )}
          </Show>
        </main>
      </Match>
    </Switch>
  );
}
