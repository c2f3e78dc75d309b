import { createResource, Show } from "solid-js";
import { newId } from "../vault";
import { ReportScreen, VillageScreen } from "../village";
import { ownWork } from "./ownWork";
import { back, go } from "./route";
import type { ScreenProps } from "./screens";
import { worksOf } from "./work";

export function Village(props: ScreenProps) {
  const [works] = createResource(() => worksOf(props.session));
  return (
    <Show when={works()}>
      {(found) => <VillageScreen store={props.session.store} link={props.session.link} go={go} own={(village) => ownWork(found(), village)} />}
    </Show>
  );
}

export function VillageReport(props: ScreenProps) {
  return (
    <ReportScreen
      store={props.session.store}
      link={props.session.link}
      roundId={Number(props.places["round"])}
      village={props.places["village"]!}
      newId={newId}
      back={back}
    />
  );
}
