/** Screens, and how one gets from one to another. */
export { Start } from "./Start";
