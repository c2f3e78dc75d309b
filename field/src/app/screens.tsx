import { lazy, type Component } from "solid-js";
import Emergency from "./Emergency";
import { go } from "./route";
import type { Word } from "../text";
import type { IconName } from "../ui";
import type { Session } from "./session";

/** What a screen is given; one outside `app` takes of it what it needs. */
export interface ScreenProps {
  readonly session: Session;
  /** What stands in the places of its pattern: `id` of `/keluarga/:id`. */
  readonly places: Readonly<Record<string, string>>;
}

export interface Screen {
  readonly pattern: string;
  readonly view: Component<ScreenProps>;
  /** Its place in the bar below; the first is where the app starts. */
  readonly bar?: { readonly word: Word; readonly icon: IconName };
  /** What stands around it: both bars, or the upper alone (a visit has buttons of its own below). */
  readonly bars?: "both" | "top";
}

/** Every screen of an open profile. A folder's screens are fetched when they are first shown. */
export const SCREENS: readonly Screen[] = [
  {
    pattern: "/keluarga",
    view: lazy(async () => ({ default: (await import("./work")).Families })),
    bar: { word: "bar.families", icon: "people" },
  },
  { pattern: "/keluarga/:id", view: lazy(async () => ({ default: (await import("./work")).Family })) },
  { pattern: "/kunjungan/:id", view: lazy(async () => ({ default: (await import("./work")).Visit })), bars: "top" },
  { pattern: "/hasil/:id", view: lazy(async () => ({ default: (await import("./work")).Result })) },
  { pattern: "/kiriman", view: lazy(async () => ({ default: (await import("./work")).Sending })) },
  {
    pattern: "/desa",
    view: lazy(async () => ({ default: (await import("./Village")).Village })),
    bar: { word: "bar.village", icon: "place" },
  },
  {
    pattern: "/desa/laporan/:round/:village",
    view: lazy(async () => ({ default: (await import("./Village")).VillageReport })),
  },
  {
    pattern: "/lainnya",
    view: lazy(() => import("./more/More")),
    bar: { word: "bar.more", icon: "more" },
  },
  {
    pattern: "/latihan",
    view: lazy(async () => {
      const [{ Exercise }, { questionnaireOf }] = await Promise.all([import("../practice"), import("./work")]);
      return { default: ({ session }) => <Exercise find={() => questionnaireOf(session)} onFamilies={() => go("/", { replace: true })} /> };
    }),
    bars: "top",
  },
  { pattern: "/lainnya/pin", view: lazy(() => import("./more/ChangePin")) },
  { pattern: "/lainnya/cadangan", view: lazy(() => import("./more/Backups")) },
  { pattern: "/lainnya/kerabat", view: lazy(() => import("./more/Relatives")) },
  { pattern: "/lainnya/aplikasi", view: lazy(() => import("./more/About")) },
];

/** Screens that need no profile, and lie over whatever is open: closing one shows it again as it was. */
export const OVERLAYS: Readonly<Record<string, Component>> = {
  "/darurat": Emergency,
  "/coba": lazy(async () => ({ default: (await import("../practice")).Practice })),
};

export const BAR = SCREENS.filter(({ bar }) => bar);
