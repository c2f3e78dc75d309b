/**
 * Numbers of questions and codes of choices, the same as on paper: they follow from where something stands in the
 * questionnaire, never from what is asked now. The server counts alike (`questionnaires/engine/numbering.py`).
 */
export interface Numbering {
  /** The number of the question at a place of the form (no positions in it); null for what is only read. */
  number(nodeset: string): number | null;
  /** The code of a choice of the question at a place; null when its list has none (one that lies in a file). */
  code(nodeset: string, value: string): string | null;
}

const CONTROL = /<(?:odk:)?(?:input|select1|select|upload|trigger|rank|range)\b[^>]*\sref="([^"]+)"|<itemset\b[^>]*\snodeset="([^"]*)"/g;
const ONLY_READ = /<bind\b[^>]*>/g;

/** Read them off the form. It is written by our own server; parsing it once more would be felt on a slow phone. */
export function numberingOf(xform: string): Numbering {
  const body = xform.slice(Math.max(0, xform.indexOf("<h:body")));
  const onlyRead = new Set([...xform.matchAll(ONLY_READ)].filter((each) => each[0].includes(' readonly="true()"')).map((each) => attribute(each[0], "nodeset")));
  const numbers = new Map<string, number>();
  const lists = new Map<string, string>();
  let last = "";
  for (const [, ref, nodeset] of body.matchAll(CONTROL)) {
    if (ref !== undefined) {
      last = ref;
      if (!onlyRead.has(ref) && !numbers.has(ref)) numbers.set(ref, numbers.size + 1);
    } else if (nodeset !== undefined) {
      lists.set(last, /instance\((?:'|&apos;|&quot;)(.+?)(?:'|&apos;|&quot;)\)/.exec(nodeset)?.[1] ?? "");
    }
  }
  const codes = new Map<string, ReadonlyMap<string, string>>();
  const codesOf = (list: string): ReadonlyMap<string, string> => {
    const known = codes.get(list) ?? coded(namesIn(xform, list));
    codes.set(list, known);
    return known;
  };
  return {
    number: (nodeset) => numbers.get(nodeset) ?? null,
    code: (nodeset, value) => codesOf(lists.get(nodeset) ?? "").get(value) ?? null,
  };
}

/** A list whose names are all numbers keeps them; another is counted from one. */
function coded(names: readonly string[]): ReadonlyMap<string, string> {
  const own = names.every((name) => /^[0-9]{1,4}$/.test(name));
  return new Map(names.map((name, place) => [name, own ? name : String(place + 1)]));
}

function namesIn(xform: string, list: string): string[] {
  const start = list === "" ? -1 : xform.indexOf(`<instance id="${list}">`);
  if (start < 0) return [];
  const text = xform.slice(start, xform.indexOf("</instance>", start));
  return [...text.matchAll(/<name>([^<]*)<\/name>/g)].map((each) => each[1]!);
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}
