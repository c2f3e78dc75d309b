/** Going from entry to entry without a mouse. Every entry of the page carries `data-entry`. */

export function entries(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-entry]")];
}

/** Put the focus on an entry, all of it chosen so that typing replaces it. */
export function enter(entry: HTMLElement | null | undefined): void {
  if (entry === null || entry === undefined) return;
  entry.focus({ preventScroll: true });
  if (entry instanceof HTMLInputElement) entry.select();
  entry.scrollIntoView({ block: "center" });
}

/** Go on from an entry, or back. */
export function step(from: HTMLElement, by: 1 | -1): void {
  const all = entries();
  const place = all.indexOf(from);
  enter(all[place + by] ?? from);
}

/** Find the entry of a question's number ("14"), or of its nth time on the page ("14.2"); the next one from here on. */
export function numbered(wanted: string, from: Element | null): HTMLElement | null {
  const [number = "", time] = wanted.trim().split(/[.,]/);
  const all = entries().filter((each) => each.dataset["number"] === number);
  if (time !== undefined) return all[Number(time) - 1] ?? null;
  const after = all.find((each) => from !== null && from.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  return after ?? all[0] ?? null;
}

export function entryOf(questionId: string): HTMLElement | null {
  return document.getElementById(`${questionId}-entry`);
}
