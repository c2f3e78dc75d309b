/** What goes up, what comes down, and what is true about each. */
export { BackupProblem, makeBackup, offerBackup, restoreBackup, type Backup, type BackupCode, type Restored } from "./backup";
export { isLinkProblem, linkOf, LinkProblem, type Link, type LinkCode } from "./link";
export { enrolDevice, stateOfDevice, type DeviceState } from "./devices";
