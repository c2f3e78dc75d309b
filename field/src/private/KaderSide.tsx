import { onMount, Show, type JSX } from "solid-js";
import { say } from "../text";
import { Button, Icon, Notice } from "../ui";

/** A screen for the kader: its heading takes the focus, so that a reader of the screen begins there. */
export function Page(props: { readonly title: string; readonly children: JSX.Element; readonly class?: string }) {
  let heading!: HTMLHeadingElement;
  onMount(() => {
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  });
  return (
    <main class={`private stack ${props.class ?? ""}`}>
      <h1 ref={heading} tabindex="-1">
        {props.title}
      </h1>
      {props.children}
    </main>
  );
}

/** Before anything: who can hear. */
export function WhoHears(props: { readonly onSomebody: () => void; readonly onNobody: () => void }) {
  return (
    <Page title={say("private.title")}>
      <p>{say("private.why")}</p>
      <Notice kind="look">
        <p class="private-ask">{say("private.whoHears")}</p>
      </Notice>
      <p class="quiet small">{say("private.lookAround")}</p>
      <div class="private-two">
        <Button class="button-wide" onClick={() => props.onSomebody()}>
          {say("private.somebody")}
        </Button>
        <Button class="button-wide" onClick={() => props.onNobody()}>
          {say("private.nobody")}
        </Button>
      </div>
    </Page>
  );
}

/** Somebody can hear: it is not asked, and nobody is sent away for it. */
export function Overheard(props: {
  readonly busy: boolean;
  readonly onAlone: () => void;
  readonly onGoOn: () => void;
  readonly onLater?: (() => void) | undefined;
}) {
  return (
    <Page title={say("private.notNow")}>
      <ul class="private-points">
        <li>{say("private.doNotAsk")}</li>
        <li>{say("private.sendNobody")}</li>
        <li>{say("private.noAnswer")}</li>
      </ul>
      <div class="stack">
        <Show when={props.onLater}>
          {(later) => (
            <Button kind="main" class="button-wide" icon="back" disabled={props.busy} onClick={() => later()()}>
              {say("private.later")}
            </Button>
          )}
        </Show>
        <Button class="button-wide" onClick={() => props.onAlone()}>
          {say("private.nowAlone")}
        </Button>
        <Button class="button-wide" disabled={props.busy} onClick={() => props.onGoOn()}>
          {say("private.without")}
        </Button>
      </div>
    </Page>
  );
}

/** What the kader says before she hands the phone over, word for word. */
export function Offer(props: {
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly onNotToday: () => void;
}) {
  return (
    <Page title={say("private.sayThis")}>
      <blockquote class="private-say">{say("private.script")}</blockquote>
      <ul class="private-points small">
        <li>{say("private.grown")}</li>
        <li>{say("private.handOverWhole")}</li>
        <li>{say("private.earphones")}</li>
      </ul>
      <div class="stack">
        <Button kind="main" class="button-wide" disabled={props.busy} onClick={() => props.onYes()}>
          {say("private.yesHandOver")}
        </Button>
        <Button class="button-wide" disabled={props.busy} onClick={() => props.onNo()}>
          {say("private.no")}
        </Button>
        <Button kind="quiet" class="button-wide" disabled={props.busy} onClick={() => props.onNotToday()}>
          {say("private.notToday")}
        </Button>
      </div>
    </Page>
  );
}

/** The phone is back. What was answered is nobody's business here. */
export function HandBack(props: { readonly onGoOn: () => void }) {
  return (
    <Page title={say("private.handBack")}>
      <p class="private-hands">
        <Icon name="check" />
        <span>{say("private.sealedAway")}</span>
      </p>
      <ul class="private-points">
        <li>{say("private.doNotAskWhat")}</li>
        <li>{say("private.ifSheTells")}</li>
      </ul>
      <Button kind="main" class="button-wide" iconAfter="next" onClick={() => props.onGoOn()}>
        {say("private.goOn")}
      </Button>
    </Page>
  );
}
