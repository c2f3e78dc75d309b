/** Keys and boxes: what is on the phone is unreadable without the PIN. */
export type { Boxes, Place } from "./boxes";
export { fromBase64url, joined, newId, random, text, toBase64url, toHex, utf8, type Bytes } from "./bytes";
export { backupCode, readBackupCode, readCode, shownCode } from "./codes";
export type { DevicePurpose } from "./device";
export { closeBytes, discloseBytes, newBytesKey } from "./files";
export { isLocked, LOCKED_AFTER, type Guesses } from "./guesses";
export { lockWhenIdle } from "./idle";
export { isGoodPin, PIN_DIGITS, stretched } from "./pin";
export { isProblem, VaultProblem, type VaultCode } from "./problems";
export { isSealed, keyId, sealedTo, sealTo, type PublicKey, type Purpose } from "./sealed";
export { lacks, type Lack } from "./support";
export type { Details, OpenProfile } from "./opened";
export { Vault, type Enrolled, type Preparing, type Profile } from "./vault";
export { letWaitPass } from "./waiting";
