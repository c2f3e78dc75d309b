export { READING, readReading, type Reading } from "./reading";
export { resultOf, type Result } from "./result";
export { FamilyResult } from "./FamilyResult";
export { resultViews } from "./ResultBlock";
export { ResultView } from "./ResultView";
export { valuesOf, type Values } from "./values";
export { SummarySheet } from "./SummarySheet";
export { summaryOf, summaryText, type Summary } from "./summary";
