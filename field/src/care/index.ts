/** Whom to call, and what a kader does on hearing of violence. */
export { EmergencyCard } from "./EmergencyCard";
export { bringNear, forgetNear, showNear, type CareUnit } from "./nearby";
