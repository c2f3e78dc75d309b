import type { Block, Interview, Question, QuestionBlock } from "../forms";
import type { Extra, Store } from "../store";
import type { FamilyTold, JointTold } from "../sync";
import type { About } from "./records";

/** Who lives there: both kader say it, also the one to whom the rest of the roster does not belong. */
const WHO: ReadonlySet<string> = new Set(["anggota_lama", "member_id", "nama", "hubungan", "jenis_kelamin", "tgl_lahir", "tgl_lahir_perkiraan"]);
const ROSTER = "anggota";

/** Signs a text with this phone's own key. */
export type SignText = (text: string) => Promise<string>;

/** With whom a visit's family is shared: as the site last told of the family, or, once it is gone from here, as it was. */
export async function jointOf(store: Store, about: About): Promise<JointTold | null> {
  const family = about.familyId && !about.isNew ? ((await store.families.get(about.familyId))?.content as FamilyTold | undefined) : undefined;
  return (family ? family.joint : about.joint) ?? null;
}

/** Whether this kader's part holds the family itself: then what may not be overheard is asked at it too. */
export function holdsRoster(joint: JointTold | null): boolean {
  return joint === null || joint.mine.includes(ROSTER);
}

/** The names of one kader's sections, as the reader's language has them. */
export function sectionNames(joint: JointTold, whose: "mine" | "theirs", language: string): string {
  return joint[whose].map((name) => joint.labels[name]?.[language] ?? joint.labels[name]?.["id"] ?? name).join(", ");
}

/**
 * The same interview with this kader's own sections, what both are asked, and of the other's roster only who lives there.
 * There is no result in it: that is worked out when both parts are there.
 */
export function ownPart(form: Interview, joint: JointTold): Interview {
  const theirs = new Set(joint.theirs);
  const cut = new WeakMap<Block, QuestionBlock>();
  const own = (block: Block): Block | null => {
    const isTheirs = theirs.has(sectionOf(block));
    if (block.kind === "roster") return isTheirs && sectionOf(block) !== ROSTER ? null : block;
    if (!isTheirs) return questionsIn(block).some(({ kind }) => kind !== "note") ? block : null;
    const kept = cut.get(block) ?? onlyWho(block);
    cut.set(block, kept);
    return questionsIn(kept).some(({ relevant }) => relevant) ? kept : null;
  };
  const blocks = (): readonly Block[] => form.blocks.flatMap((block) => own(block) ?? []);
  return Object.create(form, {
    blocks: { get: blocks },
    problems: {
      get: () => {
        const shown = new Map(blocks().flatMap((block) => (block.kind === "questions" ? questionsIn(block).map(({ id }) => [id, block] as const) : [])));
        return form.problems.flatMap((open) => (shown.has(open.question.id) ? [{ ...open, block: shown.get(open.question.id)! }] : []));
      },
    },
    blockOf: { value: (path: string) => blocks().find((block) => block.kind === "questions" && questionsIn(block).some((each) => each.path === path)) ?? null },
  }) as Interview;
}

/** A visit's XML without answers in the other kader's sections, such as one from before the family was shared. */
export function onlyOwn(xml: string, joint: JointTold): string {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const theirs = new Set(joint.theirs);
  for (const section of [...document.documentElement.children].filter(({ localName }) => theirs.has(localName))) {
    for (const leaf of section.querySelectorAll("*")) {
      if (leaf.children.length === 0 && !WHO.has(leaf.localName)) leaf.textContent = "";
    }
  }
  return new XMLSerializer().serializeToString(document);
}

/** What goes beside a part: whose sections, and this phone's signature under the very bytes that are sent. */
export async function signedPart(xml: string, joint: JointTold, sign: SignText, at: Date = new Date()): Promise<Extra> {
  const instance = /<(?:\w+:)?instanceID>([^<]+)</.exec(xml)?.[1] ?? "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(xml)));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const sections = [...joint.mine].sort();
  const signed_at = at.toISOString();
  const signature = await sign([joint.task, instance, sha256, sections.join(","), signed_at].join("|"));
  return { part: { task: joint.task, sections, signed_at, signature } };
}

// --- inside -----------------------------------------------------------------------------------------------------------

/** The outermost group or repeat a block belongs to: "anggota:2+1" and "anggota" to "anggota". */
function sectionOf({ key }: Block): string {
  return key.split(/[/:+]/, 1)[0] ?? "";
}

function questionsIn(block: QuestionBlock): readonly Question[] {
  return block.sections.flatMap(({ questions }) => questions);
}

function onlyWho(block: QuestionBlock): QuestionBlock {
  const sections = block.sections.map((section) => ({ heading: section.heading, questions: section.questions.filter(({ name }) => WHO.has(name)) })).filter(({ questions }) => questions.length > 0);
  return {
    kind: "questions",
    key: block.key,
    sections,
    get title() {
      return block.title.replace(/ \(\d+\/\d+\)$/, "");
    },
  };
}
