/** Numbers as people here write them: 1.500,5 with the comma before the fraction; a lone point is asked about. */

export type NumberProblem = "notWhole" | "notNumber" | "unclear" | "tooBig";
export type ReadNumber = { readonly plain: string } | { readonly problem: NumberProblem };

const LARGEST_WHOLE = 2_147_483_647;
const DIGITS_KEPT = 15;

/** Read a whole number; `plain` is "" when nothing is typed. Phones of the other kind hold 31 bits, so do we. */
export function readWhole(typed: string): ReadNumber {
  const text = typed.replace(/[\s\u00a0]/g, "");
  if (text === "") return { plain: "" };
  if (!/^[-\u2212]?\d+$/.test(text)) return { problem: "notWhole" };
  const value = Number(text.replace("\u2212", "-"));
  return Math.abs(value) > LARGEST_WHOLE ? { problem: "tooBig" } : { plain: String(value) };
}

/** Read a number with a fraction, keeping the digits as typed. */
export function readDecimal(typed: string): ReadNumber {
  const text = typed.replace(/[\s\u00a0]/g, "").replace("\u2212", "-");
  if (text === "") return { plain: "" };
  if (/^-?\d{1,3}(\.\d{3})+$/.test(text)) return { problem: "unclear" };
  const grouped = /^-?\d{1,3}(\.\d{3})+,\d+$/.test(text);
  const plain = (grouped ? text.replaceAll(".", "") : text).replace(",", ".");
  if (!/^-?(\d+(\.\d*)?|\.\d+)$/.test(plain)) return { problem: "notNumber" };
  if (plain.replace(/\D/g, "").length > DIGITS_KEPT) return { problem: "tooBig" };
  return { plain: String(Number(plain)) };
}

/** Write a number for the reader, with all its digits. */
export function writeNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language === "en" ? "en-GB" : "id-ID", { maximumFractionDigits: 12 }).format(value);
}
