import { newId } from "../vault";
import { ReportScreen, VillageScreen } from "../village";
import { back, go } from "./route";
import type { ScreenProps } from "./screens";

export function Village(props: ScreenProps) {
  return <VillageScreen store={props.session.store} link={props.session.link} go={go} />;
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
