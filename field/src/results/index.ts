export { READING, readReading, type Reading } from "./reading";
export { resultOf, type Result } from "./result";
export { resultViews } from "./ResultBlock";
export { ResultView } from "./ResultView";
export { valuesOf, type Values } from "./values";
