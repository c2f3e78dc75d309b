import { createSignal } from "solid-js";
import { say, type Word } from "../text";
import { Button } from "../ui";
import { Choose } from "./Asking";
import { Page } from "./KaderSide";

const QUESTIONS: readonly { readonly asks: Word; readonly choices: readonly Word[] }[] = [
  { asks: "harmless.water", choices: ["harmless.well", "harmless.piped", "harmless.rain", "harmless.bottled"] },
  { asks: "harmless.garden", choices: ["harmless.vegetables", "harmless.fruit", "harmless.herbs", "harmless.none"] },
  { asks: "harmless.waste", choices: ["harmless.collected", "harmless.composted", "harmless.burnt", "harmless.pit"] },
];

/** What anybody may see: questions as the visit has them. What is chosen here is thrown away. */
export function Harmless(props: { readonly onPress: () => void; readonly onEnd: () => void }) {
  const [at, setAt] = createSignal(0);
  const question = () => QUESTIONS[at() % QUESTIONS.length]!;
  return (
    <div class="pager">
      <section class="pager-head" aria-label={say("visit.parts")}>
        <div class="pager-bar">
          <Button kind="quiet" icon="list" onClick={() => props.onPress()}>
            {say("visit.part", { place: 3 + (at() % QUESTIONS.length), count: 9 })}
          </Button>
        </div>
        <progress class="pager-progress" max={9} value={2 + (at() % QUESTIONS.length)} aria-label={say("visit.part", { place: 3, count: 9 })} />
      </section>
      {[question()].map(({ asks, choices }) => (
        <Page title={say("harmless.title")}>
          <Choose label={say(asks)} options={choices.map((word) => ({ name: word, text: say(word) }))} onChange={() => undefined} />
          <Button kind="main" class="button-wide" iconAfter="next" onClick={() => setAt(at() + 1)}>
            {say("visit.next")}
          </Button>
          <Button kind="quiet" class="button-wide" onClick={() => props.onEnd()}>
            {say("visit.finish")}
          </Button>
        </Page>
      ))}
    </div>
  );
}
