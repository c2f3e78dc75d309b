import { language, say, writeNumber } from "../text";
import type { Bilingual, CheckReceipt, Figures, IndexFigures, Recap, Report, ReportState } from "./types";

const MOST_LINES = 8;

export function inWords(words: Bilingual): string {
  return words[language()].replaceAll(" - ", " – ");
}

/** A number as the reader writes it, halves away from zero: 58,3. It is read as text, so that no digit is lost before. */
export function decimal(written: string, places = 1): string {
  const form = { minimumFractionDigits: places, maximumFractionDigits: places };
  return new Intl.NumberFormat(language() === "en" ? "en-GB" : "id-ID", form).format(written as unknown as number);
}

export function whole(count: number): string {
  return writeNumber(count, language());
}

/** An instant as this phone's clock shows it: 22 November 2026 17.40. */
export function moment(iso: string): string {
  const form = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "id-ID", form).format(new Date(iso)).replace(" pukul ", " ");
}

export function coverageLine({ coverage }: Figures): string {
  const { target, visited, over = 0 } = coverage;
  if (target === null) return say("village.visited", { visited: whole(visited) });
  const counts = { visited: whole(visited - over), target: whole(target), over: whole(over) };
  return over > 0 ? say("village.visitedOver", counts) : say("village.visitedOf", counts);
}

/** What stands in place of a value: the true reason why there is none. */
export function noValue({ held, scored }: IndexFigures): string {
  if (held === "unsettled") return say("village.unsettled");
  if (scored === 0) return say("village.noFigures");
  return say(held === "own" ? "village.ownHidden" : "village.valueHidden");
}

/** Why less is shown here than the public page and the report show; null where it is not so. */
export function heldBack({ held }: IndexFigures): string | null {
  return held === undefined ? null : say(held === "own" ? "village.own" : "village.unsettledMore");
}

export function titled(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The category of the index in words; null while it is hidden. */
export function categoryOf(index: IndexFigures): string | null {
  const found = index.categories.find(({ id }) => id === index.category);
  return found ? titled(inWords(found.title)) : null;
}

/** Lines to be sent on: nothing but what the server gave after the small-cell rule, and what is hidden said as hidden. */
export function linesToTell({ figures, round }: Recap): readonly string[] {
  const index = figures.indices[0];
  const inside = figures.village.inside.join(", ");
  const when = figures.computed_at === null ? [] : [say("village.asOf", { when: moment(figures.computed_at) })];
  return [
    `*${say("share.heading", { village: figures.village.name })}*`,
    ...(inside === "" ? [] : [inside]),
    coverageLine(figures),
    ...(index ? indexLines(index) : []),
    "",
    ...when,
    say("village.provisional"),
    say("village.why", { count: figures.threshold }),
    say("share.source", { round }),
  ];
}

function indexLines(index: IndexFigures): readonly string[] {
  const title = inWords(index.title);
  const why = heldBack(index);
  if (index.held === "unsettled") return ["", `${title}: ${noValue(index)}`, why!];
  const value = index.value === null ? say("village.hidden") : decimal(index.value, 2);
  const category = categoryOf(index);
  return [
    "",
    `${title}: ${value}${category === null ? "" : ` (${category})`}`,
    ...[...index.categories]
      .reverse()
      .map(({ title: name, count }) => `• ${titled(inWords(name))}: ${count === null ? say("village.hidden") : say("village.families", { count: whole(count) })}`),
    ...(index.below.length > 0 ? ["", `*${say("village.below")}*`] : []),
    ...index.below
      .slice(0, MOST_LINES)
      .map(({ label, share, n }, at) => `${at + 1}. ${inWords(label)}: ${say("village.shareOf", { share: decimal(share), count: whole(n) })}`),
    ...(why === null ? [] : ["", why]),
  ];
}

export function textToTell(recap: Recap): string {
  return linesToTell(recap).join("\n");
}

/** States in which the server must have signed for the report. */
const SIGNED: ReadonlySet<ReportState> = new Set(["received", "accepted"]);

/** How sure it is that the server has a report; null where nothing says that it has. A receipt must be this version's own. */
export async function proofOf(report: Report, check: CheckReceipt): Promise<"yes" | "no" | "unknown" | null> {
  const { receipt } = report;
  if (receipt === null) return SIGNED.has(report.state) ? "no" : null;
  const isOwn = receipt.number === report.number && receipt.version === report.version && receipt.sha256 === report.sha256;
  return isOwn ? check(receipt) : "no";
}
