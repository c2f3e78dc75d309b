import type { MarkdownNode, TextRange } from "@getodk/xforms-engine";
import type { Phrase, Piece } from "../types";

const HEADINGS = /^h[1-6]$/;
const KEPT = new Set(["p", "strong", "em", "u", "ul", "ol", "li"]);
const TAG = /<[^>]*>/g;

type AnyRange = Pick<TextRange<"label">, "asString" | "formatted" | "audioSource" | "imageSource">;

/** A text of the engine as a phrase; what it shows changes with language and answers. */
export function phrase(range: AnyRange): Phrase {
  return {
    get text() {
      return range.asString;
    },
    get pieces() {
      return range.formatted.map(piece);
    },
    get audio() {
      return fileName(range.audioSource);
    },
    get image() {
      return fileName(range.imageSource);
    },
  };
}

// Colours and fonts of the questionnaire are left: ours keep their contrast. Links stay words: the visit goes on here.
function piece(node: MarkdownNode): Piece {
  if (node.role === "child") return { as: "text", text: node.value };
  if (node.role === "line-break") return { as: "break" };
  if (node.role === "html") return { as: "text", text: node.unsafeHtml.replace(TAG, "") };
  const pieces = node.children.map(piece);
  if (HEADINGS.test(node.elementName)) return { as: "strong", pieces };
  return { as: KEPT.has(node.elementName) ? (node.elementName as "p") : "span", pieces };
}

function fileName(source: { readonly href: string } | undefined): string | null {
  if (source === undefined) return null;
  const name = source.href.split("/").at(-1);
  return name === undefined || name === "" ? null : decodeURIComponent(name);
}
