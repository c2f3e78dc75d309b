import { loadForm, type InstanceData, type InstantiableLoadFormResult, type RootNode } from "@getodk/xforms-engine";
import type { Beginning, FormSource, Interview, Opening } from "../types";
import { NotDrawn } from "./drawn";
import { placed, withValues, type Placed } from "./known";
import { interview, type Parts } from "./interview";
import { numberingOf } from "./numbering";
import { shallow } from "./state";

/** Why a questionnaire or a visit does not open; `reason` is for the person who made the questionnaire. */
export class CannotOpen extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = "CannotOpen";
  }
}

/**
 * Open a questionnaire: anew, from a draft, or from a visit that was sent and is to be corrected (it becomes a new
 * version of that visit). One interview at a time. Throws CannotOpen.
 */
export async function open(source: FormSource, beginning: Beginning, opening: Opening = {}): Promise<Interview> {
  const loaded = await loadForm(source.xform, {
    fetchFormAttachment: async (address) => {
      const name = decodeURIComponent(address.href.split("/").at(-1) ?? "");
      const blob = await source.media(name);
      return blob === null ? new Response(null, { status: 404 }) : new Response(blob, { headers: headersFor(name) });
    },
  });
  if (loaded.status === "failure") throw new CannotOpen(loaded.error.message);
  const { root, hidden, known } = await begin(loaded, beginning, opening).catch((problem: unknown) => {
    throw new CannotOpen(problem instanceof Error ? problem.message : String(problem));
  });
  const opened = joined({ root, title: titleOf(source.xform), media: source.media, hidden, known, numbering: numberingOf(source.xform) });
  const wanted = beginning.from === "draft" ? beginning.draft.language : undefined;
  const spoken = opened.languages.find((each) => each.name === wanted) ?? opened.languages.find((each) => each.code === opening.language);
  if (spoken !== undefined) opened.speak(spoken.name);
  return opened;
}

function joined(parts: Parts): Interview {
  try {
    return interview(parts);
  } catch (problem) {
    if (problem instanceof NotDrawn) throw new CannotOpen(problem.message);
    throw problem;
  }
}

// The engine keeps the title to itself, and a form is too long to be read twice on a slow phone.
function titleOf(xform: string): string {
  const text = /<h:title>([^<]*)<\/h:title>/.exec(xform)?.[1] ?? "";
  return new DOMParser().parseFromString(`<t>${text}</t>`, "text/xml").documentElement.textContent?.trim() ?? "";
}

async function begin(form: InstantiableLoadFormResult, beginning: Beginning, opening: Opening): Promise<{ root: RootNode; hidden: Placed; known: readonly string[] }> {
  const config = {
    stateFactory: shallow,
    instanceAttachments: { fileNameFactory: photoName },
    preloadProperties: opening.deviceId === undefined ? {} : { deviceID: opening.deviceId },
  };
  switch (beginning.from) {
    case "new": {
      const { root } = form.createInstance(config);
      if (beginning.known === undefined) return { root, hidden: {}, known: [] };
      const hidden = placed(root, beginning.known);
      const xml = withValues(root.instanceState.instanceXML, hidden);
      return { root: (await form.restoreInstance({ data: [asData(xml, [])] }, config)).root, hidden, known: Object.keys(hidden) };
    }
    case "draft": {
      const { xml, photos, hidden, known = [] } = beginning.draft;
      return { root: (await form.restoreInstance({ data: [asData(withValues(xml, hidden), photos)] }, config)).root, hidden, known };
    }
    case "sent": {
      const attachments = new Map(
        [...beginning.photos].map(([name, get]) => [name, async () => new Response(await get())] as const),
      );
      const input = { inputType: "FORM_INSTANCE_INPUT_RESOLVABLE", resolveInstance: () => beginning.xml, attachments } as const;
      return { root: (await form.editInstance(input, config)).root, hidden: {}, known: [] };
    }
  }
}

function asData(xml: string, photos: readonly File[]): InstanceData {
  const data = new FormData();
  data.set("xml_submission_file", new File([xml], "xml_submission_file", { type: "text/xml" }));
  for (const photo of photos) data.set(photo.name, photo);
  return data as InstanceData;
}

// A name that tells nothing about the family and meets no other.
function photoName(): string {
  return `${crypto.randomUUID()}.jpg`;
}

function headersFor(name: string): Record<string, string> {
  return name.endsWith(".csv") ? { "content-type": "text/csv" } : name.endsWith(".xml") ? { "content-type": "text/xml" } : {};
}
