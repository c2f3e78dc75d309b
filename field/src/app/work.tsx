import { createResource, Show, type JSX } from "solid-js";
import { bringNear } from "../care";
import type { FormSource } from "../forms";
import { FormShelf } from "../store";
import { Sync } from "../sync";
import { exerciseSource, FamiliesScreen, FamilyScreen, ResultScreen, SendingScreen, VisitScreen, type Works } from "../visits";
import { fetchRecaps, sendReports } from "../village";
import { back, go } from "./route";
import type { ScreenProps } from "./screens";
import type { Session } from "./session";

const known = new WeakMap<Session, Promise<Works>>();

/** What the screens of families and visits work with; syncing begins with the first of them. */
export function worksOf(session: Session): Promise<Works> {
  const found = known.get(session) ?? begun(session);
  known.set(session, found);
  return found;
}

export function Families(props: ScreenProps) {
  return <Working session={props.session}>{(works) => <FamiliesScreen {...works} />}</Working>;
}

export function Family(props: ScreenProps) {
  return <Working session={props.session}>{(works) => <FamilyScreen {...works} id={props.places["id"] ?? ""} />}</Working>;
}

export function Result(props: ScreenProps) {
  return <Working session={props.session}>{(works) => <ResultScreen {...works} id={props.places["id"] ?? ""} />}</Working>;
}

export function Sending(props: ScreenProps) {
  return <Working session={props.session}>{(works) => <SendingScreen {...works} />}</Working>;
}

export function Visit(props: ScreenProps) {
  return <Working session={props.session}>{(works) => <VisitScreen {...works} id={props.places["id"] ?? ""} />}</Working>;
}

/** The questionnaire that lies on the phone, for a visit that is nobody's. */
export async function questionnaireOf(session: Session): Promise<FormSource | null> {
  const { store, shelf } = await worksOf(session);
  return exerciseSource(store, shelf);
}

async function begun({ profile, store, link, sign }: Session): Promise<Works> {
  const shelf = await FormShelf.open();
  let knowsNear = false;
  // A village's report and figures go with every run; what the server refuses stays with the report.
  const also = async (): Promise<void> => {
    await sendReports(store, link);
    await fetchRecaps(store, link);
    // Whom to call near her is asked once an opening, by every phone alike.
    if (!knowsNear) await bringNear(store.notes, link);
    knowsNear = true;
  };
  const sync = new Sync({ profile, store, link, shelf, also });
  sync.begin();
  return { store, shelf, sync, deviceId: profile.deviceId, sign: (text) => sign("part", text), go, back };
}

function Working(props: { readonly session: Session; readonly children: (works: Works) => JSX.Element }) {
  const [works] = createResource(() => worksOf(props.session));
  return <Show when={works()}>{(found) => props.children(found())}</Show>;
}
