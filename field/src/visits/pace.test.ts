import { expect, test } from "vitest";
import { Pace } from "./pace";

test("only time with the block on screen counts", () => {
  let now = 0;
  const pace = new Pace({ first: 500 }, () => now);
  pace.enter("first");
  now = 100;
  pace.enter("second");
  now = 250;
  pace.pause();
  now = 10_000;
  pace.resume();
  now = 10_050;
  expect(pace.spent()).toEqual({ first: 600, second: 200 });
  now = 10_060;
  expect(pace.spent()).toEqual({ first: 600, second: 210 });
});

test("a clock that jumps back takes nothing away", () => {
  let now = 1000;
  const pace = new Pace({}, () => now);
  pace.enter("block");
  now = 500;
  expect(pace.spent()).toEqual({ block: 0 });
});
