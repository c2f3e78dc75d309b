import { createResource, Show } from "solid-js";
import { FamilyResult } from "../results";
import type { Sent } from "../store";
import { say } from "../text";
import { Button, Notice } from "../ui";
import { sourceOf } from "./beginning";
import type { About } from "./records";
import type { Works } from "./works";
import "./works.css";

/** The result of a finished visit, as long as the visit is on this phone. */
export function ResultScreen(props: Works & { readonly id: string }) {
  const works: Works = props;
  const [visit] = createResource(() => finishedVisit(works, props.id));
  return (
    <main class="screen stack works">
      <h1>{say("result.screen")}</h1>
      <Show when={visit.state === "ready"}>
        <Show when={visit()} fallback={<Notice kind="know">{say("result.gone")}</Notice>}>
          {(found) => <FamilyResult xml={found().xml} media={found().media} />}
        </Show>
      </Show>
      <Button class="button-wide" onClick={() => works.back()}>
        {say("visit.back")}
      </Button>
    </main>
  );
}

/** A visit that waits here, or was sent and may come back; null when it is gone, or its form is. */
async function finishedVisit({ store, shelf }: Works, id: string) {
  const waiting = await store.outbox.get(id);
  const sent = waiting ?? (await store.outbox.body(id));
  const about = (waiting?.about ?? ((await store.outbox.receipt(id)) as Sent<About> | null)?.about ?? null) as About | null;
  if (!sent || !about) return null;
  try {
    const { media } = await sourceOf(store, shelf, about);
    return { xml: sent.xml, media };
  } catch {
    return null;
  }
}
