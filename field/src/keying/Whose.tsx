import { createSignal, onMount } from "solid-js";
import { Button } from "../ui";
import { tell } from "./words";

interface Props {
  /** Why it is asked, in the server's words. */
  readonly why: string;
  readonly named: string;
  readonly onName: (name: string) => void;
}

/** Whose family a sheet is about that names nobody: its visit was not carried out. */
export function Whose(props: Props) {
  const [empty, setEmpty] = createSignal(false);
  let own!: HTMLInputElement;
  const give = (): void => {
    const name = own.value.trim();
    setEmpty(name === "");
    if (name === "") own.focus();
    else props.onName(name);
  };
  onMount(() => {
    own.focus();
    own.scrollIntoView({ block: "center" });
  });
  return (
    <section class="families" aria-labelledby="whose">
      <h2 id="whose">{tell("whose")}</h2>
      <p role="alert" id="whose-why">
        {props.why}
      </p>
      <div class="families-entry">
        <label for="whose-entry">{tell("whoseField")}</label>
        <input
          ref={own}
          id="whose-entry"
          class="entry"
          maxlength="100"
          autocomplete="off"
          value={props.named}
          aria-describedby="whose-why whose-problem"
          aria-invalid={empty()}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            event.stopPropagation();
            give();
          }}
        />
        <Button onClick={give}>OK</Button>
      </div>
      <p class="line-problem" id="whose-problem" role="alert">
        {empty() ? tell("whoseEmpty") : ""}
      </p>
    </section>
  );
}
