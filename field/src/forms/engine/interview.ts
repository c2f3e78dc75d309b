import type { AnyControlNode, AnyNode, FormLanguage as EngineLanguage, RootNode } from "@getodk/xforms-engine";
import { createMemo, createRoot, createSignal, untrack } from "solid-js";
import type { Block, Draft, Finished, Interview, OpenProblem, Question } from "../types";
import { Blocks, questionsOf } from "./blocks";
import type { Numbering } from "./numbering";
import { idOf, question } from "./questions";

export interface Parts {
  readonly root: RootNode;
  readonly title: string;
  readonly media: (name: string) => Promise<Blob | null>;
  readonly hidden: Readonly<Record<string, string>>;
  /** Paths of what was known before. */
  readonly known: readonly string[];
  readonly numbering: Numbering;
}

/** Join the engine's form instance and our blocks. */
export function interview(parts: Parts): Interview {
  return createRoot((dispose) => {
    const { root } = parts;
    const listeners = new Set<() => void>();
    const given: Given = new Map();
    const questions = new Map<string, Question>();
    const addresses = new Map<string, Promise<string | null>>();

    const paths = new Set(parts.known);
    const known = new Set(paths.size ? leaves(root).filter((node) => paths.has(node.currentState.reference)).map(idOf) : []);
    const [changed, change] = createSignal(0);

    const answered = (node: AnyControlNode): void => {
      if (known.delete(idOf(node))) change((count) => count + 1);
      given.set(node.nodeId, node.currentState.instanceValue);
      for (const listener of [...listeners]) listener();
    };
    const questionOf = (node: AnyControlNode): Question => {
      const known = questions.get(node.nodeId);
      if (known !== undefined) return known;
      const made = question(node, answered, parts.numbering);
      questions.set(node.nodeId, made);
      return made;
    };
    const maker = new Blocks(questionOf, () => parts.title);
    const blocks = createMemo(() => maker.of(root), [], { equals: sameItems });
    const problems = createMemo(() => blocks().flatMap(problemsOf));
    let byName: ReadonlyMap<string, Leaf> | undefined;
    const named = (): ReadonlyMap<string, Leaf> => (byName ??= onceAsked(root));
    const languages = root.languages.filter(isNamed).map((each) => ({ name: each.language, code: codeOf(each.language) }));
    bringBack(root, parts.hidden, given);

    return {
      title: parts.title,
      languages,
      get language() {
        const name = root.currentState.activeLanguage.language;
        return { name, code: codeOf(name) };
      },
      speak(name) {
        const wanted = root.languages.filter(isNamed).find((each) => each.language === name);
        if (wanted !== undefined) root.setLanguage(wanted);
      },
      get blocks() {
        return blocks();
      },
      get problems() {
        return problems();
      },
      blockOf: (path) => blocks().find((block) => block.kind === "questions" && questionsOf(block).some((each) => each.path === path)) ?? null,
      value: (name) => named().get(name)?.currentState.instanceValue ?? null,
      isKnown: ({ id }) => (changed(), known.has(id)),
      onAnswer(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      media(name) {
        const known = addresses.get(name) ?? parts.media(name).then((blob) => blob && URL.createObjectURL(blob));
        addresses.set(name, known);
        return known;
      },
      draft: () => untrack(() => draftOf(root, given, known)),
      finish: () => finished(root, named()),
      close() {
        dispose();
        listeners.clear();
        for (const address of addresses.values()) void address.then((each) => each !== null && URL.revokeObjectURL(each));
      },
    } satisfies Interview;
  });
}

function problemsOf(block: Block): OpenProblem[] {
  if (block.kind === "roster") return [];
  return questionsOf(block).flatMap((each) => {
    const problem = each.problem;
    return problem === null ? [] : [{ block, question: each, problem }];
  });
}

/** What was answered here, by the engine's node: it leaves out of a visit what relevance hides, we do not forget it. */
type Given = Map<string, string>;

function draftOf(root: RootNode, given: Given, known: ReadonlySet<string>): Draft {
  const hidden: Record<string, string> = {};
  for (const node of leaves(root)) {
    const value = given.get(node.nodeId) ?? "";
    if (value !== "" && !node.currentState.relevant && node.nodeType !== "upload") hidden[node.currentState.reference] = value;
  }
  return {
    xml: root.instanceState.instanceXML,
    photos: photosOf(root),
    hidden,
    language: root.currentState.activeLanguage.language,
    ...(known.size > 0 && { known: leaves(root).filter((node) => known.has(idOf(node))).map((node) => node.currentState.reference) }),
  };
}

/** Give back the answers that were hidden when a draft was kept: they show when relevance says so. */
function bringBack(root: RootNode, hidden: Readonly<Record<string, string>>, given: Given): void {
  for (const node of leaves(root)) {
    const value = hidden[node.currentState.reference];
    if (value === undefined || node.currentState.relevant) continue;
    given.set(node.nodeId, value);
    if (node.nodeType === "select") node.selectValues(value.split(" "));
    else if (node.nodeType === "rank") node.setValues(value.split(" "));
    else if (node.nodeType === "trigger") node.setValue(value === "OK");
    else if (node.nodeType === "input" || node.nodeType === "range") node.setValue(value as never);
  }
}

async function finished(root: RootNode, named: ReadonlyMap<string, Leaf>): Promise<Finished> {
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const xml = await payload.data[0].get("xml_submission_file").text();
  const instanceId = named.get("instanceID")?.currentState.instanceValue ?? "";
  return { xml, instanceId, photos: photosOf(root) };
}

function photosOf(root: RootNode): File[] {
  return leaves(root).flatMap((node) => {
    if (node.nodeType !== "upload" || !node.currentState.relevant) return [];
    return node.currentState.value === null ? [] : [node.currentState.value];
  });
}

type Leaf = Extract<AnyNode, { readonly currentState: { readonly instanceValue: string } }>;

function leaves(node: AnyNode): Leaf[] {
  const children = node.currentState.children as readonly AnyNode[] | null;
  return children === null ? [node as Leaf] : children.flatMap(leaves);
}

/** The values that stand in no repeat, by name: they stay as long as the form is open. */
function onceAsked(root: RootNode): ReadonlyMap<string, Leaf> {
  const outside = (node: AnyNode): Leaf[] => {
    if (node.nodeType.startsWith("repeat-range")) return [];
    const children = node.currentState.children as readonly AnyNode[] | null;
    return children === null ? [node as Leaf] : children.flatMap(outside);
  };
  return new Map(untrack(() => outside(root)).map((node) => [node.definition.qualifiedName.localName, node]));
}

function sameItems(a: readonly Block[], b: readonly Block[]): boolean {
  return a.length === b.length && a.every((block, place) => block === b[place]);
}

function isNamed(language: { readonly language: string; readonly isSyntheticDefault?: boolean }): language is EngineLanguage {
  return language.isSyntheticDefault !== true;
}

function codeOf(name: string): string {
  return /\(([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$/.exec(name)?.[1] ?? "";
}
