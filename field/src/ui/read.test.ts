import { createRoot, createSignal } from "solid-js";
import { expect, test } from "vitest";
import { createRead } from "./read";

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

test("the last value stays while it is read anew, and a late answer is no newer one", async () => {
  const waiting: ((found: string) => void)[] = [];
  const { value, setSource, dispose } = createRoot((dispose) => {
    const [source, setSource] = createSignal<number | null>(null);
    const [value] = createRead(source, () => new Promise<string>((done) => waiting.push(done)));
    return { value, setSource, dispose };
  });
  await settled();
  expect(waiting).toHaveLength(0);
  setSource(1);
  setSource(2);
  expect(waiting).toHaveLength(2);
  waiting[1]!("second");
  await settled();
  waiting[0]!("first");
  await settled();
  expect(value()).toBe("second");
  setSource(3);
  expect(value()).toBe("second");
  dispose();
  waiting[2]!("too late");
  await settled();
  expect(value()).toBe("second");
});

test("it can be asked for again", async () => {
  let times = 0;
  const [value, { refetch }] = createRoot(() => createRead(() => Promise.resolve(++times)));
  await settled();
  expect(value()).toBe(1);
  await refetch();
  expect(value()).toBe(2);
});
