import type { AnyControlNode } from "@getodk/xforms-engine";
import drawn from "../../../../definitions/forms/drawn.json";

const LOOKS: Readonly<Record<string, { readonly en: string }>> = drawn.appearances;

/** A question that we do not draw; `message` tells its maker where and why. */
export class NotDrawn extends Error {}

/**
 * Refuse a question that asks for more than we draw. The server refuses the same when a questionnaire is published, by
 * the same list, so this speaks only for forms that came another way.
 */
export function refuseUndrawn(node: AnyControlNode): void {
  const where = node.currentState.reference;
  for (const look of (node.appearances as unknown as Iterable<string> | null) ?? []) {
    const refused = LOOKS[look] ?? (look.startsWith("ex:") ? LOOKS["ex:"] : undefined);
    if (refused !== undefined) throw new NotDrawn(`${where}: ${look}: ${refused.en}`);
  }
  if (node.nodeType === "upload") {
    const { accept } = node.nodeOptions.media;
    if (!drawn.media.includes(accept)) throw new NotDrawn(`${where}: ${accept}`);
  }
  if (node.nodeType === "input") {
    if (!drawn.controls.input.includes(node.valueType)) throw new NotDrawn(`${where}: ${node.valueType}`);
  }
}
