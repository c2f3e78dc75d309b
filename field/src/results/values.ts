/** What stands in a visit, by the names of its questions. */

export interface Values {
  /** What stands outside every roster; "" when it is unanswered or not there. */
  one(name: string): string;
  /** The members of a roster, in order, each by the names of its questions. */
  members(roster: string): readonly ((name: string) => string)[];
}

/** Read the XML of a visit, finished or not; `rosters` are the names of its repeats. */
export function valuesOf(xml: string, rosters: readonly string[]): Values {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const leaves = new Map<string, string>();
  const rows = new Map<string, Map<string, string>[]>(rosters.map((name) => [name, []]));
  const gather = (element: Element, into: Map<string, string>): void => {
    for (const child of element.children) {
      const members = rows.get(child.localName);
      if (members !== undefined) {
        const row = new Map<string, string>();
        members.push(row);
        gather(child, row);
      } else if (child.children.length > 0) gather(child, into);
      else into.set(child.localName, child.textContent ?? "");
    }
  };
  gather(root, leaves);
  return {
    one: (name) => leaves.get(name) ?? "",
    members: (roster) => (rows.get(roster) ?? []).map((row) => (name: string) => row.get(name) ?? ""),
  };
}
