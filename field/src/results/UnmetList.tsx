import { createSignal, For, Show } from "solid-js";
import { say } from "../text";
import type { Reading } from "./reading";
import type { Reason, Unmet } from "./result";
import type { Values } from "./values";
import { answersOf, inWords, plainTitle } from "./wording";

interface Props {
  readonly reading: Reading;
  readonly values: Values;
  readonly unmet: readonly Unmet[];
}

/** What is not met: why, by which answer and whose, what can be done, and who helps. */
export function UnmetList(props: Props) {
  return (
    <ul class="result-unmet">
      <For each={props.unmet}>{(each) => <One reading={props.reading} values={props.values} unmet={each} />}</For>
    </ul>
  );
}

function One(props: { readonly reading: Reading; readonly values: Values; readonly unmet: Unmet }) {
  const need = () => (props.unmet.need === null ? undefined : props.reading.services.needs[props.unmet.need]);
  const first = () => props.unmet.reasons[0]!;
  const others = () => props.unmet.reasons.slice(1);
  // What nobody has opened is not drawn: a slow phone shows the result sooner.
  const [asked, setAsked] = createSignal(false);
  return (
    <li class="result-one">
      <h3>{inWords(first().indicator.why)}</h3>
      <Answers reading={props.reading} values={props.values} reason={first()} />
      <For each={others()}>
        {(reason) => (
          <>
            <p>{say("result.alsoBy", { title: plainTitle(reason.index.title), why: inWords(reason.indicator.why) })}</p>
            <Answers reading={props.reading} values={props.values} reason={reason} />
          </>
        )}
      </For>
      <p>
        <Show when={need()?.not_a_step} fallback={<><strong>{say("result.can")}</strong> {inWords(need()?.step ?? first().indicator.remedy)}.</>}>
          {(why) => inWords(why())}
        </Show>
      </p>
      <Show when={need()?.none_yet}>{(why) => <p class="quiet">{inWords(why())}</p>}</Show>
      <Show when={(need()?.services.length ?? 0) > 0}>
        <details class="result-who" onToggle={(event) => event.currentTarget.open && setAsked(true)}>
          <summary>{say("result.who")}</summary>
          <Show when={asked()}>
            <For each={need()?.services}>{(name) => <Service reading={props.reading} name={name} />}</For>
          </Show>
        </details>
      </Show>
    </li>
  );
}

function Answers(props: { readonly reading: Reading; readonly values: Values; readonly reason: Reason }) {
  const answers = () => props.reason.blamed.flatMap((each) => answersOf(props.reading, props.values, each));
  return (
    <Show when={answers().length > 0}>
      <ul class="result-answers">
        <For each={answers()}>
          {(each) => (
            <li>
              {each.question} <strong>{each.answer}</strong>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

function Service(props: { readonly reading: Reading; readonly name: string }) {
  const service = () => props.reading.services.services[props.name];
  return (
    <Show when={service()}>
      {(found) => (
        <div class="result-service">
          <h4>{inWords(found().label)}</h4>
          <p>{inWords(found().said)}</p>
          <dl>
            <dt>{say("result.where")}</dt>
            <dd>{inWords(found().where)}</dd>
            <dt>{say("result.bring")}</dt>
            <dd>{inWords(found().bring)}</dd>
            <dt>{say("result.cost")}</dt>
            <dd>{inWords(found().cost)}</dd>
          </dl>
        </div>
      )}
    </Show>
  );
}
