import { createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { language, say } from "../text";
import { Button } from "../ui";
import type { Call } from "./boxes";
import { Asking } from "./Asking";
import { Harmless } from "./Harmless";
import { CallPage, HelpPage, NumbersPage } from "./HelpPages";
import { hiding } from "./hiding";
import { Page } from "./KaderSide";
import { Voice } from "./Voice";
import type { PrivatePart, Said as Words } from "./part";

/** What was answered so far. It lives here, in memory, until the last page; then it is let go of. */
export interface Said {
  readonly answers: ReadonlyMap<string, string>;
  readonly call: Call | null;
}

interface Props {
  readonly part: PrivatePart;
  readonly recorded?: ((name: string) => Promise<Blob | null>) | undefined;
  /** Seal what was said so far: after every page, also one that was passed over. */
  readonly onPage: (said: Said) => Promise<void>;
  readonly onEnd: () => void;
}

/**
 * The respondent's own pages: forward only, the same number whatever is answered, each sealed before the next is
 * shown. Nothing that was chosen is ever shown again.
 */
export function Talk(props: Props) {
  const items = () => props.part.items;
  const [page, setPage] = createSignal(-1);
  const [wants, setWants] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const { hidden, hide, press } = hiding();
  const answers = new Map<string, string>();
  let call: Call | null = null;
  onCleanup(() => {
    answers.clear();
    call = null;
  });

  const here = (said: Words) => said[language()];
  const forward = async (): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    try {
      await props.onPage({ answers, call });
      setPage(page() + 1);
    } finally {
      setBusy(false);
    }
  };
  const answer = (name: string, value: string | null): Promise<void> => {
    if (value !== null) answers.set(name, value);
    return forward();
  };
  const end = (): void => {
    answers.clear();
    call = null;
    props.onEnd();
  };
  const voice = (audio: Partial<Words> | undefined) => <Voice name={audio?.[language()]} recorded={props.recorded} />;

  return (
    <Show when={!hidden()} fallback={<Harmless onPress={press} onEnd={end} />}>
      <section class="private-top" aria-label={say("private.hide")}>
        <Button class="private-hide" icon="close" onClick={hide}>
          {say("private.hide")}
        </Button>
        <Show when={page() >= 0 && page() < items().length}>
          <span class="small quiet">{say("private.place", { place: page() + 1, count: items().length })}</span>
        </Show>
      </section>
      <Switch>
        <Match when={page() < 0}>
          <Page title={here(props.part.introduction.title)} class="private-large">
            {props.part.introduction.text.map((one) => (
              <p>{here(one)}</p>
            ))}
            <p>{say("private.howToHide")}</p>
            <p>{say("private.howToComeBack")}</p>
            {voice(props.part.introduction.audio)}
            <Button kind="main" class="button-wide" disabled={busy()} onClick={() => void forward()}>
              {say("private.begin")}
            </Button>
            <Button class="button-wide" onClick={end}>
              {say("private.stop")}
            </Button>
          </Page>
        </Match>
        <Match when={items()[page()]} keyed>
          {(item) => (
            <Asking
              text={here(item.text)}
              choices={item.choices.map((name) => ({ name, text: here(props.part.choices[name]!) }))}
              voice={voice(item.audio)}
              busy={busy()}
              onNext={(value) => void answer(item.name, value)}
              onStop={end}
            />
          )}
        </Match>
        <Match when={page() === items().length}>
          <HelpPage
            text={here(props.part.help.text)}
            agreement={here(props.part.help.agreement)}
            voice={voice(props.part.help.audio)}
            busy={busy()}
            onNext={(yes) => {
              setWants(yes);
              void forward();
            }}
            onStop={end}
          />
        </Match>
        <Match when={page() === items().length + 1 && wants()}>
          <CallPage
            help={props.part.help}
            busy={busy()}
            onNext={(told) => {
              call = told;
              void forward().then(() => setWants(false));
            }}
            onTakeBack={() => setWants(false)}
            onStop={end}
          />
        </Match>
        <Match when={page() === items().length + 1}>
          <NumbersPage busy={busy()} onNext={() => void forward()} onStop={end} />
        </Match>
        <Match when={page() > items().length + 1}>
          <Page title={say("private.thanks")} class="private-large">
            <p>{say("private.allSealed")}</p>
            <p>{say("private.nothingLeft")}</p>
            <Button kind="main" class="button-wide" onClick={end}>
              {say("private.giveBack")}
            </Button>
          </Page>
        </Match>
      </Switch>
    </Show>
  );
}
