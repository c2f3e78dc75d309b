import { For } from "solid-js";
import { say, type Word } from "../text";
import { Button, Icon } from "../ui";
import { back } from "./route";

const NUMBERS: readonly { readonly word: Word; readonly shown: string; readonly href: string }[] = [
  { word: "emergency.sapa", shown: "129", href: "tel:129" },
  { word: "emergency.whatsapp", shown: "08111-129-129", href: "tel:08111129129" },
  { word: "emergency.police", shown: "112", href: "tel:112" },
];

/** Whom to call, without signal for data and without a PIN. */
export default function Emergency() {
  return (
    <main class="screen stack">
      <Button kind="quiet" icon="back" onClick={() => back()}>
        {say("bar.back")}
      </Button>
      <h1 tabindex="-1">{say("emergency.title")}</h1>
      <ul class="numbers">
        <For each={NUMBERS}>
          {({ word, shown, href }) => (
            <li>
              <a class="number" href={href}>
                <Icon name="help" />
                <span>
                  <strong>{shown}</strong>
                  <span>{say(word)}</span>
                </span>
              </a>
            </li>
          )}
        </For>
      </ul>
    </main>
  );
}
