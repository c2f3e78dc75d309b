import type { AnyControlNode, GeneralChildNode, GroupNode, RepeatInstanceNode, RootNode } from "@getodk/xforms-engine";
import { batch } from "solid-js";
import type { Block, Member, Question, QuestionBlock, Section } from "../types";
import { divided } from "./divided";
import { phrase } from "./phrases";

/** Questions that stand in no group share a block of at most so many. */
const LOOSE_QUESTIONS = 6;
/** A longer group is asked in parts, unless its maker wants it on one screen (`field-list`). */
const LONGEST_GROUP = 9;

type RangeNode = Extract<GeneralChildNode, { nodeType: `repeat-range:${string}` }>;
type Children = readonly GeneralChildNode[];

/** Turns the engine's tree into blocks. Blocks are made once and found again, so that views keep what they hold. */
export class Blocks {
  readonly #question: (node: AnyControlNode) => Question;
  readonly #title: () => string;
  readonly #known = new Map<string, Block>();
  readonly #members = new Map<string, Member>();
  readonly #numbers = new Map<string, number>();
  readonly #gone = new Set<string>();

  constructor(question: (node: AnyControlNode) => Question, title: () => string) {
    this.#question = question;
    this.#title = title;
  }

  /** The blocks with something to show now, in order. */
  of(root: RootNode): readonly Block[] {
    return this.#walk(root.currentState.children, "", this.#title).filter(isShown);
  }

  #walk(children: Children, within: string, title: () => string): Block[] {
    const found: Block[] = [];
    let loose: AnyControlNode[] = [];
    const close = (): void => {
      for (let start = 0; start < loose.length; start += LOOSE_QUESTIONS) {
        found.push(this.#block(loose.slice(start, start + LOOSE_QUESTIONS), within, title));
      }
      loose = [];
    };
    for (const child of children) {
      if (child.nodeType === "model-value") continue;
      if (child.nodeType === "group") {
        close();
        found.push(...this.#group(child, within, title));
      } else if (child.nodeType === "repeat-range:controlled" || child.nodeType === "repeat-range:uncontrolled") {
        close();
        found.push(...this.#repeat(child, within, title));
      } else loose.push(child);
    }
    close();
    return found;
  }

  #group(node: GroupNode, within: string, title: () => string): Block[] {
    const own = titleOf(node, title);
    const sections = this.#sections(node);
    if (sections === null) return this.#walk(node.currentState.children, within, own);
    // A group that stands in no body (meta) has no look, whatever its type says.
    const isWhole = (node.appearances as GroupNode["appearances"] | null)?.["field-list"] ?? false;
    return this.#parts(join(within, node.definition.qualifiedName.localName), sections, own, isWhole);
  }

  /** One block, or several of about the same length when the questions are too many for a screen. */
  #parts(key: string, sections: readonly Section[], title: () => string, isWhole: boolean): Block[] {
    const parts = isWhole ? [sections] : divided(sections, LONGEST_GROUP);
    return parts.map((part, place) => {
      const own = place === 0 ? key : `${key}+${place}`;
      return this.#make(own, () => ({
        kind: "questions",
        key: own,
        sections: part,
        get title() {
          return parts.length === 1 ? title() : `${title()} (${place + 1}/${parts.length})`;
        },
      }));
    });
  }

  /** The questions of a group and of the groups in it, or null when it holds a repeat and needs several blocks. */
  #sections(node: GroupNode | RepeatInstanceNode): Section[] | null {
    const sections: Section[] = [];
    let current: Question[] = [];
    const open = (): void => {
      current = [];
      sections.push({ heading: null, questions: current });
    };
    open();
    for (const child of node.currentState.children) {
      if (child.nodeType === "model-value") continue;
      if (child.nodeType.startsWith("repeat-range")) return null;
      if (child.nodeType === "group") {
        const inner = this.#sections(child);
        if (inner === null) return null;
        const [first, ...rest] = inner;
        if (first !== undefined) sections.push(headed(child, first), ...rest);
        open();
      } else current.push(this.#question(child as AnyControlNode));
    }
    return sections.filter((section) => section.questions.length > 0);
  }

  #repeat(range: RangeNode, within: string, title: () => string): Block[] {
    const name = range.definition.qualifiedName.localName;
    const heading = titleOf(range, title);
    const found: Block[] = [];
    for (const instance of range.currentState.children as readonly RepeatInstanceNode[]) {
      const key = join(within, `${name}:${this.#number(instance)}`);
      const blocks = this.#member(instance, key, heading);
      found.push(...blocks);
      this.#memberOf(instance, blocks[0]?.key ?? key);
    }
    if (range.nodeType === "repeat-range:uncontrolled" && range.currentState.relevant) {
      found.push(this.#roster(range, join(within, name), heading));
    }
    return found;
  }

  #member(instance: RepeatInstanceNode, key: string, heading: () => string): Block[] {
    const title = (): string => {
      const name = this.#nameOf(instance);
      return `${heading()} ${placeOf(instance)}${name === "" ? "" : `: ${name}`}`;
    };
    const sections = this.#sections(instance);
    if (sections === null) return this.#walk(instance.currentState.children, key, title);
    return this.#parts(key, sections, title, false);
  }

  #memberOf(instance: RepeatInstanceNode, block: string): Member {
    const known = this.#members.get(instance.nodeId);
    if (known !== undefined && known.block === block) return known;
    const name = (): string => this.#nameOf(instance);
    const member: Member = {
      id: instance.nodeId,
      block,
      get place() {
        return placeOf(instance);
      },
      get name() {
        return name();
      },
    };
    this.#members.set(instance.nodeId, member);
    return member;
  }

  // A typed name tells more than a choice: the first text answered, else the first choice.
  // One who was removed has none: the engine throws when asked about it.
  #nameOf(instance: RepeatInstanceNode): string {
    if (this.#gone.has(instance.nodeId)) return "";
    const children: Children = instance.currentState.children;
    const asked = children.filter((child): child is AnyControlNode => "currentState" in child && isControl(child));
    const answered = asked.map((child) => this.#question(child)).filter((each) => each.relevant && each.said !== "");
    return (answered.find((each) => each.kind === "text") ?? answered.find((each) => each.kind === "one"))?.said ?? "";
  }

  #roster(range: Extract<RangeNode, { nodeType: "repeat-range:uncontrolled" }>, key: string, heading: () => string): Block {
    const memberFor = (instance: RepeatInstanceNode): Member => {
      const known = this.#members.get(instance.nodeId);
      if (known !== undefined) return known;
      const own = join(key.split("/").slice(0, -1).join("/"), `${range.definition.qualifiedName.localName}:${this.#number(instance)}`);
      return this.#memberOf(instance, this.#member(instance, own, heading)[0]?.key ?? own);
    };
    const gone = this.#gone;
    return this.#make(key, () => ({
      kind: "roster",
      key,
      get title() {
        return heading();
      },
      get members() {
        return range.currentState.children.map(memberFor);
      },
      add() {
        range.addInstances();
        return memberFor(range.currentState.children.at(-1)!);
      },
      remove(member) {
        const now = range.currentState.children as readonly RepeatInstanceNode[];
        const place = now.findIndex((each) => each.nodeId === member.id);
        if (place < 0) return;
        gone.add(member.id);
        batch(() => range.removeInstances(place));
      },
    }));
  }

  // Members keep their number when one before them goes, so that keys stay; a draft opened again counts anew.
  #number(instance: RepeatInstanceNode): number {
    const number = this.#numbers.get(instance.nodeId) ?? this.#numbers.size + 1;
    this.#numbers.set(instance.nodeId, number);
    return number;
  }

  #block(nodes: readonly AnyControlNode[], within: string, title: () => string): Block {
    const key = join(within, nodes[0]!.definition.qualifiedName.localName);
    return this.#make(key, () => ({
      kind: "questions",
      key,
      sections: [{ heading: null, questions: nodes.map((node) => this.#question(node)) }],
      get title() {
        return title();
      },
    }));
  }

  #make(key: string, make: () => Block): Block {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }
}

/** A section under the label of its group, in the language of the moment. */
function headed(group: GroupNode, section: Section): Section {
  return {
    get heading() {
      const { label } = group.currentState;
      return label === null ? section.heading : phrase(label);
    },
    questions: section.questions,
  };
}

const CONTROLS = new Set(["input", "note", "range", "rank", "select", "trigger", "upload"]);

export function isControl(node: { readonly nodeType: string }): boolean {
  return CONTROLS.has(node.nodeType);
}

function isShown(block: Block): boolean {
  return block.kind === "roster" || questionsOf(block).some((question) => question.relevant);
}

/** Every question of a block, whether it shows now or not. */
export function questionsOf(block: QuestionBlock): Question[] {
  return block.sections.flatMap((section) => section.questions);
}

function placeOf(instance: RepeatInstanceNode): number {
  const members = instance.parent.currentState.children as readonly RepeatInstanceNode[];
  return members.findIndex((each) => each.nodeId === instance.nodeId) + 1;
}

function titleOf(node: { readonly currentState: { readonly label: { readonly asString: string } | null } }, outer: () => string) {
  return (): string => node.currentState.label?.asString.trim() || outer();
}

function join(within: string, name: string): string {
  return within === "" ? name : `${within}/${name}`;
}
