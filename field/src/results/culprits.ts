/** Which answers an unmet indicator hangs on, and whose they are. It explains; it never decides. */
import type { Condition, Culprit, Reading, Sum } from "./reading";
import type { Values } from "./values";

export interface Blamed {
  /** Names of the questions. */
  readonly ask: readonly string[];
  readonly roster: string | null;
  /** Which member, from 0; null outside rosters. */
  readonly member: number | null;
}

type Answer = (name: string) => string;
type Truth = boolean | null;

export function blamed(reading: Reading, culprits: readonly Culprit[], values: Values): readonly Blamed[] {
  const day = values.one(reading.interview);
  const isBad = (bad: Condition, answer: Answer): boolean => holds(bad, { answer, day, missing: reading.missing }) === true;
  const found = culprits.flatMap(({ ask, roster, bad }): Blamed[] => {
    if (roster === null) return bad === null || isBad(bad, (name) => values.one(name)) ? [{ ask, roster, member: null }] : [];
    return values.members(roster).flatMap((answer, member) => (bad !== null && isBad(bad, answer) ? [{ ask, roster, member }] : []));
  });
  return found;
}

interface Place {
  readonly answer: Answer;
  readonly day: string;
  readonly missing: readonly string[];
}

function holds(condition: Condition, place: Place): Truth {
  switch (condition[0]) {
    case "is": {
      const [, name, ...codes] = condition;
      const value = place.answer(name);
      return value === "" || place.missing.includes(value) ? null : codes.includes(value);
    }
    case "not": {
      const inner = holds(condition[1], place);
      return inner === null ? null : !inner;
    }
    case "and":
    case "or": {
      const [kind, ...items] = condition;
      const truths = items.map((each) => holds(each, place));
      const decisive = kind === "or";
      return truths.includes(decisive) ? decisive : truths.includes(null) ? null : !decisive;
    }
    case "cmp": {
      const [left, right] = [sum(condition[2], place), sum(condition[3], place)];
      return left === null || right === null ? null : compare(condition[1], left, right);
    }
  }
}

function compare(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "=":
      return left === right;
    default:
      return left !== right;
  }
}

function sum(term: Sum, place: Place): bigint | null {
  switch (term[0]) {
    case "int":
      return BigInt(term[1]);
    case "var":
      return scaled(place.answer(term[1]), term[2]);
    case "age":
      return ageOn(place.answer(term[1]), place.day, term[2]);
    default: {
      const [left, right] = [sum(term[1], place), sum(term[2], place)];
      if (left === null || right === null) return null;
      return term[0] === "+" ? left + right : term[0] === "-" ? left - right : left * right;
    }
  }
}

/** A number as typed, in units of its last place; what lies beyond is rounded half up. */
function scaled(text: string, places: number): bigint | null {
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (parts === null) return null;
  const digits = (parts[3] ?? "").padEnd(places + 1, "0");
  const value = BigInt(parts[2]! + digits.slice(0, places)) + (digits[places]! >= "5" ? 1n : 0n);
  return parts[1] === "-" ? -value : value;
}

function ageOn(birth: string, day: string, unit: "years" | "months"): bigint | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/;
  const [born, now] = [iso.exec(birth), iso.exec(day)];
  if (born === null || now === null || birth > day) return null;
  const [year, month, date] = [1, 2, 3].map((part) => Number(now[part]) - Number(born[part])) as [number, number, number];
  const months = year * 12 + month - (date < 0 ? 1 : 0);
  return BigInt(unit === "months" ? months : Math.floor(months / 12));
}
