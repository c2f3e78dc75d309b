/** The summary as a picture in black and white, for those who share pictures and not text. */
import { say } from "../text";
import type { Summary } from "./summary";
import { partText } from "./wording";

const WIDTH = 1080;
const EDGE = 64;
const BLACK = "#000000";
const GREY = "#bbbbbb";

/** Draw the summary; null where the phone's browser cannot. */
export async function pictureOf(summary: Summary): Promise<File | null> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = new Drawing(canvas, false).all(summary);
  const drawing = new Drawing(canvas, true);
  drawing.paper();
  drawing.all(summary);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  return blob === null ? null : new File([blob], "ringkasan.png", { type: "image/png" });
}

/** Goes down the page; measures when it does not draw. */
class Drawing {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D;
  readonly #draws: boolean;
  #y = EDGE;

  constructor(canvas: HTMLCanvasElement, draws: boolean) {
    const pen = canvas.getContext("2d");
    if (pen === null) throw new Error("This browser draws no pictures.");
    this.#canvas = canvas;
    this.#pen = pen;
    this.#draws = draws;
  }

  paper(): void {
    this.#pen.fillStyle = "#ffffff";
    this.#pen.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  all(summary: Summary): number {
    this.#write(summary.title, 56, true);
    this.#write(summary.day, 36);
    this.#write(summary.only, 32);
    for (const each of summary.indices) {
      this.#y += 28;
      this.#write(each.title, 42, true);
      this.#write(each.scored, 42);
      for (const part of each.parts) {
        const { met, applicable } = part.counted;
        this.#write(`${part.title}: ${partText(part.counted)}`, 34);
        if (applicable > 0) this.#bar(met / applicable);
      }
    }
    this.#list(say("summary.steps"), summary.steps.map((each) => (each.by === "" ? each.step : `${each.step}, ${say("result.by", { day: each.by })}`)));
    this.#list(say("summary.next"), summary.next);
    this.#list(say("summary.help"), summary.help.map((each) => `${each.label}: ${each.where}`));
    this.#y += 24;
    for (const each of summary.made) this.#write(each, 26);
    return this.#y + EDGE;
  }

  #list(title: string, items: readonly string[]): void {
    if (items.length === 0) return;
    this.#y += 28;
    this.#write(title, 42, true);
    for (const item of items) this.#write(`• ${item}`, 34);
  }

  #bar(share: number): void {
    if (this.#draws) {
      this.#pen.fillStyle = GREY;
      this.#pen.fillRect(EDGE, this.#y, WIDTH - 2 * EDGE, 18);
      this.#pen.fillStyle = BLACK;
      this.#pen.fillRect(EDGE, this.#y, (WIDTH - 2 * EDGE) * share, 18);
    }
    this.#y += 30;
  }

  #write(text: string, size: number, bold = false): void {
    if (text === "") return;
    this.#pen.font = `${bold ? "bold " : ""}${size}px sans-serif`;
    this.#pen.fillStyle = BLACK;
    this.#pen.textBaseline = "top";
    let line = "";
    for (const word of text.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && this.#pen.measureText(longer).width > WIDTH - 2 * EDGE) {
        this.#down(line, size);
        line = word;
      } else line = longer;
    }
    this.#down(line, size);
  }

  #down(line: string, size: number): void {
    if (this.#draws) this.#pen.fillText(line, EDGE, this.#y);
    this.#y += Math.round(size * 1.35);
  }
}
