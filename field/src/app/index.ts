/** Screens, and how one gets from one to another. */
export { App } from "./App";
export { Start } from "./Start";
