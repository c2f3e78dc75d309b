import { For, onCleanup, onMount, Show } from "solid-js";
import { say, type Word } from "../text";
import { Button, Icon } from "../ui";
import { near, type CareUnit } from "./nearby";
import "./care.css";

interface Line {
  readonly word: Word;
  readonly shown: string;
  readonly href: string;
}

/** National numbers: SAPA 129 since 8 March 2021 by telephone and WhatsApp (KemenPPPA), 112 for emergencies. */
const NUMBERS: readonly Line[] = [
  { word: "emergency.police", shown: "112", href: "tel:112" },
  { word: "emergency.sapa", shown: "129", href: "tel:129" },
  { word: "emergency.whatsapp", shown: "08111-129-129", href: "https://wa.me/628111129129" },
];
const DO: readonly Word[] = ["emergency.do1", "emergency.do2", "emergency.do3", "emergency.do4", "emergency.do5"];
const DO_NOT: readonly Word[] = ["emergency.dont1", "emergency.dont2", "emergency.dont3", "emergency.dont4", "emergency.dont5"];

/** Whom to call and what to do, without signal for data and without a PIN. That it was opened is kept nowhere. */
export function EmergencyCard(props: { readonly onClose: () => void }) {
  let heading!: HTMLHeadingElement;
  onMount(() => {
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
    document.documentElement.classList.add("prints-card");
  });
  onCleanup(() => document.documentElement.classList.remove("prints-card"));
  return (
    <main class="screen care stack">
      <div class="care-bar">
        <Button kind="quiet" icon="back" onClick={() => props.onClose()}>
          {say("bar.back")}
        </Button>
      </div>
      <h1 ref={heading} tabindex="-1">
        {say("emergency.title")}
      </h1>
      <ul class="care-numbers">
        <For each={NUMBERS}>
          {({ word, shown, href }) => (
            <li>
              <a class="care-number" href={href} rel="noreferrer" target={href.startsWith("https") ? "_blank" : undefined}>
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
      <section class="stack" aria-labelledby="care-near">
        <h2 id="care-near">{say("emergency.near")}</h2>
        <Show when={near().length > 0} fallback={<p class="quiet">{say("emergency.noUnits")}</p>}>
          <ul class="care-numbers">
            <For each={near()}>{(unit) => <Unit unit={unit} />}</For>
          </ul>
        </Show>
      </section>
      <Points title="emergency.do" points={DO} class="care-do" />
      <Points title="emergency.dont" points={DO_NOT} class="care-dont" />
      <p class="quiet small care-bar">{say("emergency.noTrace")}</p>
      <div class="care-bar">
        <Button class="button-wide" onClick={() => print()}>
          {say("emergency.print")}
        </Button>
      </div>
    </main>
  );
}

function Unit(props: { readonly unit: CareUnit }) {
  const phone = () => digits(props.unit.phone);
  const whatsapp = () => digits(props.unit.whatsapp);
  return (
    <li class="care-unit">
      <strong>{props.unit.name}</strong>
      <span>{[props.unit.area, props.unit.address].filter(Boolean).join(" · ")}</span>
      <Show when={phone() || whatsapp()} fallback={<span class="quiet">{say("emergency.noNumber")}</span>}>
        <span class="care-links">
          <Show when={phone()}>
            <a class="button button-plain" href={`tel:${phone()}`}>
              {say("emergency.byPhone")} {props.unit.phone}
            </a>
          </Show>
          <Show when={whatsapp()}>
            <a class="button button-plain" href={`https://wa.me/${international(whatsapp())}`} rel="noreferrer" target="_blank">
              {say("emergency.byWhatsapp")} {props.unit.whatsapp}
            </a>
          </Show>
        </span>
      </Show>
    </li>
  );
}

function Points(props: { readonly title: Word; readonly points: readonly Word[]; readonly class: string }) {
  return (
    <section class={`stack ${props.class}`}>
      <h2>{say(props.title)}</h2>
      <ul class="care-points">
        <For each={props.points}>
          {(word) => (
            <li>
              <Icon name={props.class === "care-do" ? "check" : "close"} />
              <span>{say(word)}</span>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

/** A number as it is dialled: what is written between its digits is for eyes. */
function digits(written: string): string {
  return written.replace(/(?!^\+)\D/g, "");
}

/** As WhatsApp wants it: the country's code without a plus. */
export function international(number: string): string {
  return number.startsWith("0") ? `62${number.slice(1)}` : number.replace(/^\+/, "");
}
