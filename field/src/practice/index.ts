/** Trying a questionnaire from files; nothing is kept or sent. */
export { Practice } from "./Practice";
