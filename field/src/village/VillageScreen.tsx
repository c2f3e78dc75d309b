import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { Store } from "../store";
import { say } from "../text";
import { Button, createRead, Notice } from "../ui";
import { FiguresCard } from "./FiguresCard";
import { fetchRecaps, isOf, keptRecaps, queued, sendReports, withdraw } from "./keeping";
import type { OwnWork } from "./own";
import { OwnCard } from "./OwnCard";
import { ReportCard } from "./ReportCard";
import { sharePicture, shareText, type Shared } from "./sharing";
import { moment } from "./telling";
import type { CheckReceipt, Courier, Recap } from "./types";
import "./village.css";

/** Until the server has said how few are too few. */
const FEWEST = 5;

interface Props {
  readonly store: Store;
  readonly link: Courier;
  /** Whether the server signed for a report. */
  readonly check: CheckReceipt;
  readonly go: (to: string) => void;
  /** What this phone alone says of a village. */
  readonly own: (village: string) => Promise<OwnWork>;
}

/** How far the team's own village is: what lies on this phone, what the server counted, the report, and what may be told on. */
export function VillageScreen(props: Props) {
  const [kept, { refetch }] = createRead(() => keptRecaps(props.store));
  const [waiting, { refetch: lookAtQueue }] = createRead(() => queued(props.store));
  const [chosen, setChosen] = createSignal(0);
  const [busy, setBusy] = createSignal(false);
  const [offline, setOffline] = createSignal(false);
  const recap = createMemo<Recap | undefined>(() => kept()?.items[chosen()] ?? kept()?.items[0]);
  const [own] = createRead(
    () => recap()?.village ?? "",
    (village) => props.own(village),
  );
  const mine = createMemo(() => {
    const here = recap();
    return here && waiting()?.find((one) => isOf(one, here.round_id, here.village));
  });

  const update = async (): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    try {
      await sendReports(props.store, props.link);
      await fetchRecaps(props.store, props.link);
      setOffline(false);
    } catch {
      setOffline(true);
    }
    await Promise.all([refetch(), lookAtQueue()]);
    setBusy(false);
  };
  const online = (): void => void update();
  onMount(() => {
    online();
    addEventListener("online", online);
  });
  onCleanup(() => removeEventListener("online", online));

  return (
    <main class="village stack">
      <h1>{recap()?.figures.village.name ?? say("village.title")}</h1>
      <Show when={(kept()?.items.length ?? 0) > 1}>
        <label class="village-choose">
          <span class="small">{say("village.choose")}</span>
          <select onChange={(event) => setChosen(event.currentTarget.selectedIndex)}>
            <For each={kept()!.items}>
              {(one, at) => (
                <option selected={at() === chosen()}>
                  {one.figures.village.name} · {one.round}
                </option>
              )}
            </For>
          </select>
        </label>
      </Show>
      <Show when={own()}>{(work) => <OwnCard work={work()} threshold={recap()?.figures.threshold ?? FEWEST} />}</Show>
      <Show when={recap()} fallback={<Missing isKnown={kept() !== null && kept() !== undefined} />}>
        {(here) => <FiguresCard recap={here()} />}
      </Show>
      <div class="stack stack-tight">
        <Button class="button-wide" disabled={busy()} onClick={() => void update()}>
          {say(busy() ? "village.updating" : "village.update")}
        </Button>
        <div role="status">
          <Show when={offline()}>
            <Notice kind="look">{say("village.offline")}</Notice>
          </Show>
        </div>
        <Show when={kept()?.at}>{(at) => <p class="small quiet">{say("village.fetched", { when: moment(at()) })}</p>}</Show>
      </div>
      <Show when={recap()}>
        {(here) => (
          <>
            <ReportCard
              recap={here()}
              queued={mine()}
              check={props.check}
              onWrite={() => props.go(`/desa/laporan/${here().round_id}/${here().village}`)}
              onDrop={(id) => void withdraw(props.store, id).then(() => props.go(`/desa/laporan/${here().round_id}/${here().village}`))}
            />
            <Share recap={here()} />
          </>
        )}
      </Show>
    </main>
  );
}

function Missing(props: { readonly isKnown: boolean }) {
  return <Notice kind="know">{say(props.isKnown ? "village.nothing" : "village.never")}</Notice>;
}

function Share(props: { readonly recap: Recap }) {
  const [told, setTold] = createSignal<Shared>("shared");
  return (
    <section class="village-card stack stack-tight" aria-labelledby="share">
      <h2 id="share">{say("share.title")}</h2>
      <p class="small">{say("share.what")}</p>
      <div class="village-buttons">
        <Button onClick={() => void sharePicture(props.recap).then(setTold)}>{say("share.picture")}</Button>
        <Button onClick={() => void shareText(props.recap).then(setTold)}>{say("share.text")}</Button>
      </div>
      <div role="status">
        <Show when={told() !== "shared"}>
          <Notice kind={told() === "failed" ? "look" : "good"}>{say(told() === "saved" ? "share.saved" : told() === "copied" ? "share.copied" : "share.failed")}</Notice>
        </Show>
      </div>
    </section>
  );
}
