import { createSignal, Match, Switch } from "solid-js";
import { say } from "../text";
import { Button, Notice } from "../ui";
import { sealed, type Asked, type PrivateKeys, type PrivateOutcome } from "./boxes";
import { HandBack, Offer, Overheard, WhoHears } from "./KaderSide";
import type { PrivatePart } from "./part";
import { Talk, type Said as Answered } from "./Talk";
import "./private.css";

interface Props {
  readonly visitId: string;
  readonly part: PrivatePart;
  readonly keys: PrivateKeys;
  /** The village's code: it goes into a call for help, and nowhere else. */
  readonly village: string;
  /** What the draft of this visit holds of it already. */
  readonly kept?: PrivateOutcome | null;
  /** Keep this with the draft: sealed after every page, whatever was answered on it. */
  readonly onKept: (outcome: PrivateOutcome) => Promise<void>;
  readonly onDone: (outcome: PrivateOutcome) => void;
  /** Back to the visit, to try again before it is finished. */
  readonly onLater?: (() => void) | undefined;
  /** A recorded voice of the form. */
  readonly recorded?: (name: string) => Promise<Blob | null>;
}

type Step = "hears" | "overheard" | "offer" | "talk" | "back" | "closed";

const NOTHING: ReadonlyMap<string, string> = new Map();

/**
 * The questions nobody may overhear. The kader asks who can hear, the respondent answers alone, the phone goes back.
 * What was asked is never asked again in this visit, and no page can be opened a second time, by anybody.
 */
export function PrivateBlock(props: Props) {
  const [step, setStep] = createSignal<Step>(isClosed(props.kept) ? "closed" : "hears");
  const [busy, setBusy] = createSignal(false);
  let last = props.kept ?? null;

  const keep = async (asked: Asked, answered?: Answered): Promise<void> => {
    const call = answered?.call ? { ...answered.call, village: props.village } : null;
    last = await sealed(asked, answered?.answers ?? NOTHING, call, props.keys);
    await props.onKept(last);
  };
  const one = async (what: () => Promise<void>): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    try {
      await what();
    } finally {
      setBusy(false);
    }
  };
  const leave = (asked: Asked, then: "done" | "later" = "done") =>
    one(async () => {
      await keep(asked);
      if (then === "later") props.onLater?.();
      else props.onDone(last!);
    });

  return (
    <Switch>
      <Match when={step() === "hears"}>
        <WhoHears onSomebody={() => setStep("overheard")} onNobody={() => setStep("offer")} />
      </Match>
      <Match when={step() === "overheard"}>
        <Overheard
          busy={busy()}
          onAlone={() => setStep("hears")}
          onGoOn={() => void leave("tidak_sendiri")}
          onLater={props.onLater && (() => void leave("tidak_sendiri", "later"))}
        />
      </Match>
      <Match when={step() === "offer"}>
        <Offer
          busy={busy()}
          onYes={() =>
            void one(async () => {
              await keep("ditanyakan");
              setStep("talk");
            })
          }
          onNo={() => void leave("menolak")}
          onNotToday={() => void leave("tidak_ditawarkan")}
        />
      </Match>
      <Match when={step() === "talk"}>
        <Talk part={props.part} recorded={props.recorded} onPage={(answered) => keep("ditanyakan", answered)} onEnd={() => setStep("back")} />
      </Match>
      <Match when={step() === "back"}>
        <HandBack onGoOn={() => props.onDone(last!)} />
      </Match>
      <Match when={step() === "closed"}>
        <main class="private stack">
          <h1 tabindex="-1">{say("private.title")}</h1>
          <Notice kind="good">{say(props.kept?.asked === "menolak" ? "private.wasRefused" : "private.wasAsked")}</Notice>
          <Button kind="main" class="button-wide" iconAfter="next" onClick={() => props.onDone(props.kept!)}>
            {say("private.goOn")}
          </Button>
        </main>
      </Match>
    </Switch>
  );
}

/** Once asked or refused, it is not asked again; who was not alone may be asked later in the same visit. */
export function isClosed(kept: PrivateOutcome | null | undefined): boolean {
  return kept?.asked === "ditanyakan" || kept?.asked === "menolak";
}
