import { isAnyDraftOpen } from "./store";

/** How the screens hear of the app itself. */
export interface AppNews {
  /** A newer version is ready and no visit is open: `accept` starts it, at once and in every tab. */
  readonly onUpdate: (accept: () => Promise<boolean>) => void;
  /** The browser offers to install the app; `ask` shows its question. */
  readonly onInstallable?: (ask: () => Promise<boolean>) => void;
  readonly isBusy?: () => Promise<boolean>;
}

interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

const LOOK_EVERY_MS = 15_000;
const ASK_SERVER_EVERY_MS = 60 * 60_000;

/** Keep the app on the phone and up to date; false when that cannot be, and then it runs as long as there is signal. */
export async function keepApp({ onUpdate, onInstallable, isBusy = isAnyDraftOpen }: AppNews): Promise<boolean> {
  if (onInstallable) hearInstallable(onInstallable);
  if (!("serviceWorker" in navigator)) return false;
  const { serviceWorker } = navigator;
  // The first worker takes charge of this page too; that is no new version.
  let inCharge = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    if (inCharge) void reloadWhenFree(isBusy);
    inCharge = true;
  });
  const at = import.meta.env.BASE_URL;
  const registration = await serviceWorker
    .register(`${at}worker.js`, { scope: at, updateViaCache: "none" })
    .catch(() => serviceWorker.getRegistration(at));
  if (!registration) return false;
  let asked: ServiceWorker | null = null;
  const look = async () => {
    const { waiting } = registration;
    if (!waiting || waiting === asked || !inCharge || (await isBusy())) return;
    asked = waiting;
    onUpdate(async () => {
      // A visit may have been opened, here or in another tab, since the question was shown.
      if (await isBusy()) {
        asked = null;
        return false;
      }
      waiting.postMessage({ kind: "take over" });
      return true;
    });
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => void look());
  });
  document.addEventListener("visibilitychange", () => void look());
  setInterval(() => void look(), LOOK_EVERY_MS);
  setInterval(() => void registration.update().catch(() => undefined), ASK_SERVER_EVERY_MS);
  await look();
  return true;
}

async function reloadWhenFree(isBusy: () => Promise<boolean>): Promise<void> {
  while (await isBusy()) await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
  location.reload();
}

function hearInstallable(tell: (ask: () => Promise<boolean>) => void): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    tell(async () => (await (event as InstallPrompt).prompt()).outcome === "accepted");
  });
}
