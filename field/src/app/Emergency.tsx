import { EmergencyCard } from "../care";
import { back } from "./route";

/** Whom to call, over whatever is open, without signal and without a PIN. */
export default function Emergency() {
  return <EmergencyCard onClose={() => back()} />;
}
