import { createMemo, createSignal, For, Show } from "solid-js";
import type { Entry } from "../store";
import { startHere } from "../sync";
import { say, type Word } from "../text";
import { Button, createRead, Notice } from "../ui";
import { beginVisit } from "./beginning";
import { STANDINGS, type Standing } from "./board";
import { StandingTag } from "./StandingTag";
import { SendNow, SyncBar, WrongClock } from "./SyncBar";
import { placeText, whereaboutsOf, type Whereabouts } from "./whereabouts";
import { useBoard, type Works } from "./works";
import "./works.css";

const SHOWN = 40;

interface Line extends Whereabouts {
  readonly id: string;
  readonly name: string;
  readonly standing: Standing;
  /** Also while a draft of another visit stands before it. */
  readonly isVisited: boolean;
  /** Where a press leads. */
  readonly to: string;
}

/** The kader's families by RT, with where each stands; what came back to be mended first. */
export function FamiliesScreen(props: Works) {
  const works = props;
  const { board } = useBoard(works);
  const [typed, setTyped] = createSignal("");
  const [standing, setStanding] = createSignal<Standing | "all">("all");
  const [most, setMost] = createSignal(SHOWN);
  const [start] = createRead(board, () => startHere(works.store));
  const [why, setWhy] = createSignal<Word | null>(null);
  const { search } = works.store.families;

  const entries = createMemo(() => {
    board(); // read again after a sync
    return [...search.find("", { limit: Number.POSITIVE_INFINITY }).entries].sort(byPlace);
  });
  const lines = createMemo((): readonly Line[] => {
    const now = board();
    if (!now) return [];
    const strangers = now.strangers((id) => search.get(id) !== null);
    const all = [
      ...strangers.map(({ id, familyId, about, standing: at }): Line => ({
        id,
        name: about?.name || say("families.new"),
        rt: "",
        rw: "",
        address: say("families.new"),
        standing: at as Standing,
        isVisited: now.isVisited(familyId ?? id),
        to: `/keluarga/${familyId ?? id}`,
      })),
      ...entries().map((entry): Line => ({ ...whereaboutsOf(entry.shown), id: entry.id, name: entry.name, standing: now.standing(entry.id), isVisited: now.isVisited(entry.id), to: `/keluarga/${entry.id}` })),
    ];
    return all.sort((one, other) => Number(other.standing === "returned") - Number(one.standing === "returned"));
  });
  const found = createMemo(() => {
    const words = typed().trim();
    const hits = words === "" ? null : new Set(search.find(words, { limit: Number.POSITIVE_INFINITY }).entries.map(({ id }) => id));
    const begins = words.toLowerCase();
    return lines().filter(
      (line) =>
        (standing() === "all" || line.standing === standing()) &&
        (hits === null || hits.has(line.id) || (search.get(line.id) === null && line.name.toLowerCase().includes(begins))),
    );
  });
  const counts = createMemo(() => {
    const all = new Map<Standing, number>();
    for (const line of lines()) all.set(line.standing, (all.get(line.standing) ?? 0) + 1);
    return all;
  });
  const visited = () => lines().filter(({ isVisited }) => isVisited).length;

  const add = async (): Promise<void> => {
    setWhy(null);
    try {
      works.go(`/kunjungan/${await beginVisit(works.store, null)}`);
    } catch (error) {
      setWhy(whyNot(error));
    }
  };

  return (
    <main class="screen stack works">
      <h1>{say("families.title")}</h1>
      <SyncBar works={works} board={board()} />
      <WrongClock works={works} />
      <Show when={lines().length > 0} fallback={<Show when={board()}><Nobody works={works} isKnown={Boolean(start())} /></Show>}>
        <p class="progress-line">
          <progress max={lines().length} value={visited()} aria-label={say("families.progress", { visited: visited(), target: lines().length })} />
          {say("families.progress", { visited: visited(), target: lines().length })}
        </p>
        <div class="find">
          <label>
            <span>{say("families.search")}</span>
            <input type="search" autocomplete="off" value={typed()} onInput={(event) => (setTyped(event.currentTarget.value), setMost(SHOWN))} />
          </label>
          <label>
            <span>{say("families.filter")}</span>
            <select onChange={(event) => (setStanding(event.currentTarget.value as Standing | "all"), setMost(SHOWN))}>
              <option value="all">{`${say("standing.all")} (${lines().length})`}</option>
              <For each={STANDINGS}>
                {(one) => <option value={one} selected={standing() === one}>{`${say(`standing.${one}` as Word)} (${counts().get(one) ?? 0})`}</option>}
              </For>
            </select>
          </label>
        </div>
        <p class="hidden-text" role="status">
          {say("families.found", { count: found().length })}
        </p>
        <ul class="family-list">
          <For each={found().slice(0, most())} fallback={<li class="quiet">{say("families.none")}</li>}>
            {(line) => (
              <li>
                <a href={`#${line.to}`} class="family-line" onClick={(event) => (event.preventDefault(), works.go(line.to))}>
                  <span class="family-name">{line.name}</span>
                  <span class="family-place">{placeText(line)}</span>
                  <StandingTag standing={line.standing} />
                </a>
              </li>
            )}
          </For>
        </ul>
        <Show when={found().length > most()}>
          <Button class="button-wide" onClick={() => setMost((count) => count + SHOWN)}>
            {say("families.more")}
          </Button>
        </Show>
      </Show>
      <Show when={why()}>{(word) => <Notice kind="look">{say(word())}</Notice>}</Show>
      <Show when={start()}>
        <Button icon="plus" class="button-wide" onClick={() => void add()}>
          {say("families.add")}
        </Button>
      </Show>
    </main>
  );
}

/** Why a visit does not begin. */
export function whyNot(error: unknown): Word {
  const code = (error as { code?: string }).code;
  if (code === "no-form") return "family.noForm";
  if (code === "no-body") return "family.otherPhoneWhat";
  if (code === "full") return "why.full";
  if (code === "elsewhere") return "saved.elsewhere";
  return "open.cannot";
}

function Nobody(props: { readonly works: Works; readonly isKnown: boolean }) {
  return (
    <div class="stack">
      <Notice kind="know">{say(props.isKnown ? "families.nothing" : "families.empty")}</Notice>
      <SendNow works={props.works} />
    </div>
  );
}

/** By hamlet, RW and RT as one walks, then by name. */
function byPlace(one: Entry, other: Entry): number {
  const key = ({ shown = {} }: Entry) => [shown["village"] ?? "", shown["dusun"] ?? "", number(shown["rw"]), number(shown["rt"])] as const;
  const [mine, theirs] = [key(one), key(other)];
  for (const at of [0, 1, 2, 3] as const) {
    if (mine[at] !== theirs[at]) return mine[at] < theirs[at] ? -1 : 1;
  }
  return 0;
}

function number(written: string | undefined): number {
  const found = Number.parseInt(written ?? "", 10);
  return Number.isNaN(found) ? Number.MAX_SAFE_INTEGER : found;
}
