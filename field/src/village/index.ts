/** Recap and report of the team's own village. */
export { ReportScreen } from "./ReportScreen";
export { fetchRecaps, sendReports } from "./keeping";
export type { Judged, OwnWork } from "./own";
export { VillageScreen } from "./VillageScreen";
export type { Courier, ReportReceipt } from "./types";
