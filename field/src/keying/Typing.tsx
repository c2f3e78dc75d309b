import { createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { CannotOpen, open, type Interview } from "../forms";
import { speak } from "../text";
import { Button, Notice } from "../ui";
import { DeskProblem, type Desk, type KnownFamily, type Sheet } from "./desk";
import { Families } from "./Families";
import { FinishLine } from "./FinishLine";
import { FormView } from "./FormView";
import { Keeper, type KeptState } from "./keeper";
import { enter, entries, numbered } from "./moving";
import { begun, chooseFamily, type Begun } from "./begun";
import { Whose } from "./Whose";
import { tell } from "./words";

type Phase =
  | { readonly at: "opening" }
  | { readonly at: "typing" }
  | { readonly at: "done"; readonly next: string }
  | { readonly at: "cannot"; readonly why: string };

/** The page that types a sheet: opened, typed, sent, on to the next; never a mouse needed. */
export function Typing(props: { readonly desk: Desk }) {
  const { desk } = props;
  const [phase, setPhase] = createSignal<Phase>({ at: "opening" });
  const [sheet, setSheet] = createSignal<Sheet>();
  const [form, setForm] = createSignal<Interview>();
  const [kept, setKept] = createSignal<KeptState>({ is: "kept", at: null });
  const [attempted, setAttempted] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [families, setFamilies] = createSignal<readonly KnownFamily[]>([]);
  const [trouble, setTrouble] = createSignal<string | null>(null);
  const [jumpWhy, setJumpWhy] = createSignal("");
  const keeper = new Keeper(desk, setKept);
  const [whose, setWhose] = createSignal<string | null>(null);
  let isNew = false;
  let named = "";
  let finished: string | null = null;
  let jump: HTMLInputElement | undefined;
  let last: HTMLElement | null = null;

  const said = (problem: unknown): string => {
    if (!(problem instanceof DeskProblem)) throw problem;
    if (problem.trouble === "signed-out") return tell("signedOut");
    return problem.trouble === "offline" ? tell("offline") : problem.message;
  };
  const draw = async (found: Sheet, from: Begun): Promise<Interview> => {
    const interview = await open(
      { xform: found.xform, media: (name) => Promise.resolve(name in found.media ? new Blob([found.media[name]!]) : null) },
      from.draft === null ? { from: "new" } : { from: "draft", draft: from.draft },
      { language: found.language, deviceId: "kertas" },
    );
    interview.onAnswer(() => {
      finished = null;
      setWhose(null);
      keeper.later();
    });
    return interview;
  };
  const begin = async (): Promise<void> => {
    try {
      const found = await desk.begin();
      speak(found.language);
      const from = begun(found.draft);
      const interview = await draw(found, from);
      if (from.draft === null) chooseFamily.first(interview, found);
      setSheet(found);
      setForm(interview);
      setPhase({ at: "typing" });
      document.title = tell(found.second ? "again" : "title", { serial: found.serial });
      keeper.from(() => ({ draft: interview.draft(), at: last?.dataset["path"] ?? "" }));
      queueMicrotask(() => enter(entries().find((each) => each.dataset["path"] === from.at) ?? entries()[0]));
    } catch (problem) {
      setPhase({ at: "cannot", why: problem instanceof CannotOpen ? problem.reason : said(problem) });
    }
  };
  /** Open the form again with the family that was chosen: the list it is chosen from comes with it. */
  const becomes = async (family: KnownFamily): Promise<void> => {
    const interview = form()!;
    const draft = interview.draft();
    const found = await desk.begin(family.id);
    interview.close();
    const again = await draw(found, { draft, at: "" });
    chooseFamily.known(again, family.id);
    setForm(again);
    keeper.from(() => ({ draft: again.draft(), at: last?.dataset["path"] ?? "" }));
  };
  const choose = async (family: KnownFamily | null): Promise<void> => {
    setFamilies([]);
    try {
      if (family === null) isNew = true;
      else await becomes(family);
      await send();
    } catch (problem) {
      setTrouble(said(problem));
    }
  };
  const name = async (typed: string): Promise<void> => {
    // Another name may be another family's: it is looked for anew.
    if (typed !== named) isNew = false;
    named = typed;
    setWhose(null);
    await send();
  };
  const finish = async (): Promise<void> => {
    (document.activeElement as HTMLElement | null)?.blur();
    const isSecondTime = attempted();
    setAttempted(true);
    const open = form()!.problems;
    if (open.some((each) => each.problem.kind === "unread") || (open.length > 0 && !isSecondTime)) {
      queueMicrotask(() => enter(document.getElementById("send")));
      return;
    }
    await send();
  };
  const send = async (): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    setTrouble(null);
    try {
      finished ??= (await form()!.finish()).xml;
      keeper.stop();
      const sent = await desk.send(finished, isNew, named);
      form()!.close();
      setPhase({ at: "done", next: sent.next });
      queueMicrotask(() => document.querySelector<HTMLElement>("#done a")?.focus());
    } catch (problem) {
      keeper.goOn();
      if (problem instanceof DeskProblem && problem.trouble === "families") setFamilies(problem.families);
      else if (problem instanceof DeskProblem && problem.trouble === "whose") setWhose(problem.message);
      else setTrouble(said(problem));
    } finally {
      setBusy(false);
    }
  };

  const keys = (event: KeyboardEvent): void => {
    if (phase().at !== "typing") return;
    if (event.key === "F2") {
      event.preventDefault();
      enter(jump);
    } else if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      void finish();
    }
  };
  const focused = (event: FocusEvent): void => {
    if (event.target instanceof HTMLElement && event.target.dataset["path"] !== undefined) last = event.target;
  };
  const leaving = (): void => {
    if (document.visibilityState === "hidden") keeper.leaving();
  };
  onMount(() => {
    void begin();
    document.addEventListener("keydown", keys);
    document.addEventListener("focusin", focused);
    document.addEventListener("visibilitychange", leaving);
  });
  onCleanup(() => {
    document.removeEventListener("keydown", keys);
    document.removeEventListener("focusin", focused);
    document.removeEventListener("visibilitychange", leaving);
  });
  const goTo = (): void => {
    const found = numbered(jump!.value, last);
    setJumpWhy(found === null ? tell("jumpNone", { number: jump!.value }) : "");
    if (found === null) return jump!.select();
    jump!.value = "";
    enter(found);
  };

  return (
    <Switch fallback={<main class="keying-page">{<p class="quiet">{tell("loading")}</p>}</main>}>
      <Match when={phase().at === "typing" && sheet()}>
        {(found) => (
          <>
            <header class="bar">
              <div class="bar-title">
                <h1>{tell(found().second ? "again" : "title", { serial: found().serial })}</h1>
                <p class="small quiet">{tell("interviewer", { name: found().interviewer })}</p>
              </div>
              <form
                class="bar-jump"
                onSubmit={(event) => {
                  event.preventDefault();
                  goTo();
                }}
              >
                <label for="jump">{tell("jump")} (F2)</label>
                <input ref={(element) => (jump = element)} id="jump" class="entry entry-short" autocomplete="off" inputmode="decimal" aria-describedby="jump-how jump-why" />
                <span class="hidden-text" id="jump-how">
                  {tell("jumpHow")}
                </span>
                <span class="line-problem" id="jump-why" role="alert">
                  {jumpWhy()}
                </span>
              </form>
              <p class="bar-kept" role="status" classList={{ "bar-trouble": kept().is === "not-kept" }}>
                {keptText(kept())}
              </p>
              <a class="small" href={found().back}>
                {tell("back")}
              </a>
            </header>
            <main class="keying-page">
              <p class="small quiet how">{tell("how")}</p>
              <Show when={form()} keyed>
                {(interview) => (
                  <>
                    <FormView interview={interview} attempted={attempted()} />
                    <Show when={trouble()}>
                      {(why) => (
                        <Notice kind="stop">
                          <p role="alert">{why()}</p>
                          <Button onClick={() => void send()}>{tell("retry")}</Button>
                        </Notice>
                      )}
                    </Show>
                    <Switch fallback={<FinishLine problems={interview.problems} attempted={attempted()} busy={busy()} onSend={() => void finish()} />}>
                      <Match when={families().length > 0}>
                        <Families families={families()} onChoose={(family) => void choose(family)} />
                      </Match>
                      <Match when={whose()}>{(why) => <Whose why={why()} named={named} onName={(typed) => void name(typed)} />}</Match>
                    </Switch>
                  </>
                )}
              </Show>
            </main>
          </>
        )}
      </Match>
      <Match when={phase().at === "done" && (phase() as Extract<Phase, { at: "done" }>)}>
        {(done) => (
          <main class="keying-page stack" id="done">
            <h1>{tell(sheet()!.second ? "doneAgain" : "done", { serial: sheet()!.serial })}</h1>
            <Show when={done().next}>
              {(next) => (
                <p>
                  <a class="button button-main" href={next()}>
                    {tell("next")}
                  </a>
                </p>
              )}
            </Show>
            <p>
              <a class="button button-plain" href={sheet()!.back}>
                {tell("back")}
              </a>
            </p>
          </main>
        )}
      </Match>
      <Match when={phase().at === "cannot" && (phase() as Extract<Phase, { at: "cannot" }>)}>
        {(cannot) => (
          <main class="keying-page stack">
            <h1>{tell("cannot")}</h1>
            <Notice kind="stop">
              <p>{cannot().why}</p>
            </Notice>
            <p>
              <Button
                onClick={() => {
                  setPhase({ at: "opening" });
                  void begin();
                }}
              >
                {tell("retry")}
              </Button>{" "}
              <a class="button button-plain" href="/ketik/">
                {tell("back")}
              </a>
            </p>
          </main>
        )}
      </Match>
    </Switch>
  );
}

function keptText(state: KeptState): string {
  if (state.is === "keeping") return tell("saving");
  if (state.is === "kept") return state.at === null ? "" : tell("saved", { time: clock(state.at) });
  return state.trouble === "signed-out" ? tell("signedOut") : state.trouble === "offline" ? tell("offline") : tell("unsaved");
}

function clock(at: Date): string {
  return `${String(at.getHours()).padStart(2, "0")}.${String(at.getMinutes()).padStart(2, "0")}`;
}
