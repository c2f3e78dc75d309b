import { For, Match, Show, Switch } from "solid-js";
import { say } from "../text";
import { Button, createRead, Icon, Notice } from "../ui";
import type { QueuedReport } from "./keeping";
import { moment, proofOf } from "./telling";
import type { CheckReceipt, Recap, Report } from "./types";

interface Props {
  readonly recap: Recap;
  readonly queued: QueuedReport | undefined;
  readonly check: CheckReceipt;
  readonly onWrite: () => void;
  readonly onDrop: (id: string) => void;
}

/** Where the village's report stands: on this phone, or wherever the server says. */
export function ReportCard(props: Props) {
  const newest = () => props.recap.reports[0];
  return (
    <section class="village-card stack" aria-labelledby="report">
      <h2 id="report">{say("report.title")}</h2>
      <Switch>
        <Match when={props.queued?.refused !== undefined}>
          <Notice kind="stop">{say("report.refused", { why: props.queued!.refused! })}</Notice>
          <Button kind="main" class="button-wide" onClick={() => props.onDrop(props.queued!.id)}>
            {say("report.mend")}
          </Button>
        </Match>
        <Match when={props.queued}>
          <Notice kind="know">{say("report.queued")}</Notice>
        </Match>
        <Match when={!newest()}>
          <p>{say("report.none")}</p>
          <Button kind="main" class="button-wide" onClick={() => props.onWrite()}>
            {say("report.send")}
          </Button>
        </Match>
        <Match when={newest()}>
          {(report) => (
            <>
              <Show when={report().state === "returned"}>
                <Button kind="main" class="button-wide" onClick={() => props.onWrite()}>
                  {say("report.mend")}
                </Button>
              </Show>
              <Show when={report().state === "accepted"}>
                <Button class="button-wide" onClick={() => props.onWrite()}>
                  {say("report.next")}
                </Button>
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <Show when={newest()}>{(report) => <OneReport report={report()} check={props.check} />}</Show>
      <Show when={props.recap.reports.length > 1}>
        <details class="village-fold">
          <summary>{say("report.earlier")}</summary>
          <For each={props.recap.reports.slice(1)}>{(report) => <OneReport report={report} check={props.check} />}</For>
        </details>
      </Show>
    </section>
  );
}

function OneReport(props: { readonly report: Report; readonly check: CheckReceipt }) {
  const last = () => props.report.steps.at(-1);
  const [proof] = createRead(
    () => [props.report, props.check] as const,
    async ([report, check]) => ({ is: await proofOf(report, check) }),
  );
  const isDoubtful = () => proof()?.is === "no";
  const kind = () => (isDoubtful() ? "look" : ({ returned: "stop", accepted: proof()?.is === "yes" ? "good" : undefined } as const)[props.report.state as string]);
  return (
    <div class="village-report stack stack-tight">
      <Notice kind={kind() ?? "know"}>
        <p>
          <strong>{say(`reportState.${props.report.state}`)}</strong>
        </p>
        <Show when={props.report.state === "returned" && last()?.reason}>
          {(reason) => (
            <p>
              {say("report.reason")} {reason()}
            </p>
          )}
        </Show>
      </Notice>
      <p class="small">
        {say("report.number", { number: props.report.number })} · {say("report.version", { count: props.report.version })}
      </p>
      <h3 class="hidden-text">{say("report.history")}</h3>
      <ol class="village-steps">
        <For each={props.report.steps}>
          {(step) => (
            <li>
              <Icon name={step.move === "return" ? "back" : "check"} />
              <span>
                {say(`reportMove.${step.move}`)}
                <span class="village-when small quiet">{moment(step.at)}</span>
              </span>
            </li>
          )}
        </For>
      </ol>
      <Switch>
        <Match when={isDoubtful()}>
          <Notice kind="stop">{say("report.forged")}</Notice>
        </Match>
        <Match when={props.report.receipt && proof()?.is === "unknown"}>
          <p class="small">
            <strong>{say("report.receipt")}.</strong> {say("report.unchecked", { when: moment(props.report.receipt!.received_at) })}
          </p>
        </Match>
        <Match when={proof()?.is === "yes" && props.report.receipt}>
          {(receipt) => (
            <p class="small">
              <strong>{say("report.receipt")}.</strong> {say("report.receiptOf", { when: moment(receipt().received_at), print: receipt().sha256.slice(0, 12) })}
            </p>
          )}
        </Match>
      </Switch>
    </div>
  );
}
