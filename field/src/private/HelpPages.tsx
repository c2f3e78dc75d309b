import { createSignal, createUniqueId, onCleanup, Show, type JSX } from "solid-js";
import { language, say, type Word } from "../text";
import { Button, Notice } from "../ui";
import { Choose, StopButton, type Option } from "./Asking";
import type { Call } from "./boxes";
import { Page } from "./KaderSide";
import type { PrivatePart, Said } from "./part";

/** The offer of help, to everybody alike. */
export function HelpPage(props: {
  readonly text: string;
  readonly agreement: string;
  readonly voice: JSX.Element;
  readonly busy: boolean;
  readonly onNext: (yes: boolean) => void;
  readonly onStop: () => void;
}) {
  let yes = false;
  return (
    <Page title={say("private.help")} class="private-large">
      <p>{props.text}</p>
      {props.voice}
      <Choose
        label={say("private.help")}
        hideLabel
        options={[
          { name: "ya", text: props.agreement },
          { name: "tidak", text: say("private.helpNo") },
        ]}
        onChange={([first]) => (yes = first === "ya")}
      />
      <Button kind="main" class="button-wide" disabled={props.busy} onClick={() => props.onNext(yes)}>
        {say("private.next")}
      </Button>
      <StopButton onStop={props.onStop} />
    </Page>
  );
}

const OWN_WAY = "saya_datang";
const LONGEST = { name: 60, contact: 80, never: 160, words: 300 } as const;

/** How, when and never. Whoever thinks better of it goes to the numbers, as who never wanted a call does. */
export function CallPage(props: {
  readonly help: PrivatePart["help"];
  readonly busy: boolean;
  readonly onNext: (call: Call) => void;
  readonly onTakeBack: () => void;
  readonly onStop: () => void;
}) {
  const told: { -readonly [Name in keyof Call]: Call[Name] } = { name: "", contact: "", ways: [], times: [], never: "", words: "" };
  const [lacks, setLacks] = createSignal<Word | null>(null);
  const forget = (): void => void Object.assign(told, { name: "", contact: "", ways: [], times: [], never: "", words: "" });
  onCleanup(forget);
  const next = (): void => {
    const missing = lacking(told);
    setLacks(missing);
    if (missing) return;
    props.onNext({ ...told, ways: told.ways.filter((one) => one !== OWN_WAY) });
    forget();
  };
  return (
    <Page title={say("private.howToReach")} class="private-large">
      <Choose many label={say("private.ways")} options={options(props.help.ways)} onChange={(ways) => (told.ways = ways)} />
      <Line word="private.contact" most={LONGEST.contact} onInput={(text) => (told.contact = text)} />
      <Choose many label={say("private.times")} options={options(props.help.times)} onChange={(times) => (told.times = times)} />
      <Line word="private.never" most={LONGEST.never} onInput={(text) => (told.never = text)} />
      <Line word="private.name" most={LONGEST.name} onInput={(text) => (told.name = text)} />
      <Line word="private.words" most={LONGEST.words} long onInput={(text) => (told.words = text)} />
      <Notice kind="know">{say("private.onlyUptd")}</Notice>
      <div role="alert">
        <Show when={lacks()}>{(word) => <Notice kind="look">{say(word())}</Notice>}</Show>
      </div>
      <Button kind="main" class="button-wide" disabled={props.busy} onClick={next}>
        {say("private.send")}
      </Button>
      <p class="small quiet">{say("private.notUntilSealed")}</p>
      <Button class="button-wide" disabled={props.busy} onClick={() => props.onTakeBack()}>
        {say("private.takeBack")}
      </Button>
      <StopButton onStop={props.onStop} />
    </Page>
  );
}

/** For who wants no call: the numbers to remember, on a page in the same place. */
export function NumbersPage(props: { readonly busy: boolean; readonly onNext: () => void; readonly onStop: () => void }) {
  return (
    <Page title={say("private.remember")} class="private-large">
      <p>{say("private.numbers")}</p>
      <ul class="private-points">
        <li>{say("private.number129")}</li>
        <li>{say("private.numberWa")}</li>
        <li>{say("private.number112")}</li>
      </ul>
      <Button kind="main" class="button-wide" disabled={props.busy} onClick={() => props.onNext()}>
        {say("private.next")}
      </Button>
      <StopButton onStop={props.onStop} />
    </Page>
  );
}

/** What the UPTD PPA would need to answer her: whether it may, and whom or which number to ask for. */
function lacking({ ways, contact }: Call): Word | null {
  if (ways.length === 0) return "private.lacksWay";
  return ways.some((one) => one !== OWN_WAY) && contact.trim() === "" ? "private.lacksContact" : null;
}

/** A line to write on. The keyboard is asked to learn nothing of it. */
function Line(props: { readonly word: Word; readonly most: number; readonly long?: boolean; readonly onInput: (text: string) => void }) {
  const id = createUniqueId();
  const common = {
    id,
    class: "field",
    maxLength: props.most,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
  } as const;
  return (
    <div>
      <label class="label" for={id}>
        {say(props.word)}
      </label>
      <Show when={props.long} fallback={<input {...common} type="text" onInput={(event) => props.onInput(event.currentTarget.value)} />}>
        <textarea {...common} onInput={(event) => props.onInput(event.currentTarget.value)} />
      </Show>
    </div>
  );
}

function options(said: Readonly<Record<string, Said>>): readonly Option[] {
  return Object.entries(said).map(([name, words]) => ({ name, text: words[language()] }));
}
