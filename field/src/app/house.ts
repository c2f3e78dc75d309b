import { createContext, useContext } from "solid-js";
import type { Vault } from "../vault";
import type { Opened } from "./opening";

/** What screens of the app itself may do besides: all of the open profile, and leaving it. */
export interface House {
  readonly vault: Vault;
  readonly open: Opened;
  /** Lock, and ask for the PIN. */
  readonly lock: () => Promise<void>;
  /** Lock, and ask for a supervisor's code. */
  readonly lockForCode: () => Promise<void>;
  /** Lock, and show whose profiles are on this phone. */
  readonly leave: () => Promise<void>;
}

export const HouseContext = createContext<House>();

export function useHouse(): House {
  const house = useContext(HouseContext);
  if (!house) throw new Error("no profile is open here");
  return house;
}
