import { createMemo, createResource, createSignal, onCleanup, Show } from "solid-js";
import { Receipts } from "../sync";
import { newId } from "../vault";
import type { Works } from "../visits";
import { ReportScreen, VillageScreen, type ReportReceipt } from "../village";
import { ownWork } from "./ownWork";
import { back, go } from "./route";
import type { ScreenProps } from "./screens";
import { worksOf } from "./work";

export function Village(props: ScreenProps) {
  const [works] = createResource(() => worksOf(props.session));
  return <Show when={works()}>{(found) => <OwnVillage {...props} works={found()} />}</Show>;
}

function OwnVillage(props: ScreenProps & { readonly works: Works }) {
  const { store, link } = props.session;
  const receipts = new Receipts(store);
  const [last, setLast] = createSignal(props.works.sync.now.last);
  onCleanup(props.works.sync.onChange((now) => setLast(now.last)));
  // The first sync brings the key that receipts are checked with: what could not be said before is asked anew.
  const check = createMemo(() => (last(), (receipt: ReportReceipt) => receipts.checkReport(receipt)));
  return <VillageScreen store={store} link={link} check={check()} go={go} own={(village) => ownWork(props.works, village)} />;
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
