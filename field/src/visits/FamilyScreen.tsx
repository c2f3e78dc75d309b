import { createMemo, createSignal, For, Show } from "solid-js";
import { startHere, type FamilyTold } from "../sync";
import { language, say, type Word } from "../text";
import { Button, createRead, Dialog, Icon, Notice } from "../ui";
import { beginCorrection, beginVisit } from "./beginning";
import { hasEnded, wantsAnother, wentTogether, type Standing, type VisitLine } from "./board";
import { whyNot } from "./FamiliesScreen";
import { isAnswered } from "./records";
import { StandingTag } from "./StandingTag";
import { sectionNames } from "./joint";
import { outcomeOf, relation, stuckWhy } from "./naming";
import { placeText, whereaboutsOf } from "./whereabouts";
import { day, moment, useBoard, type Works } from "./works";
import "./works.css";

/** One family: who lives there, what is true of its visits, and what to do next. `id` may be that of a visit of a new family. */
export function FamilyScreen(props: Works & { readonly id: string }) {
  const works: Works = props;
  const { board, reread } = useBoard(works);
  const [family] = createRead(board, async () => ((await works.store.families.get(props.id))?.content as FamilyTold | undefined) ?? null);
  const [start] = createRead(board, () => startHere(works.store));
  const [why, setWhy] = createSignal<Word | null>(null);
  const [busy, setBusy] = createSignal(false);
  const [discarding, setDiscarding] = createSignal<string | null>(null);

  const visits = createMemo((): readonly VisitLine[] => {
    const now = board();
    if (!now) return [];
    const found = now.of(props.id);
    return found.length ? found : now.lines.filter(({ id }) => id === props.id);
  });
  const first = () => visits()[0];
  const standing = (): Standing => board()?.standing(props.id) ?? "none";
  const name = () => family()?.head || first()?.about?.name || say("families.new");
  const village = () => start()?.villages.find(({ code }) => code === family()?.village)?.name ?? "";

  const act = async (run: () => Promise<string>): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    setWhy(null);
    try {
      works.go(`/kunjungan/${await run()}`);
    } catch (error) {
      setWhy(whyNot(error));
    } finally {
      setBusy(false);
    }
  };
  const discard = async (): Promise<void> => {
    const id = discarding();
    setDiscarding(null);
    if (id === null) return;
    await works.store.discard(id);
    await reread();
    if (!family() && visits().length === 0) works.back();
  };

  return (
    <main class="screen stack works">
      <div>
        <h1>{name()}</h1>
        <Show when={family()}>
          {(told) => (
            <p class="quiet">
              {[placeText(whereaboutsOf(told())), village()].filter(Boolean).join(" · ")}
            </p>
          )}
        </Show>
        <p class="family-state">
          <StandingTag standing={standing() === "none" ? (first()?.standing ?? "none") : standing()} />
          <HowItWent line={first()} />
        </p>
      </div>
      <Show when={(first()?.standing === "returned" || first()?.standing === "rejected") && first()}>{(line) => <Remarks line={line()} />}</Show>
      <Show when={standing() === "elsewhere" && family()}>
        {(told) => <Notice kind="know">{visits().some(wentTogether) ? say("family.together") : elsewhere(told().visited?.on)}</Notice>}
      </Show>
      <Shared family={family() ?? null} line={first()} />
      <Show when={why()}>{(word) => <Notice kind="look">{say(word())}</Notice>}</Show>
      <Action line={first()} isVisited={standing() === "elsewhere"} family={family() ?? null} busy={busy()} onAct={(run) => void act(run)} works={works} />
      <Show when={first()?.standing === "draft" && first()}>
        {(line) => (
          <Button kind="quiet" icon="bin" onClick={() => setDiscarding(line().id)}>
            {say("family.discard")}
          </Button>
        )}
      </Show>
      <Show when={family()}>
        {(told) => (
          <section class="stack">
            <h2>{`${say("family.roster")} (${told().members.length})`}</h2>
            <ul class="roster-told">
              <For each={told().members}>
                {(member) => (
                  <li>
                    <Icon name="person" />
                    <span>
                      <strong>{member.name}</strong>
                      <span class="small quiet">{[relation(member.relation), member.birth_date && say("family.born", { day: day(member.birth_date) })].filter(Boolean).join(" · ")}</span>
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </Show>
      <Show when={visits().length > 0}>
        <section class="stack">
          <h2>{say("family.history")}</h2>
          <ol class="visit-lines">
            <For each={visits()}>{(line) => <Visit line={line} onResult={() => works.go(`/hasil/${line.id}`)} />}</For>
          </ol>
        </section>
      </Show>
      <Dialog
        open={discarding() !== null}
        title={say("family.discard")}
        onClose={() => setDiscarding(null)}
        actions={
          <Button kind="stop" onClick={() => void discard()}>
            {say("family.discardYes")}
          </Button>
        }
      >
        <p>{say("family.discardSure")}</p>
      </Dialog>
    </main>
  );
}

/** The one thing to do next. */
function Action(props: { line: VisitLine | undefined; isVisited: boolean; family: FamilyTold | null; busy: boolean; works: Works; onAct: (run: () => Promise<string>) => void }) {
  const store = () => props.works.store;
  const begin = () => props.onAct(() => beginVisit(store(), props.family));
  const correct = (id: string) => props.onAct(() => beginCorrection(store(), props.works.shelf, id));
  const isOwn = () => props.line?.about != null;
  return (
    <>
      <Show when={props.line?.standing === "draft" && props.line}>
        {(line) => (
          <Button kind="main" iconAfter="next" class="button-wide" onClick={() => props.works.go(`/kunjungan/${line().id}`)}>
            {say("family.continue")}
          </Button>
        )}
      </Show>
      <Show when={props.line?.standing === "returned" && props.line}>
        {(line) => (
          <Show when={isOwn()} fallback={<Notice kind="know">{say(line().sent?.isTogether ? "family.madeOneWhat" : "family.otherPhoneWhat")}</Notice>}>
            <Button kind="main" iconAfter="next" class="button-wide" disabled={props.busy} onClick={() => correct(line().id)}>
              {say("family.correct")}
            </Button>
          </Show>
        )}
      </Show>
      <Show when={(props.line === undefined || hasEnded(props.line.standing) || (props.line.standing === "returned" && !isOwn())) && props.family}>
        <Show
          when={!props.isVisited}
          fallback={
            <Button class="button-wide" disabled={props.busy} onClick={begin}>
              {say("family.again")}
            </Button>
          }
        >
          <Button kind="main" iconAfter="next" class="button-wide" disabled={props.busy} onClick={begin}>
            {say("family.start")}
          </Button>
        </Show>
      </Show>
      <Show when={wantsAnother(props.line) && props.family}>
        <Notice kind="know">{say("family.metNobody")}</Notice>
        <Button kind="main" iconAfter="next" class="button-wide" disabled={props.busy} onClick={begin}>
          {say("family.again")}
        </Button>
      </Show>
      <Show when={isOwn() && (props.line?.standing === "sent" || props.line?.standing === "checked") && props.line}>
        {(line) => (
          <Button class="button-wide" disabled={props.busy} onClick={() => correct(line().id)}>
            {say("family.correct")}
          </Button>
        )}
      </Show>
    </>
  );
}

/** That another kader shares the family, whose sections are whose, and what one's own part waits for. */
function Shared(props: { readonly family: FamilyTold | null; readonly line: VisitLine | undefined }) {
  const joint = () => props.family?.joint ?? props.line?.about?.joint ?? null;
  const standing = (): Word | undefined => STANDS[props.line?.sent?.joint ?? ""];
  return (
    <Show when={joint()}>
      {(told) => (
        <Notice kind={props.line?.sent?.joint === "clash" ? "look" : "know"}>
          <Show when={props.family?.joint} fallback={<p>{say("joint.over", { other: told().other })}</p>}>
            <p>{say("joint.with", { other: told().other })}</p>
            <Show when={told().mine.length > told().theirs.length} fallback={<p>{say("joint.mine", { sections: sectionNames(told(), "mine", language()) })}</p>}>
              <p>{say("joint.theirs", { other: told().other, sections: sectionNames(told(), "theirs", language()) })}</p>
            </Show>
          </Show>
          <Show when={props.family?.joint && standing()}>{(word) => <p>{say(word(), { other: told().other })}</p>}</Show>
        </Notice>
      )}
    </Show>
  );
}

const STANDS: Readonly<Record<string, Word>> = { waiting: "joint.waiting", clash: "joint.clash", joined: "joint.joined" };

function Remarks(props: { readonly line: VisitLine }) {
  return (
    <Notice kind="look">
      <h2>{say(props.line.standing === "rejected" ? "family.rejected" : "family.remarks")}</h2>
      <ul class="remark-list">
        <Show when={whyRejected(props.line)}>{(word) => <li>{say(word())}</li>}</Show>
        <For each={props.line.sent?.remarks ?? []}>{({ text }) => <li>{text}</li>}</For>
      </ul>
    </Notice>
  );
}

/** The reason from the list; a newer site may name one that this app does not know, and then says it in words alone. */
function whyRejected(line: VisitLine): Word | undefined {
  const reason = line.standing === "rejected" ? line.sent?.reason : "";
  return reason && KNOWN_REASONS.has(reason) ? (`rejected.${reason}` as Word) : undefined;
}

const KNOWN_REASONS: ReadonlySet<string> = new Set(["not_confirmed", "wrong_family", "not_in_round", "no_consent", "unusable", "trial"]);

function Visit(props: { readonly line: VisitLine; readonly onResult: () => void }) {
  const receipt = () => props.line.sent?.receipt;
  // After its approval a visit's answers are let go, and those of another phone were never here.
  const isKept = () => isAnswered(props.line.about?.result ?? "") && !props.line.about?.joint && ["here", "sent", "checked", "returned"].includes(props.line.standing);
  return (
    <li class="visit-line">
      <p class="family-state">
        <StandingTag standing={wentTogether(props.line) ? "together" : props.line.standing} />
        <HowItWent line={props.line} />
      </p>
      <Show when={props.line.onItsWay?.stuck}>{(stuck) => <p class="small">{stuckWhy(stuck().code)} {say("send.since", { when: moment(stuck().since) })}</p>}</Show>
      <Show when={props.line.about?.finishedAt}>{(at) => <p class="small quiet">{say("family.finished", { when: moment(at()) })}</p>}</Show>
      <Show when={props.line.about === null}>
        <p class="small quiet">{say(props.line.sent?.isTogether ? "family.madeOne" : "family.otherPhone")}</p>
      </Show>
      <Show when={receipt()?.signature ? receipt() : undefined}>
        {(told) => (
          <p class="small quiet">
            {say("family.receipt", { when: moment(told().received_at ?? ""), mark: told().sha256.slice(0, 8).toUpperCase() })}
            <Show when={props.line.sent && !props.line.sent.isChecked}> {say("family.unchecked")}</Show>
          </p>
        )}
      </Show>
      <Show when={isKept()}>
        <Button kind="quiet" icon="file" onClick={() => props.onResult()}>
          {say("result.see")}
        </Button>
      </Show>
    </li>
  );
}

/** That nobody was asked, or not everything: a visit that the server checked may have found no family. */
function HowItWent(props: { readonly line: VisitLine | undefined }) {
  const word = () => (props.line && props.line.standing !== "draft" ? outcomeOf(props.line.about?.result ?? "") : undefined);
  return <Show when={word()}>{(found) => <span class="how-it-went">{say(found())}</span>}</Show>;
}

function elsewhere(on: string | null | undefined): string {
  return on ? say("family.elsewhere", { when: day(on) }) : say("family.elsewhereUndated");
}
