declare const __HARNESS__: string;

/** A part of the app that is fetched when it is needed. */
export const version = __HARNESS__;
