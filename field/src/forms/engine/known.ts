import type { AnyNode, RootNode } from "@getodk/xforms-engine";
import type { Known } from "../types";

/** Values by their place in the visit: /data/anggota[2]/nama. */
export type Placed = Readonly<Record<string, string>>;

/**
 * An instance's XML with values put in their places. What relevance hides the engine leaves out of a visit, whole
 * members too, and takes in again when it is there.
 */
export function withValues(xml: string, values: Placed): string {
  if (Object.keys(values).length === 0) return xml;
  const document = new DOMParser().parseFromString(xml, "text/xml");
  for (const [path, value] of Object.entries(values)) elementAt(document, path).textContent = value;
  return new XMLSerializer().serializeToString(document);
}

/** Where the known values of a form stand, as its instance says; what the form does not ask is left out. */
export function placed(root: RootNode, known: Known): Placed {
  const values: Record<string, string> = {};
  const walk = (node: AnyNode): void => {
    const name = node.definition.qualifiedName.localName;
    const children = node.currentState.children as readonly AnyNode[] | null;
    if (node.nodeType.startsWith("repeat-range")) {
      for (const [place, row] of (known.rows[name] ?? []).entries()) {
        const own = `${node.currentState.reference}[${place + 1}]`;
        for (const inside of within(children?.[0])) {
          const value = row[inside.name];
          if (value) values[own + inside.path] = value;
        }
      }
    } else if (children === null) {
      const value = known.values[name];
      if (value) values[node.currentState.reference] = value;
    } else children.forEach(walk);
  };
  walk(root);
  return values;
}

/** The leaves of a member, by name and by the rest of their path. */
function within(member: AnyNode | undefined): readonly { name: string; path: string }[] {
  if (member === undefined) return [];
  const start = member.currentState.reference.length;
  const leaves = (node: AnyNode): AnyNode[] => ((node.currentState.children as readonly AnyNode[] | null) ?? []).flatMap((each) => (each.currentState.children === null ? [each] : leaves(each)));
  return leaves(member).map((each) => ({ name: each.definition.qualifiedName.localName, path: each.currentState.reference.slice(start) }));
}

function elementAt(document: Document, path: string): Element {
  let element: Element = document.documentElement;
  for (const step of path.split("/").slice(2)) {
    const [, name = step, place = "1"] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    const same = () => [...element.children].filter((each) => each.localName === name);
    while (same().length < Number(place)) element.append(document.createElementNS(element.namespaceURI, name));
    element = same()[Number(place) - 1]!;
  }
  return element;
}
