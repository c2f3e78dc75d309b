import { createSignal } from "solid-js";
import type { RosterBlock } from "../forms";
import { enter, step } from "./moving";
import { tell } from "./words";

/** The end of a repeat: whether there is another, or one too many. */
export function RosterLine(props: { readonly block: RosterBlock }) {
  const [why, setWhy] = createSignal("");
  const id = (): string => `roster-${props.block.key.replace(/\W+/g, "-")}`;
  let own!: HTMLInputElement;
  const act = (): void => {
    const typed = own.value.trim().replace("\u2212", "-");
    own.value = "";
    setWhy("");
    if (typed === "" || typed === "0") return step(own, 1);
    const gone = /^-(\d+)$/.exec(typed);
    if (gone !== null) {
      const member = props.block.members[Number(gone[1]) - 1];
      return member === undefined ? void setWhy(tell("rosterNone", { number: gone[1]! })) : props.block.remove(member);
    }
    if (typed !== "1" && typed !== "+") return void setWhy(tell("noCode", { code: typed }));
    const before = new Set(document.querySelectorAll("[data-entry]"));
    props.block.add();
    enter([...document.querySelectorAll<HTMLElement>("[data-entry]")].find((each) => !before.has(each)));
  };
  return (
    <div class="line line-roster" id={id()}>
      <span class="line-number" aria-hidden="true" />
      <div class="line-asked">
        <label for={`${id()}-entry`}>{tell("rosterLabel", { title: props.block.title })}</label>
        <p class="line-how" id={`${id()}-how`} aria-live="polite">
          {tell("roster", { count: props.block.members.length })}
        </p>
      </div>
      <div class="line-given">
        <input
          ref={own}
          id={`${id()}-entry`}
          data-entry=""
          class="entry entry-short"
          autocomplete="off"
          aria-describedby={`${id()}-how ${id()}-problem`}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.ctrlKey) return;
            event.preventDefault();
            if (event.shiftKey) step(own, -1);
            else act();
          }}
        />
        <p class="line-problem" id={`${id()}-problem`} role="alert">
          {why()}
        </p>
      </div>
    </div>
  );
}
