/** Recap and report of the team's own village. */
export { ReportScreen } from "./ReportScreen";
export { sendReports } from "./keeping";
export { VillageScreen } from "./VillageScreen";
export type { Courier } from "./types";
