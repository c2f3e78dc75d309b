import { describe, expect, test } from "vitest";
import { ageOn, dayMonthYear, readDate, readDecimal, readWhole, say } from ".";
import { words } from "./words";

describe("numbers as people here write them", () => {
  test.each([
    ["", ""],
    [" 12 ", "12"],
    ["007", "7"],
    ["-3", "-3"],
    ["2147483647", "2147483647"],
  ])("whole %j is %j", (typed, plain) => expect(readWhole(typed)).toEqual({ plain }));

  test.each([
    ["12a", "notWhole"],
    ["1.500", "notWhole"],
    ["1,5", "notWhole"],
    ["2147483648", "tooBig"],
    ["1e3", "notWhole"],
  ])("whole %j is no answer: %s", (typed, problem) => expect(readWhole(typed)).toEqual({ problem }));

  test.each([
    ["", ""],
    ["36,5", "36.5"],
    ["36.5", "36.5"],
    ["1.500,25", "1500.25"],
    ["12.345.678,9", "12345678.9"],
    ["0,10", "0.1"],
    [",5", "0.5"],
    ["7,", "7"],
    ["1 500", "1500"],
  ])("decimal %j is %j", (typed, plain) => expect(readDecimal(typed)).toEqual({ plain }));

  test.each([
    ["1.500", "unclear"],
    ["12.345.678", "unclear"],
    ["1,2,3", "notNumber"],
    ["1.5,25", "notNumber"],
    ["tiga", "notNumber"],
    ["1e3", "notNumber"],
    ["1234567890123456", "tooBig"],
  ])("decimal %j is no answer: %s", (typed, problem) => expect(readDecimal(typed)).toEqual({ problem }));
});

describe("dates as people write them", () => {
  const date = (day: string, month: string, year: string) => readDate({ day, month, year });
  test("what exists is read", () => {
    expect(date("12", "3", "1987")).toEqual({ iso: "1987-03-12" });
    expect(date("29", "02", "2024")).toEqual({ iso: "2024-02-29" });
    expect(date("", "", "")).toEqual({ iso: "" });
  });
  test("what does not is said", () => {
    expect(date("29", "2", "2023")).toEqual({ problem: "noSuchDay" });
    expect(date("29", "2", "1900")).toEqual({ problem: "noSuchDay" });
    expect(date("0", "2", "2023")).toEqual({ problem: "noSuchDay" });
    expect(date("31", "4", "2023")).toEqual({ problem: "noSuchDay" });
    expect(date("1", "13", "2023")).toEqual({ problem: "noSuchMonth" });
    expect(date("1", "1", "87")).toEqual({ problem: "yearShort" });
    expect(date("1", "", "1987")).toEqual({ problem: "unfinished" });
  });
  test("dates are said in words", () => {
    expect(dayMonthYear("1987-03-12", "id")).toBe("Kamis, 12 Maret 1987");
    expect(dayMonthYear("1987-03-12", "en")).toMatch(/^Thursday,? 12 March 1987$/);
  });
  test("a birthday counts from its day", () => {
    expect(ageOn("2000-11-22", "2026-11-21")).toBe(25);
    expect(ageOn("2000-11-22", "2026-11-22")).toBe(26);
  });
});

test("a neighbourhood is written in one way, however many zeros stand before its number", () => {
  expect(say("families.rt", { rt: "001", rw: "010" })).toBe("RT 1 / RW 10");
  expect(say("families.rt", { rt: "1", rw: "10" })).toBe("RT 1 / RW 10");
  expect(say("families.rtOnly", { rt: "02A" })).toBe("RT 2A");
  expect(say("families.rtOnly", { rt: "000" })).toBe("RT 0");
});

test("both languages say the same places", () => {
  for (const [indonesian, english] of Object.values(words)) {
    const places = (text: string) => [...text.matchAll(/\{\w+#?\}/g)].map(String).sort();
    expect(places(english)).toEqual(places(indonesian));
    expect(indonesian.trim()).not.toBe("");
  }
});
