import { loadForm, type InstanceData, type InstantiableLoadFormResult, type RootNode } from "@getodk/xforms-engine";
import type { Beginning, FormSource, Interview, Opening } from "../types";
import { undrawable } from "./drawn";
import { interview } from "./interview";
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
  const document = new DOMParser().parseFromString(source.xform, "text/xml");
  const refused = undrawable(document);
  if (refused.length > 0) throw new CannotOpen(refused.join("; "));
  const loaded = await loadForm(source.xform, {
    fetchFormAttachment: async (address) => {
      const name = decodeURIComponent(address.href.split("/").at(-1) ?? "");
      const blob = await source.media(name);
      return blob === null ? new Response(null, { status: 404 }) : new Response(blob, { headers: headersFor(name) });
    },
  });
  if (loaded.status === "failure") throw new CannotOpen(loaded.error.message);
  const root = await begin(loaded, beginning, opening).catch((problem: unknown) => {
    throw new CannotOpen(problem instanceof Error ? problem.message : String(problem));
  });
  const hidden = beginning.from === "draft" ? beginning.draft.hidden : {};
  const title = document.querySelector("head > title, title")?.textContent?.trim() ?? "";
  const opened = interview({ root, title, media: source.media, hidden });
  const wanted = beginning.from === "draft" ? beginning.draft.language : undefined;
  const spoken = opened.languages.find((each) => each.name === wanted) ?? opened.languages.find((each) => each.code === opening.language);
  if (spoken !== undefined) opened.speak(spoken.name);
  return opened;
}

async function begin(form: InstantiableLoadFormResult, beginning: Beginning, opening: Opening): Promise<RootNode> {
  const config = {
    stateFactory: shallow,
    instanceAttachments: { fileNameFactory: photoName },
    preloadProperties: opening.deviceId === undefined ? {} : { deviceID: opening.deviceId },
  };
  switch (beginning.from) {
    case "new":
      return form.createInstance(config).root;
    case "draft":
      return (await form.restoreInstance({ data: [asData(beginning.draft.xml, beginning.draft.photos)] }, config)).root;
    case "sent": {
      const attachments = new Map(
        [...beginning.photos].map(([name, get]) => [name, async () => new Response(await get())] as const),
      );
      const input = { inputType: "FORM_INSTANCE_INPUT_RESOLVABLE", resolveInstance: () => beginning.xml, attachments } as const;
      return (await form.editInstance(input, config)).root;
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
