import { createSignal, lazy, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { CannotOpen, open, type Interview, type Question } from "../forms";
import { READING, readReading, resultViews, type Reading } from "../results";
import { askToStay, isStoreProblem, type Desk, type Remark } from "../store";
import type { JointTold } from "../sync";
import { language, say, type Word } from "../text";
import { Button, Notice } from "../ui";
import { CannotBegin, isAt, sourceOf } from "./beginning";
import { confidingOf, keepSealed, type Confiding } from "./confiding";
import { correcting } from "./correcting";
import { jointOf, onlyOwn, ownPart, signedPart } from "./joint";
import { Pager } from "./Pager";
import { Photos } from "./photos";
import type { Progress } from "./place";
import type { VisitDraft } from "./records";
import { aboutOf, formOf, questionsOf, Saver } from "./saving";
import { AfterVisit, Kept } from "./VisitParts";
import type { Works } from "./works";
import "./works.css";

interface Open {
  readonly interview: Interview;
  readonly desk: Desk<VisitDraft>;
  readonly photos: Photos;
  readonly reading: Reading | null;
  /** With whom the family is shared: then the interview is this kader's part. */
  readonly joint: JointTold | null;
}

type Phase =
  | { readonly at: "loading" }
  | { readonly at: "stopped"; readonly why: Word; readonly mayTakeOver?: boolean }
  | ({ readonly at: "form" } & Open)
  | ({ readonly at: "private"; readonly confiding: Confiding; readonly progress: Progress } & Open)
  | { readonly at: "done"; readonly id: string };

const PrivateBlock = lazy(async () => ({ default: (await import("../private")).PrivateBlock }));

/** A visit from its draft to the outbox: every answer is kept before anything else happens to it. */
export function VisitScreen(props: Works & { readonly id: string }) {
  const works: Works = props;
  const { store } = works;
  const [phase, setPhase] = createSignal<Phase>({ at: "loading" });
  const [saved, setSaved] = createSignal<Desk["state"]>("saved");
  const [trouble, setTrouble] = createSignal<Word | null>(null);
  let alive = true;
  let hold: (() => void) | null = null;

  const heard = (state: Desk["state"]): void => {
    setSaved(state);
    if (state === "saved") setTrouble((word) => (word?.startsWith("saved.") ? null : word));
  };
  const start = async (): Promise<void> => {
    setPhase({ at: "loading" });
    // What the visit ends with is fetched with its beginning: the code may be cleared, or replaced, meanwhile.
    void import("../private").catch(() => undefined);
    try {
      const desk = await store.resume<VisitDraft>(props.id, { told: heard });
      const { about, known, form } = desk.content.body;
      const photos = new Photos(store, desk.content.files);
      const beginning = form
        ? ({ from: "draft", draft: { ...form, photos: await photos.taken() } } as const)
        : ({ from: "new", ...(known && { known }) } as const);
      const source = await sourceOf(store, works.shelf, about);
      const joint = await jointOf(store, about);
      const [told, whole] = await Promise.all([
        source.media(READING).then((file) => file?.text()),
        open(source, beginning, { language: language(), deviceId: works.deviceId }),
      ]);
      if (!alive) return whole.close();
      const interview = joint ? ownPart(whole, joint) : whole;
      setPhase({ at: "form", interview, desk, photos, joint, reading: told === undefined || joint ? null : readReading(told) });
      performance.mark("form-ready");
    } catch (error) {
      // Come back to after it was finished: there is no draft any more, and nothing is wrong.
      const isFinished = isStoreProblem(error, "missing") && ((await store.outbox.get(props.id)) ?? (await store.outbox.receipt(props.id))) !== null;
      if (alive) setPhase(isFinished ? { at: "done", id: props.id } : stopped(error));
    }
  };

  /** The private part stands last, when the kader knows the house; then the visit is finished. */
  const end = async (open: Open, progress: Progress): Promise<void> => {
    const confiding = await confidingOf(store, works.shelf, open.desk.content.body, open.interview, open.joint);
    if (confiding) setPhase({ at: "private", ...open, confiding, progress });
    else await finish(open, progress);
  };

  const finish = async (opened: Open, progress: Progress): Promise<void> => {
    const { interview, desk, photos, joint } = opened;
    setTrouble(null);
    try {
      const finished = await interview.finish();
      await photos.keep(finished.photos);
      const { body } = desk.content;
      desk.save({ ...body, form: formOf(interview), progress }, photos.of(finished.photos));
      const corrected = correcting(finished.xml, body.about.corrects);
      const xml = joint ? onlyOwn(corrected, joint) : corrected;
      await store.finish(desk, xml, { ...aboutOf(body.about, interview), joint }, {
        pace: progress.pace,
        ...(body.private && { private: body.private }),
        ...(joint && (await signedPart(xml, joint, works.sign))),
      });
      hold = null;
      interview.close();
      setPhase({ at: "done", id: desk.id });
      void works.sync.run();
      void askToStay();
    } catch (error) {
      if (phase().at === "private") setPhase({ at: "form", ...opened });
      setTrouble(isStoreProblem(error, "full") ? "saved.full" : isStoreProblem(error, "photos-full") ? "room.photos" : isStoreProblem(error, "elsewhere") ? "saved.elsewhere" : "saved.failing");
    }
  };

  onMount(() => void start());
  onCleanup(store.writer.onChange((state) => {
    if (state === "elsewhere" && (phase().at === "form" || phase().at === "private")) leave({ at: "stopped", why: "saved.elsewhere", mayTakeOver: true });
    // Taken over here, or from the bar above every screen: the visit goes on.
    if (state === "here" && stop()?.mayTakeOver) void start();
  }));
  onCleanup(() => {
    alive = false;
    hold?.();
  });
  const leave = (next: Phase): void => {
    hold?.();
    hold = null;
    setPhase(next);
  };
  const form = () => {
    const now = phase();
    return now.at === "form" ? now : null;
  };
  const confided = () => {
    const now = phase();
    return now.at === "private" ? now : null;
  };
  const stop = () => {
    const now = phase();
    return now.at === "stopped" ? now : null;
  };
  const done = () => {
    const now = phase();
    return now.at === "done" ? now : null;
  };

  return (
    <Switch fallback={<p class="screen quiet">{say("open.loading")}</p>}>
      <Match when={stop()}>
        {(told) => (
          <main class="screen stack">
            <Notice kind={told().mayTakeOver ? "look" : "stop"}>{say(told().why)}</Notice>
            <Show when={told().mayTakeOver}>
              <Button kind="main" onClick={() => void store.writer.takeOver()}>
                {say("saved.here")}
              </Button>
            </Show>
            <Button onClick={() => works.go("/keluarga", { replace: true })}>{say("family.back")}</Button>
          </main>
        )}
      </Match>
      <Match when={form()} keyed>
        {({ interview, desk, photos, reading, joint }) => {
          const { remarks } = desk.content.body;
          const saver = new Saver(interview, desk, photos, (problem) => setTrouble(problem));
          hold = () => {
            saver.now();
            interview.close();
            void desk.close();
          };
          return (
            <Pager
              interview={interview}
              views={reading === null ? undefined : resultViews(reading)}
              progress={desk.content.body.progress ?? undefined}
              at={desk.content.body.progress ? undefined : markedIn(interview, remarks)}
              remark={(question) => remarkAt(question, remarks)}
              status={<Kept state={saved()} />}
              above={<Above trouble={trouble() ?? (saved() === "full" || saved() === "failing" ? `saved.${saved()}` as Word : null)} onRetry={() => desk.retry()} remarks={remarks} />}
              onChange={(progress) => saver.soon(progress)}
              onLater={() => {
                hold?.();
                hold = null;
                works.back();
              }}
              onFinish={(progress) => end({ interview, desk, photos, reading, joint }, progress)}
              sharedWith={joint?.other}
            />
          );
        }}
      </Match>
      <Match when={confided()} keyed>
        {({ confiding, progress, interview, desk, photos, reading, joint }) => (
          <PrivateBlock
            visitId={desk.id}
            part={confiding.part}
            keys={confiding.keys}
            village={confiding.village}
            kept={desk.content.body.private ?? null}
            recorded={async (name) => (await works.shelf.get(desk.content.body.about.formId, desk.content.body.about.version))?.files[name] ?? null}
            onKept={(outcome) => keepSealed(desk, outcome)}
            onLater={() => setPhase({ at: "form", interview, desk, photos, reading, joint })}
            onDone={() => void finish({ interview, desk, photos, reading, joint }, progress)}
          />
        )}
      </Match>
      <Match when={done()}>{(told) => <AfterVisit works={works} id={told().id} />}</Match>
    </Switch>
  );
}

function Above(props: { readonly trouble: Word | null; readonly onRetry: () => void; readonly remarks: readonly Remark[] }) {
  const general = () => props.remarks.filter(({ question }) => question === "");
  return (
    <>
      <Show when={props.trouble}>
        {(word) => (
          <div role="alert" class="visit-trouble">
            <Notice kind="stop">
              <p>{say(word())}</p>
              <Button onClick={() => props.onRetry()}>{say("phone.tryAgain")}</Button>
            </Notice>
          </div>
        )}
      </Show>
      <Show when={general().length > 0}>
        <div class="visit-trouble">
          <Notice kind="look">
            <p>{say("open.remark", { text: general().map(({ text }) => text).join(" · ") })}</p>
          </Notice>
        </div>
      </Show>
    </>
  );
}

function stopped(error: unknown): Phase {
  if (isStoreProblem(error, "missing")) return { at: "stopped", why: "open.missing" };
  if (isStoreProblem(error, "elsewhere")) return { at: "stopped", why: "saved.elsewhere", mayTakeOver: true };
  if (error instanceof CannotBegin) return { at: "stopped", why: "family.noForm" };
  if (!(error instanceof CannotOpen)) console.error(error);
  return { at: "stopped", why: "open.cannot" };
}

function remarkAt(question: Question, remarks: readonly Remark[]): string | null {
  const found = remarks.filter((remark) => isAt(question.path, remark));
  return found.length ? say("open.remark", { text: found.map(({ text }) => text).join(" · ") }) : null;
}

function markedIn(interview: Interview, remarks: readonly Remark[]): string | undefined {
  return questionsOf(interview).find((question) => question.relevant && remarks.some((remark) => isAt(question.path, remark)))?.path;
}
