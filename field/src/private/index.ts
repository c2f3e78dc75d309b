/** The questions nobody may overhear: asked alone, sealed on the phone, opened nowhere near it. */
export { sealed, type Asked, type PrivateKeys, type PrivateOutcome } from "./boxes";
export { PART_FILE, readPart, type PrivatePart } from "./part";
export { isClosed, PrivateBlock } from "./PrivateBlock";
