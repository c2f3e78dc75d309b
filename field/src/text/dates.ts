/** Dates as kaders write them: day, month, year. */

export interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}
export type DateProblem = "unfinished" | "yearShort" | "noSuchMonth" | "noSuchDay";

/** Days of a month of the Gregorian calendar. */
export function daysIn(month: number, year: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Read what was typed: "" when nothing is, YYYY-MM-DD when it is a date, else why it is none (yet). */
export function readDate(parts: DateParts): { readonly iso: string } | { readonly problem: DateProblem } {
  const typed = [parts.day, parts.month, parts.year].map((part) => part.trim());
  const [day, month, year] = typed as [string, string, string];
  if (typed.every((part) => part === "")) return { iso: "" };
  if (typed.some((part) => part === "" || !/^\d+$/.test(part))) return { problem: "unfinished" };
  if (year.length !== 4 || Number(year) < 1000) return { problem: "yearShort" };
  if (Number(month) < 1 || Number(month) > 12) return { problem: "noSuchMonth" };
  if (Number(day) < 1 || Number(day) > daysIn(Number(month), Number(year))) return { problem: "noSuchDay" };
  return { iso: `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` };
}

/** Write YYYY-MM-DD as "Kamis, 12 Maret 1987". */
export function dayMonthYear(iso: string, language: string): string {
  const [year, month, day] = iso.split("-").map(Number) as [number, number, number];
  const form = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", form).format(Date.UTC(year, month - 1, day));
}

/** Full years between two dates, both YYYY-MM-DD. */
export function ageOn(birth: string, day: string): number {
  return Math.floor((Number(day.replaceAll("-", "")) - Number(birth.replaceAll("-", ""))) / 10000);
}
