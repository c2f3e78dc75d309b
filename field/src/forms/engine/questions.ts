import type { AnyControlNode } from "@getodk/xforms-engine";
import { createSignal } from "solid-js";
import type { Choice, Phrase, Place, Problem, Question, Unread } from "../types";
import { NotDrawn, refuseUndrawn } from "./drawn";
import type { Numbering } from "./numbering";
import { phrase } from "./phrases";

const LONGEST_SIDE = 1280;
const GOOD_ENOUGH_METRES = 15;

type Look = Iterable<string> | null;
/** Says that an answer was given. */
export type Answered = (node: AnyControlNode) => void;

/** The id of a question's place on the screen. */
export function idOf(node: { readonly nodeId: string }): string {
  return `q-${node.nodeId.replace(/\W+/g, "-")}`;
}

/** Give the view of one question of the engine's. Throws when it is of a kind we do not draw. */
export function question(node: AnyControlNode, answered: Answered, numbering: Numbering): Question {
  refuseUndrawn(node);
  const place = node.definition.nodeset;
  const common = base(node, numbering.number(place));
  const code = (value: string): string | null => numbering.code(place, value);
  const give = <A extends unknown[]>(set: (...args: A) => unknown) => (...args: A): void => {
    set(...args);
    answered(node);
  };
  switch (node.nodeType) {
    case "note":
      return Object.assign(common, { kind: "note" as const });
    case "trigger":
      return define(common, { kind: "trigger" as const, set: give((done: boolean) => node.setValue(done)) }, {
        done: () => node.currentState.value,
        said: () => (node.currentState.value ? "✓" : ""),
      });
    case "select": {
      const choices = choicesOf(() => node.currentState.valueOptions, code);
      return define(
        common,
        {
          kind: node.selectType === "select1" ? ("one" as const) : ("many" as const),
          choose: give((values: readonly string[]) => node.selectValues(values)),
        },
        {
          choices,
          chosen: () => node.currentState.value,
          hasPictures: () => node.currentState.isSelectWithImages,
          said: () => labels(choices(), node.currentState.value),
        },
      );
    }
    case "rank": {
      const choices = choicesOf(() => node.currentState.valueOptions, code);
      return define(
        common,
        { kind: "rank" as const, rank: give((values: readonly string[]) => node.setValues(values)) },
        { choices, order: () => node.currentState.value, said: () => labels(choices(), node.currentState.value) },
      );
    }
    case "range": {
      const { start, end, step } = node.definition.bounds;
      const set = (value: number | null): unknown => node.setValue(value as never);
      return define(
        common,
        { kind: "range" as const, start: Number(start), end: Number(end), step: Number(step), set: give(set) },
        {
          value: () => (node.currentState.value === null ? null : Number(node.currentState.value)),
          said: () => node.currentState.instanceValue,
        },
      );
    }
    case "upload":
      return define(
        common,
        {
          kind: "photo" as const,
          longestSide: node.maxPixels ?? LONGEST_SIDE,
          set: give((photo: File | null) => node.setValue(photo)),
        },
        { photo: () => node.currentState.value, said: () => "" },
      );
    case "input":
      return input(node, common, give);
  }
}

type Give = <A extends unknown[]>(set: (...args: A) => unknown) => (...args: A) => void;
type Input = Extract<AnyControlNode, { nodeType: "input" }>;

function input(node: Input, common: Base, give: Give): Question {
  const value = (): string => node.currentState.instanceValue;
  const set = give((text: string) => node.setValue(text as never));
  switch (node.valueType) {
    case "string":
      return define(common, { kind: "text" as const, rows: node.nodeOptions?.rows ?? null, set }, { value });
    case "int":
      return define(common, { kind: "whole" as const, set }, { value });
    case "decimal":
      return define(common, { kind: "decimal" as const, set }, { value });
    case "date":
      return define(common, { kind: "date" as const, set }, { value });
    case "geopoint":
      return define(
        common,
        {
          kind: "place" as const,
          goodEnough: node.nodeOptions?.accuracyThreshold ?? GOOD_ENOUGH_METRES,
          set: give((place: Place | null) => node.setValue((place === null ? "" : writePlace(place)) as never)),
        },
        { value: () => readPlace(value()) },
      );
    default:
      throw new NotDrawn(`${node.currentState.reference}: ${node.valueType}`);
  }
}

type Base = ReturnType<typeof base>;

function base(node: AnyControlNode, number: number | null) {
  const state = node.currentState;
  const label = texts(() => state.label);
  const hint = texts(() => state.hint);
  const [unread, setUnread] = createSignal<Unread | null>(null);
  const look = new Set(node.appearances as unknown as Look);
  return {
    id: idOf(node),
    name: node.definition.qualifiedName.localName,
    number,
    look,
    setUnread,
    get path() {
      return state.reference;
    },
    get label() {
      return label();
    },
    get hint() {
      return hint();
    },
    get required() {
      return state.required;
    },
    get readonly() {
      return state.readonly;
    },
    get relevant() {
      return state.relevant;
    },
    get unread() {
      return unread();
    },
    get said() {
      return state.instanceValue;
    },
    get problem(): Problem | null {
      if (!state.relevant) return null;
      const why = unread();
      if (why !== null) return { kind: "unread", message: why.why() };
      const violation = (node.validationState as { violation?: Violation | null }).violation;
      if (violation === null || violation === undefined) return null;
      return { kind: violation.condition, message: violation.message?.asString ?? null };
    },
  };
}

interface Violation {
  readonly condition: "required" | "constraint";
  readonly message: { readonly asString: string } | null;
}

function texts(range: () => Parameters<typeof phrase>[0] | null): () => Phrase | null {
  let of: unknown;
  let made: Phrase | null = null;
  return () => {
    const found = range();
    if (found === null) return null;
    if (found !== of) {
      of = found;
      made = phrase(found);
    }
    return made;
  };
}

interface Option {
  readonly value: string;
  readonly label: Parameters<typeof phrase>[0];
}

/** The choices of now, made anew only when the engine offers others. */
function choicesOf(options: () => readonly Option[], code: (value: string) => string | null): () => readonly Choice[] {
  let of: unknown;
  let made: readonly Choice[] = [];
  return () => {
    const found = options();
    if (found !== of) {
      of = found;
      made = found.map((option) => ({ value: option.value, code: code(option.value), label: phrase(option.label) }));
    }
    return made;
  };
}

function labels(choices: readonly Choice[], values: readonly string[]): string {
  return values.map((value) => choices.find((choice) => choice.value === value)?.label.text ?? value).join(", ");
}

/** Give an object fixed parts and reactive getters, keeping the getters it has. */
function define<T extends object, F extends object, G extends Record<string, () => unknown>>(
  target: T,
  fixed: F,
  getters: G,
): T & F & { readonly [K in keyof G]: ReturnType<G[K]> } {
  Object.assign(target, fixed);
  for (const [name, get] of Object.entries(getters)) {
    Object.defineProperty(target, name, { get, enumerable: true, configurable: true });
  }
  return target as T & F & { readonly [K in keyof G]: ReturnType<G[K]> };
}

function writePlace(place: Place): string {
  return [place.latitude, place.longitude, place.altitude, place.accuracy].join(" ");
}

function readPlace(value: string): Place | null {
  const [latitude, longitude, altitude = 0, accuracy = 0] = value.split(" ").map(Number);
  if (value === "" || latitude === undefined || longitude === undefined) return null;
  return { latitude, longitude, altitude, accuracy };
}
