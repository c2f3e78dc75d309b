/** Every word of the app, one file an area, each Indonesian first and English beside it. */
import { care } from "./care";
import { entry } from "./entry";
import { forms } from "./forms";
import { leave } from "./leave";
import { phone } from "./phone";
import { practice } from "./practice";
import { results } from "./results";
import { privately } from "./private";
import { shell } from "./shell";
import { village } from "./village";
import { visits } from "./visits";
import { work } from "./work";

export type Pair = readonly [indonesian: string, english: string];

export const words = {
  ...care,
  ...entry,
  ...forms,
  ...leave,
  ...phone,
  ...practice,
  ...results,
  ...privately,
  ...shell,
  ...village,
  ...visits,
  ...work,
} as const satisfies Readonly<Record<string, Pair>>;
export type Word = keyof typeof words;
