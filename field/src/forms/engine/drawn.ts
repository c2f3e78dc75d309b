import drawn from "../../../../definitions/forms/drawn.json";

const CONTROLS: Readonly<Record<string, readonly string[]>> = drawn.controls;
const REFUSED_LOOKS: Readonly<Record<string, { readonly en: string }>> = drawn.appearances;

/**
 * What a form asks that we do not draw, in English for its maker. The server refuses the same when a questionnaire is
 * published, by the same list, so this speaks only for forms that came another way.
 */
export function undrawable(form: Document): string[] {
  const types = new Map<string, string>();
  for (const bind of form.querySelectorAll("model > bind")) {
    types.set(bind.getAttribute("nodeset") ?? "", (bind.getAttribute("type") ?? "string").replace(/^xsd?:/, ""));
  }
  const found: string[] = [];
  for (const control of form.querySelectorAll("body *")) {
    const ref = control.getAttribute("ref") ?? "";
    const drawnTypes = CONTROLS[control.localName];
    if (drawnTypes !== undefined && ref !== "") {
      const type = types.get(ref) ?? "string";
      if (!drawnTypes.includes(type)) found.push(`${ref}: ${control.localName} of ${type}`);
      const media = control.getAttribute("mediatype");
      if (media !== null && !drawn.media.includes(media)) found.push(`${ref}: ${media}`);
    }
    for (const look of (control.getAttribute("appearance") ?? "").split(/\s+/)) {
      const refused = REFUSED_LOOKS[look] ?? (look.startsWith("ex:") ? REFUSED_LOOKS["ex:"] : undefined);
      if (refused !== undefined) found.push(`${ref}: ${look}: ${refused.en}`);
    }
  }
  return found;
}
