import { createSignal, For, lazy, Match, Show, Suspense, Switch } from "solid-js";
import { say, type Word } from "../../text";
import { askToStay } from "../../store";
import { isLinkProblem } from "../../sync";
import { Button, Notice } from "../../ui";
import { isProblem, readCode, type OpenProfile, type Profile, type Vault } from "../../vault";
import { go } from "../route";
import { TopBar } from "../TopBar";
import { CodeField } from "./CodeField";
import { enrolled, isCodeRefused } from "./enrolling";
import { MARK_WORDS, MARKS } from "./marks";
import { MarkPicture } from "./MarkPicture";
import { NewPin } from "./NewPin";

const Scan = lazy(() => import("./Scan"));

interface Props {
  readonly vault: Vault;
  /** Whoever is on this phone already: their pictures are taken. */
  readonly profiles: readonly Profile[];
  /** Called once all is done and said. */
  readonly onDone: (profile: OpenProfile, pin: string) => Promise<void>;
  readonly onLeave?: (() => void) | undefined;
}

type Step = "welcome" | "code" | "scan" | "pin" | "mark" | "sending" | "done";
const COUNTED: readonly Step[] = ["code", "pin", "mark"];

/** From "what is this?" to an enrolled phone: code, PIN twice, picture. */
export function Activate(props: Props) {
  const linked = takeLinkedCode();
  const [step, setStep] = createSignal<Step>(linked !== null ? "code" : "welcome");
  const [code, setCode] = createSignal(linked ?? "");
  const [refused, setRefused] = createSignal("");
  const [trouble, setTrouble] = createSignal("");
  const [ready, setReady] = createSignal<{ profile: OpenProfile; stays: boolean } | null>(null);
  let pin = "";
  let mark = "";
  let heading: HTMLHeadingElement | undefined;
  const move = (to: Step): void => {
    setStep(to);
    scrollTo(0, 0);
    if (to !== "pin" && to !== "code") queueMicrotask(() => heading?.focus({ preventScroll: true }));
  };
  const withCode = (typed: string): void => {
    setCode(typed);
    setRefused("");
    move("pin");
  };
  const send = async (): Promise<void> => {
    setTrouble("");
    move("sending");
    try {
      const profile = await enrolled(props.vault, { code: code(), pin, mark });
      setReady({ profile, stays: await askToStay().catch(() => false) });
      move("done");
    } catch (error) {
      if (!isCodeRefused(error)) return void setTrouble(wordsFor(error));
      setRefused(say(isLinkProblem(error) && error.told?.code === "access.weak_pin" ? "pin.weak" : "activate.refused"));
      move("code");
    }
  };

  return (
    <div class="shell">
      <TopBar />
      <main class="screen stack">
        <Show when={COUNTED.includes(step())}>
          <p class="small quiet">{say("activate.step", { place: COUNTED.indexOf(step()) + 1, count: COUNTED.length })}</p>
        </Show>
        <Switch>
          <Match when={step() === "welcome"}>
            <h1 ref={heading} tabindex="-1">
              {say("start.title")}
            </h1>
            <p>{say("start.what")}</p>
            <Button kind="main" icon="key" class="button-wide" onClick={() => move("code")}>
              {say("start.code")}
            </Button>
            <Show when={"BarcodeDetector" in window}>
              <Button icon="camera" class="button-wide" onClick={() => move("scan")}>
                {say("start.scan")}
              </Button>
            </Show>
            <p class="small quiet">{say("start.noCode")}</p>
            <Button kind="quiet" class="button-wide" onClick={() => go("/coba")}>
              {say("start.try")}
            </Button>
          </Match>
          <Match when={step() === "scan"}>
            <h1 ref={heading} tabindex="-1">
              {say("scan.title")}
            </h1>
            <Suspense fallback={<p class="quiet">{say("bar.loading")}</p>}>
              <Scan onCode={withCode} />
            </Suspense>
            <Button class="button-wide" onClick={() => move("code")}>
              {say("scan.type")}
            </Button>
          </Match>
          <Match when={step() === "code"}>
            <h1>{say("activate.code")}</h1>
            <Show when={linked !== null && !refused()}>
              <Notice kind="good">{say("activate.fromLink")}</Notice>
            </Show>
            <CodeField
              label={say("activate.code")}
              hint={say("activate.codeHow")}
              filled={code()}
              problem={refused()}
              action={say("activate.next")}
              onCode={withCode}
            />
          </Match>
          <Match when={step() === "pin"}>
            <h1>{say("activate.pin")}</h1>
            <NewPin
              onPin={(chosen) => {
                pin = chosen;
                move("mark");
              }}
            />
          </Match>
          <Match when={step() === "mark"}>
            <h1 ref={heading} tabindex="-1">
              {say("activate.mark")}
            </h1>
            <p>{say("activate.markWhy")}</p>
            <ul class="marks">
              <For each={MARKS}>
                {(one) => {
                  const isTaken = () => props.profiles.some((profile) => profile.mark === one);
                  const pick = (): void => {
                    mark = one;
                    void send();
                  };
                  return (
                    <li>
                      <button type="button" class="mark-button" disabled={isTaken()} onClick={pick}>
                        <MarkPicture mark={one} />
                        <span>{say(isTaken() ? "activate.markTaken" : MARK_WORDS[one])}</span>
                      </button>
                    </li>
                  );
                }}
              </For>
            </ul>
          </Match>
          <Match when={step() === "sending"}>
            <h1 ref={heading} tabindex="-1">
              {say("activate.sending")}
            </h1>
            <div role="alert">
              <Show when={trouble()}>
                <Notice kind="look">{trouble()}</Notice>
              </Show>
            </div>
            <Show when={trouble()} fallback={<progress class="waiting" aria-label={say("activate.sending")} />}>
              <Button kind="main" class="button-wide" onClick={() => void send()}>
                {say("phone.tryAgain")}
              </Button>
              <Button class="button-wide" onClick={() => move("code")}>
                {say("activate.otherCode")}
              </Button>
            </Show>
          </Match>
          <Match when={ready()} keyed>
            {({ profile, stays }) => (
              <>
                <h1 ref={heading} tabindex="-1">
                  {say("activate.done", { name: profile.details.name })}
                </h1>
                <Notice kind="good">{say("activate.doneOffline")}</Notice>
                <Notice kind={stays ? "good" : "look"}>{say(stays ? "activate.stays" : "activate.maybeCleared")}</Notice>
                <Button kind="main" class="button-wide" onClick={() => void props.onDone(profile, pin)}>
                  {say("activate.begin")}
                </Button>
              </>
            )}
          </Match>
        </Switch>
        <Show when={props.onLeave && ["welcome", "code", "scan", "pin"].includes(step())}>
          <Button kind="quiet" icon="back" onClick={() => props.onLeave?.()}>
            {say("bar.back")}
          </Button>
        </Show>
      </main>
    </div>
  );
}

const TROUBLE = { offline: "activate.offline", portal: "activate.portal", busy: "activate.busy" } as const satisfies Readonly<Record<string, Word>>;

function wordsFor(error: unknown): string {
  if (isLinkProblem(error, "busy") && error.waitMs > 0) return say("activate.wait", { seconds: Math.ceil(error.waitMs / 1_000) });
  if (isLinkProblem(error, "offline", "portal", "busy")) return say(TROUBLE[error.code as keyof typeof TROUBLE]);
  if (isProblem(error, "full")) return say("pin.full");
  console.error(error);
  return say("activate.busy");
}

/** The code of an activation link, taken out of the address so that neither history nor a shared link holds it. */
function takeLinkedCode(): string | null {
  const found = /^#aktivasi=(.+)$/.exec(location.hash)?.[1];
  if (found === undefined) return null;
  history.replaceState(null, "", location.pathname);
  const typed = decodeURIComponent(found);
  return readCode(typed) ?? typed.slice(0, 16);
}
