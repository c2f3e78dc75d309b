import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show, type Component, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { BlockView, flushTyping, focusQuestion, type Block, type Interview, type OpenProblem, type Question } from "../forms";
import { nameOf, say, speak } from "../text";
import { Button } from "../ui";
import { Contents } from "./Contents";
import { EndScreen } from "./EndScreen";
import { answeredBlocks, emptyOptional } from "./filled";
import { Pace } from "./pace";
import { END, type Progress } from "./place";
import "./visits.css";

const NONE: ReadonlySet<string> = new Set();

interface Props {
  readonly interview: Interview;
  readonly progress?: Progress | undefined;
  /** Open at this question instead, as the server names it: a returned visit's marked one. */
  readonly at?: string | undefined;
  /** What a supervisor wrote about a question, shown at it. */
  readonly remark?: ((question: Question) => string | null) | undefined;
  /** Beside the number of the part: whether the answers are kept. */
  readonly status?: JSX.Element;
  /** Above the questions of every block. */
  readonly above?: JSX.Element;
  /** After each answer, each move and when the screen goes away: the moment to keep a draft. */
  readonly onChange: (progress: Progress) => void;
  readonly onFinish: (progress: Progress) => Promise<void>;
  readonly onLater?: (() => void) | undefined;
  /** The other kader of a shared family: finishing signs one's own part. */
  readonly sharedWith?: string | undefined;
  /** How a group is drawn instead of its questions, by the group's name. */
  readonly views?: Readonly<Record<string, Component<{ readonly interview: Interview }>>> | undefined;
}

/** A visit block by block: forward when the block is in order, back always, and a list of what is open. */
export function Pager(props: Props) {
  const form = props.interview;
  const pace = new Pace(props.progress?.pace);
  const marked = props.at === undefined ? null : form.blockOf(props.at);
  const [current, setCurrent] = createSignal(marked?.key ?? props.progress?.block ?? form.blocks[0]?.key ?? END);
  const [seen, setSeen] = createSignal<ReadonlySet<string>>(new Set(props.progress?.seen ?? []));
  const [attempted, setAttempted] = createSignal<ReadonlySet<string>>(new Set(marked === null ? [] : [marked.key]));
  const [stopped, setStopped] = createSignal(0);
  const [contents, setContents] = createSignal(false);
  const [finishing, setFinishing] = createSignal(false);
  let heading!: HTMLHeadingElement;

  const blocks = createMemo(() => form.blocks);
  const place = createMemo(() => blocks().findIndex((block) => block.key === current()));
  const block = (): Block | undefined => blocks()[place()];
  const openIn = (key: string): OpenProblem[] => form.problems.filter((each) => each.block.key === key);
  const progress = (): Progress => ({ block: current(), seen: [...seen()], pace: pace.spent() });
  const changed = (): void => props.onChange(progress());

  // A block can go while it is open: its member was removed, or an answer made it irrelevant. Then the one that
  // stands where it stood.
  let lastPlace = Math.max(0, place());
  createEffect(() => {
    const found = place();
    if (found >= 0) lastPlace = found;
    else if (current() !== END) setCurrent(blocks()[Math.min(lastPlace, blocks().length - 1)]?.key ?? END);
  });
  createEffect(() => {
    const code = form.language.code;
    if (code !== "") speak(code === "en" ? "en" : "id");
  });

  const move = (key: string, focus?: string): void => {
    flushTyping();
    setStopped(0);
    setContents(false);
    setSeen((before) => new Set(before).add(current()).add(key));
    setCurrent(key);
    pace.enter(key);
    if (focus === undefined) {
      window.scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    } else {
      setAttempted((before) => new Set(before).add(key));
      queueMicrotask(() => focusQuestion(focus));
    }
    changed();
  };
  const after = (): string => blocks()[place() + 1]?.key ?? END;
  const before = (): string | undefined => (current() === END ? blocks().at(-1)?.key : blocks()[place() - 1]?.key);
  const next = (): void => {
    flushTyping();
    const open = openIn(current());
    if (open.length === 0) return move(after());
    setAttempted((tried) => new Set(tried).add(current()));
    setStopped(open.length);
    queueMicrotask(() => focusQuestion(open[0]!.question.id));
  };
  const later = (): (() => void) | undefined => {
    const leave = props.onLater;
    return leave === undefined
      ? undefined
      : () => {
          flushTyping();
          leave();
        };
  };
  const finish = async (): Promise<void> => {
    if (finishing()) return;
    setFinishing(true);
    try {
      await props.onFinish(progress());
    } finally {
      setFinishing(false);
    }
  };

  pace.enter(current());
  onCleanup(form.onAnswer(() => changed()));
  const visibility = (): void => {
    if (document.visibilityState === "visible") return pace.resume();
    flushTyping();
    pace.pause();
    changed();
  };
  document.addEventListener("visibilitychange", visibility);
  onCleanup(() => document.removeEventListener("visibilitychange", visibility));
  onMount(() => {
    if (props.at === undefined) return;
    const block = form.blockOf(props.at);
    const asked = block?.kind === "questions" ? block.sections.flatMap((each) => each.questions).find((each) => each.path === props.at) : undefined;
    if (asked !== undefined) focusQuestion(asked.id);
  });
  createEffect(on(() => openIn(current()).length, (count) => { if (count === 0) setStopped(0); }));

  const title = (): string => block()?.title ?? say("visit.end");

  return (
    <div class="pager">
      <nav class="pager-head" aria-label={say("visit.parts")}>
        <div class="pager-bar">
          <Button kind="quiet" icon="list" onClick={() => setContents(true)}>
            {say("visit.part", { place: (current() === END ? blocks().length : place()) + 1, count: blocks().length + 1 })}
          </Button>
          {props.status}
          <Show when={form.languages.length > 1}>
            <select class="language" aria-label={say("visit.language")} onChange={(event) => form.speak(event.currentTarget.value)}>
              {form.languages.map((each) => (
                <option value={each.name} selected={each.name === form.language.name}>
                  {nameOf(each.code, each.name)}
                </option>
              ))}
            </select>
          </Show>
        </div>
        <progress class="pager-progress" max={blocks().length} value={current() === END ? blocks().length : place()} aria-label={say("visit.part", { place: place() + 1, count: blocks().length + 1 })} />
      </nav>
      <main class="pager-main">
        {props.above}
        <h1 ref={heading} tabindex="-1" lang={block() === undefined ? undefined : form.language.code || undefined}>
          {title()}
        </h1>
        <Show
          when={block()}
          keyed
          fallback={
            <EndScreen problems={form.problems} optional={emptyOptional(blocks())} busy={finishing()} sharedWith={props.sharedWith} onOpen={({ block, question }) => move(block.key, question.id)} onFinish={() => void finish()} onLater={later()} />
          }
        >
          {(open) => (
            <Show
              when={props.views?.[open.key]}
              fallback={<BlockView interview={form} block={open} attempted={attempted().has(open.key)} onOpen={(key) => move(key)} remark={props.remark} />}
            >
              {(view) => <Dynamic component={view()} interview={form} />}
            </Show>
          )}
        </Show>
      </main>
      <footer class="pager-foot">
        <div class="pager-stopped" role="status">
          <Show when={stopped() > 0}>
            <span>{stopped() === 1 ? say("visit.oneOpen") : say("visit.someOpen", { count: stopped() })}</span>
            <Button kind="quiet" onClick={() => move(after())}>
              {say("visit.skip")}
            </Button>
          </Show>
        </div>
        <Show when={before() !== undefined}>
          <Button icon="back" onClick={() => move(before()!)}>
            {say("visit.back")}
          </Button>
        </Show>
        <Show when={current() !== END}>
          <Button kind="main" iconAfter="next" onClick={next}>
            {say("visit.next")}
          </Button>
        </Show>
      </footer>
      <Contents
        open={contents()}
        blocks={blocks()}
        current={current()}
        seen={seen()}
        answered={contents() ? answeredBlocks(form) : NONE}
        problems={form.problems}
        onClose={() => setContents(false)}
        onOpen={(key) => move(key)}
        onLater={later()}
      />
    </div>
  );
}
