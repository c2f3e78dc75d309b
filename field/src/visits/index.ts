/** A visit from opened to approved, and the families it is about. What needs the engine is fetched when it is opened. */
import { lazy } from "solid-js";

export type { About, VisitDraft } from "./records";
export type { Works } from "./works";
export { exerciseSource } from "./beginning";
export { Board, hasEnded, STANDINGS, type Standing, type VisitLine } from "./board";
export { FamiliesScreen } from "./FamiliesScreen";
export { FamilyScreen } from "./FamilyScreen";
export { Pace } from "./pace";
export { END, type Progress } from "./place";
export { SendingScreen } from "./SendingScreen";
export { placeText, whereaboutsOf } from "./whereabouts";
export const Pager = lazy(async () => ({ default: (await import("./Pager")).Pager }));
export const ResultScreen = lazy(async () => ({ default: (await import("./ResultScreen")).ResultScreen }));
export const VisitScreen = lazy(async () => ({ default: (await import("./VisitScreen")).VisitScreen }));
