/** The version of the app, as its package says. */
declare const __VERSION__: string;
