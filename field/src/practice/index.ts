/** Practising a visit, and trying a questionnaire from files; nothing is kept or sent. */
export { Exercise } from "./Exercise";
export { Practice } from "./Practice";
