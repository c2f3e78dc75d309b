/** What goes up, what comes down, and what is true about each. */
export { BackupProblem, makeBackup, offerBackup, restoreBackup, type Backup, type BackupCode, type Restored } from "./backup";
export { enrolDevice, stateOfDevice, type DeviceState, type Relation, type Sign } from "./devices";
export { handIn, type HandedIn } from "./handin";
export { isLinkProblem, linkOf, LinkProblem, type Account, type Link, type LinkCode } from "./link";
export { formsHere, ownList, type FormHere } from "./fetching";
export type { OnItsWay, Stuck } from "./ledger";
export { Receipts, type Signed } from "./receipts";
export { startHere, Sync, type SyncCode, type Syncing, type Unknown } from "./sync";
export type { FamilyTold, JointTold, MemberTold, Round, Start, Village } from "./told";
