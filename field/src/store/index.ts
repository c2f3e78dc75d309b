/** The phone's database: what lies there, and how nothing of it is lost. */
export type { BoxedRecords, Kept } from "./boxed";
export { isAnyDraftOpen, type Desk, type Draft } from "./drafts";
export type { Delta, Families, Family } from "./families";
export type { FileRef } from "./files";
export { FormShelf, type StoredForm } from "./forms";
export { leftOf, type Left } from "./left";
export { sealedVisitsOf, type Extra, type Outbox, type SealedVisit, type SentBody, type Visit } from "./outbox";
export { isStoreProblem, StoreProblem, type StoreCode } from "./problems";
export type { Saved } from "./queue";
export type { Entry } from "./search";
export type { Receipt, Remark, Sent, ServerState, Told } from "./sent";
export { askToStay, space, type Space } from "./space";
export { Store, wipe } from "./store";
