export { Pace } from "./pace";
export { Pager } from "./Pager";
export { END, type Progress } from "./place";
