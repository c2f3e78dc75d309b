import { createContext, useContext } from "solid-js";
import type { Vault } from "../vault";

/** What screens of the app itself may do besides: the keys of all profiles, and leaving this one. */
export interface House {
  readonly vault: Vault;
  /** Lock, and ask for the PIN. */
  readonly lock: () => Promise<void>;
  /** Lock, and show whose profiles are on this phone. */
  readonly leave: () => Promise<void>;
  /** The PIN this profile was opened with was changed. */
  readonly pinChanged: (pin: string) => void;
}

export const HouseContext = createContext<House>();

export function useHouse(): House {
  const house = useContext(HouseContext);
  if (!house) throw new Error("no profile is open here");
  return house;
}
