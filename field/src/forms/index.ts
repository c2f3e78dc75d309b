export { CannotOpen, open } from "./engine/open";
export { BlockView } from "./views/BlockView";
export { focusQuestion, sentence } from "./views/Frame";
export { flushTyping } from "./views/typing";
export type * from "./types";
