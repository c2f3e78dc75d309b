import { say } from "../text";
import { categoryOf, coverageLine, decimal, heldBack, inWords, moment, noValue, titled, whole } from "./telling";
import type { IndexFigures, Recap } from "./types";

const WIDTH = 1080;
const HEIGHT = 1350;
const EDGE = 72;
const INSIDE = WIDTH - 2 * EDGE;
const MOST_BELOW = 5;
const FONT = '"Segoe UI", Roboto, "Noto Sans", sans-serif';
/** From the lowest category to the highest, as everywhere: see docs/explanation/visual-language.md. */
const COLOURS = ["#a3274f", "#e2a52a", "#1d5fa8"] as const;
const INK = "#11262e";
const SOFT = "#445c66";
const DEEP = "#0c3a47";
const TRACK = "#dbe4e6";

/** Draw what may be told of a village; nothing that `linesToTell` does not say. */
export async function pictureOf(recap: Recap): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  draw(new Page(pen), recap);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

/** A page written from the top down. */
class Page {
  y = 0;
  constructor(readonly pen: CanvasRenderingContext2D) {}

  font(size: number, weight = 400, colour = INK): void {
    this.pen.font = `${weight} ${size}px ${FONT}`;
    this.pen.fillStyle = colour;
  }

  /** Write a line, broken where it does not fit; at most so many lines, the last one cut with an ellipsis. */
  write(text: string, size: number, { weight = 400, colour = INK, width = INSIDE, lines = 2, left = EDGE } = {}): void {
    this.font(size, weight, colour);
    for (const line of this.broken(text, width, lines)) {
      this.y += size * 1.3;
      this.pen.fillText(line, left, this.y);
    }
  }

  bar(left: number, width: number, height: number, colour: string): void {
    this.pen.fillStyle = colour;
    this.pen.fillRect(left, this.y, width, height);
  }

  private broken(text: string, width: number, most: number): readonly string[] {
    const found: string[] = [];
    let line = "";
    for (const word of text.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && this.pen.measureText(longer).width > width) {
        found.push(line);
        line = word;
      } else line = longer;
    }
    found.push(line);
    if (found.length <= most) return found;
    return [...found.slice(0, most - 1), `${found[most - 1]}…`];
  }
}

function draw(page: Page, recap: Recap): void {
  const { figures } = recap;
  page.pen.fillStyle = "#ffffff";
  page.pen.fillRect(0, 0, WIDTH, HEIGHT);
  page.pen.fillStyle = DEEP;
  page.pen.fillRect(0, 0, WIDTH, 220);
  page.y = 44;
  page.write(say("share.heading", { village: figures.village.name }), 58, { weight: 700, colour: "#ffffff" });
  page.write(figures.village.inside.join(", "), 30, { colour: "#ffffff", lines: 1 });
  page.y = 236;
  page.write(coverageLine(figures), 36, { weight: 600 });
  const { target, visited } = figures.coverage;
  if (target !== null && target > 0) {
    page.y += 18;
    page.bar(EDGE, INSIDE, 22, TRACK);
    page.bar(EDGE, INSIDE * Math.min(1, visited / target), 22, DEEP);
    page.y += 22;
  }
  const index = figures.indices[0];
  if (index) drawIndex(page, index);
  page.y = HEIGHT - 196;
  page.write(say("village.why", { count: figures.threshold }), 24, { colour: SOFT });
  page.y = HEIGHT - 118;
  const when = figures.computed_at === null ? "" : `${say("village.asOf", { when: moment(figures.computed_at) })}. `;
  page.write(`${when}${say("village.provisional")}`, 26, { colour: SOFT, lines: 1 });
  page.write(say("share.source", { round: recap.round }), 26, { colour: SOFT, lines: 1 });
}

function drawIndex(page: Page, index: IndexFigures): void {
  page.y += 26;
  page.write(inWords(index.title), 32, { weight: 600, colour: SOFT, lines: 1 });
  const why = heldBack(index);
  if (index.value === null) page.write(noValue(index), 36);
  else {
    page.write(decimal(index.value, 2), 92, { weight: 750 });
    page.write(categoryOf(index) ?? "", 36, { weight: 600 });
  }
  if (why !== null) page.write(why, 26, { colour: SOFT, lines: 3 });
  if (index.held === "unsettled") return;
  page.y += 18;
  const counted = index.categories.map((one, at) => ({ ...one, colour: COLOURS[at === index.categories.length - 1 ? 2 : at === 0 ? 0 : 1] }));
  for (const { title, count, colour } of counted.reverse()) {
    const said = count === null ? say("village.hidden") : say("village.families", { count: whole(count) });
    page.write(`${titled(inWords(title))}: ${said}`, 29, { lines: 1 });
    page.y += 10;
    page.bar(EDGE, INSIDE, 16, TRACK);
    if (count !== null) page.bar(EDGE, (INSIDE * count) / Math.max(1, index.scored), 16, colour);
    page.y += 16;
  }
  if (index.below.length === 0) return;
  page.y += 18;
  page.write(say("village.below"), 34, { weight: 700 });
  for (const { label, share, n } of index.below.slice(0, MOST_BELOW)) {
    page.write(`• ${inWords(label)}: ${say("village.shareOf", { share: decimal(share), count: whole(n) })}`, 27, { lines: 2 });
    page.y += 4;
  }
}
