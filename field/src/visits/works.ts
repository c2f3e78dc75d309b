import { createSignal, onCleanup, type Accessor } from "solid-js";
import type { FormShelf, Store } from "../store";
import type { Sync, Syncing } from "../sync";
import { language } from "../text";
import { Board } from "./board";
import type { SignText } from "./joint";

/** What the screens of families and visits are handed. */
export interface Works {
  readonly store: Store;
  readonly shelf: FormShelf;
  readonly sync: Sync;
  readonly deviceId: string;
  /** Signs one's part of a shared visit with this phone's own key. */
  readonly sign: SignText;
  readonly go: (to: string, options?: { replace?: boolean }) => void;
  readonly back: () => void;
}

/** The board, read anew after each sync; null until it was read once. */
export function useBoard({ store, sync }: Works): { readonly board: Accessor<Board | null>; readonly reread: () => Promise<void> } {
  const [board, setBoard] = createSignal<Board | null>(null);
  let alive = true;
  const reread = async (): Promise<void> => {
    try {
      const read = await Board.read(store, sync);
      if (alive) setBoard(read);
    } catch (error) {
      if (alive) throw error; // the profile was locked meanwhile
    }
  };
  onCleanup(() => (alive = false));
  let doing = sync.now.doing;
  onCleanup(
    sync.onChange((now) => {
      if (now.doing !== doing && (now.doing === "resting" || doing === "sending")) void reread();
      doing = now.doing;
    }),
  );
  void reread();
  return { board, reread };
}

/** How syncing stands, reactive. */
export function useSyncing({ sync }: Works): Accessor<Syncing> {
  const [now, setNow] = createSignal(sync.now);
  onCleanup(sync.onChange(setNow));
  return now;
}

/** A moment as the reader writes it: 22 Nov 2026 18.30. */
export function moment(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "–";
  return at.toLocaleString(language() === "id" ? "id-ID" : "en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** A day, from YYYY-MM-DD. */
export function day(iso: string): string {
  const at = new Date(`${iso}T12:00:00`);
  return at.toLocaleDateString(language() === "id" ? "id-ID" : "en-GB", { day: "numeric", month: "short", year: "numeric" });
}
