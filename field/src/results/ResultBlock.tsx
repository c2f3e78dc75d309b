import { createSignal, onCleanup, type Component } from "solid-js";
import type { Reading } from "./reading";
import { ResultView } from "./ResultView";

/** What is needed of an open visit. */
export interface Asking {
  draft(): { readonly xml: string };
  /** Called after each answer; returns how to stop. */
  onAnswer(listener: () => void): () => void;
}

/** The views by which groups of a form are drawn instead of their notes, by the group's name. */
export function resultViews(reading: Reading): Readonly<Record<string, Component<{ readonly interview: Asking }>>> {
  return { hasil: (props) => <ResultBlock reading={reading} interview={props.interview} /> };
}

function ResultBlock(props: { readonly reading: Reading; readonly interview: Asking }) {
  const [xml, setXml] = createSignal(props.interview.draft().xml);
  onCleanup(props.interview.onAnswer(() => setXml(props.interview.draft().xml)));
  return <ResultView reading={props.reading} xml={xml()} />;
}
