import { createSignal, For, onMount } from "solid-js";
import { Button } from "../ui";
import type { KnownFamily } from "./desk";
import { tell } from "./words";

interface Props {
  readonly families: readonly KnownFamily[];
  /** Which family it is; null for none of them. */
  readonly onChoose: (family: KnownFamily | null) => void;
}

/** Families on record that the sheet may be about: one of them, or a new one. */
export function Families(props: Props) {
  const [why, setWhy] = createSignal("");
  let own!: HTMLInputElement;
  const choose = (): void => {
    const typed = own.value.trim();
    const family = props.families[Number(typed) - 1];
    if (typed === "0") props.onChoose(null);
    else if (family !== undefined && /^\d+$/.test(typed)) props.onChoose(family);
    else {
      setWhy(tell("noCode", { code: typed || tell("empty") }));
      own.select();
    }
  };
  onMount(() => {
    own.focus();
    own.scrollIntoView({ block: "center" });
  });
  return (
    <section class="families" aria-labelledby="families">
      <h2 id="families">{tell("families")}</h2>
      <p>{tell("familiesHow")}</p>
      <ol class="families-list">
        <For each={props.families}>
          {(family, place) => (
            <li>
              <span class="line-number">{place() + 1}</span>
              <span>
                <strong>{tell("familyLine", { head: family.head, rt: family.rt || "-", rw: family.rw || "-" })}</strong>
                <br />
                <span class="small quiet">{family.why.map((each) => tell(each)).join(", ")}</span>
              </span>
            </li>
          )}
        </For>
        <li>
          <span class="line-number">0</span>
          <span>{tell("familiesNone")}</span>
        </li>
      </ol>
      <div class="families-entry">
        <label for="family-entry">{tell("familiesField")}</label>
        <input
          ref={own}
          id="family-entry"
          class="entry entry-short"
          inputmode="numeric"
          autocomplete="off"
          aria-describedby="family-problem"
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            choose();
          }}
        />
        <Button onClick={choose}>OK</Button>
      </div>
      <p class="line-problem" id="family-problem" role="alert">
        {why()}
      </p>
    </section>
  );
}
