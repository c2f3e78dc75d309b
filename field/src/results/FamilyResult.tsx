import { createResource, createSignal, Match, Show, Switch } from "solid-js";
import { say } from "../text";
import { Button, Notice } from "../ui";
import { READING, readReading, type Reading } from "./reading";
import { ResultView } from "./ResultView";
import { SummarySheet } from "./SummarySheet";

interface Props {
  /** A finished visit. */
  readonly xml: string;
  /** A file of the visit's form, by its plain name; null when it is not there. */
  readonly media: (name: string) => Promise<Blob | null>;
}

/** The result of a finished visit, and the summary that the family may take along. */
export function FamilyResult(props: Props) {
  const [reading] = createResource(async () => {
    const file = await props.media(READING);
    return file === null ? null : readReading(await file.text());
  });
  return (
    <Switch>
      <Match when={reading.state === "ready" && reading() === null}>
        <Notice kind="know">{say("result.noReading")}</Notice>
      </Match>
      <Match when={reading()}>{(known) => <Both reading={known()} xml={props.xml} />}</Match>
    </Switch>
  );
}

function Both(props: { readonly reading: Reading; readonly xml: string }) {
  const [sheet, setSheet] = createSignal(false);
  return (
    <div class="stack">
      <Button icon={sheet() ? "back" : "file"} class="button-wide" onClick={() => setSheet(!sheet())}>
        {say(sheet() ? "summary.back" : "summary.open")}
      </Button>
      <Show when={sheet()} fallback={<ResultView reading={props.reading} xml={props.xml} />}>
        <SummarySheet reading={props.reading} xml={props.xml} />
      </Show>
    </div>
  );
}
