/** Every word of the app, one file an area, each Indonesian first and English beside it. */
import { entry } from "./entry";
import { forms } from "./forms";
import { phone } from "./phone";
import { practice } from "./practice";
import { shell } from "./shell";
import { visits } from "./visits";

export type Pair = readonly [indonesian: string, english: string];

export const words = { ...entry, ...forms, ...phone, ...practice, ...shell, ...visits } as const satisfies Readonly<Record<string, Pair>>;
export type Word = keyof typeof words;
