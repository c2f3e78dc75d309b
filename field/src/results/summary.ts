/**
 * What a family may take with it: no name, no address, no number, no birth date, no answer, nothing sensitive or
 * private. It is made of the definitions' own words and of counts, never of what was typed.
 */
import { say } from "../text";
import type { Counted } from "./arithmetic";
import type { Reading } from "./reading";
import type { IndexResult, Result } from "./result";
import { dayText, groupName, inWords, partText, plainTitle, stepText, valueText } from "./wording";

export interface SummaryIndex {
  readonly title: string;
  /** "74,67 dari 100: Sedang", or why there is none. */
  readonly scored: string;
  readonly parts: readonly { readonly title: string; readonly counted: Counted }[];
}
export interface Summary {
  readonly title: string;
  readonly day: string;
  readonly only: string;
  readonly indices: readonly SummaryIndex[];
  /** What can be improved, in the words of a step. */
  readonly next: readonly string[];
  readonly steps: readonly { readonly step: string; readonly by: string }[];
  readonly help: readonly { readonly label: string; readonly where: string }[];
  readonly made: readonly string[];
}

const MOST_NEXT = 6;
const MOST_HELP = 4;

export function summaryOf(result: Result): Summary {
  const { reading } = result;
  // Where the family chose steps, help for these comes first.
  const open = result.unmet.filter((each) => !each.sensitive && each.need !== null);
  const chosen = result.steps.map((each) => each.step);
  const needs = [...chosen.filter((name) => open.some((each) => each.need === name)), ...open.map((each) => each.need!)];
  const services = [...new Set(needs.flatMap((name) => reading.services.needs[name]?.services.slice(0, 1) ?? []))];
  return {
    title: say("summary.title"),
    day: dayText(result.day) && say("summary.day", { day: dayText(result.day) }),
    only: say("summary.only"),
    indices: result.indices.map(indexOf),
    next: open
      .filter((each) => !chosen.includes(each.need!))
      .flatMap((each) => inWords(reading.services.needs[each.need!]?.step) || [])
      .slice(0, MOST_NEXT),
    steps: result.steps
      .filter((each) => !isSensitive(reading, each.step))
      .map((each) => ({ step: stepText(reading, each, say("summary.own")), by: dayText(each.by) })),
    help: services.slice(0, MOST_HELP).flatMap((name) => {
      const service = reading.services.services[name];
      return service === undefined ? [] : [{ label: inWords(service.label), where: inWords(service.where) }];
    }),
    made: result.indices.map(({ index }) =>
      [
        `${say("result.definition", { title: plainTitle(index.title), version: index.version, hash: index.hash.slice(0, 12) })}.`,
        index.status === "official" ? "" : say("result.working"),
        index.variant === "full" ? "" : say("result.withoutPrivate"),
      ]
        .filter((part) => part !== "")
        .join(" "),
    ),
  };
}

function isSensitive(reading: Reading, need: string): boolean {
  return reading.indices.some((index) => index.indicators.some((each) => each.need === need && each.sensitive));
}

function indexOf({ index, score }: IndexResult): SummaryIndex {
  return {
    title: plainTitle(index.title),
    scored:
      score.category === null
        ? `${say("result.notYet")}. ${say(`result.${score.reason ?? "nothing_applicable"}`)}`
        : say("summary.scored", { value: valueText(score), category: groupName(index, score.category) }),
    parts: index.dimensions.map((each, place) => ({
      title: inWords(each.title),
      counted: score.dimensions[place]!,
    })),
  };
}

/** The summary as a message: WhatsApp shows what stands between stars in bold. */
export function summaryText(summary: Summary): string {
  const lines = [`*${summary.title}*`, summary.day, summary.only];
  for (const each of summary.indices) {
    lines.push("", `*${each.title}*`, each.scored);
    for (const part of each.parts) lines.push(`• ${part.title}: ${partText(part.counted)}`);
  }
  const section = (title: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push("", `*${title}*`, ...items);
  };
  section(say("summary.steps"), summary.steps.map((each, place) => `${place + 1}. ${each.step}${each.by === "" ? "" : `, ${say("result.by", { day: each.by })}`}`));
  section(say("summary.next"), summary.next.map((each) => `• ${each}`));
  section(say("summary.help"), summary.help.map((each) => `• ${each.label}: ${each.where}`));
  lines.push("", ...summary.made.map((each) => `_${each}_`));
  return lines.filter((line, place) => line !== "" || lines[place - 1] !== "").join("\n");
}
