import { createContext, useContext } from "solid-js";
import type { Store } from "../store";
import type { Link, Sign } from "../sync";
import type { OpenProfile } from "../vault";

/** An open profile: who it is, what it keeps here, and the way to the site. */
export interface Session {
  readonly profile: OpenProfile;
  readonly store: Store;
  readonly link: Link;
  readonly sign: Sign;
}

export const SessionContext = createContext<Session>();

/** The open profile; only inside one. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no profile is open here");
  return session;
}
