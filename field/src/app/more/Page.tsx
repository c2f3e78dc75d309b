import { onMount, type JSX } from "solid-js";
import { say } from "../../text";
import { Button } from "../../ui";
import { back } from "../route";

/** A page below "More": how to get back, and what it is. */
export function Page(props: { readonly title: string; readonly children: JSX.Element }) {
  let heading!: HTMLHeadingElement;
  onMount(() => heading.focus({ preventScroll: true }));
  return (
    <main class="screen stack">
      <Button kind="quiet" icon="back" class="page-back" onClick={() => back()}>
        {say("bar.back")}
      </Button>
      <h1 ref={heading} tabindex="-1">
        {props.title}
      </h1>
      {props.children}
    </main>
  );
}
