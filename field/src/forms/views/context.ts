import { createContext, useContext } from "solid-js";

/** What the questions on screen share. */
export interface Screen {
  /** Whether problems of unanswered questions are shown: after "Next" was pressed on this block. */
  readonly attempted: boolean;
  readonly media: (name: string) => Promise<string | null>;
}

const Context = createContext<Screen>();
export const ScreenProvider = Context.Provider;

export function useScreen(): Screen {
  const screen = useContext(Context);
  if (screen === undefined) throw new Error("a question is drawn within a block");
  return screen;
}
