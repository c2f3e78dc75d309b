import { For, Show } from "solid-js";
import type { Block, OpenProblem } from "../forms";
import { say } from "../text";
import { Button, Dialog, Icon } from "../ui";
import { END } from "./place";

interface Props {
  readonly open: boolean;
  readonly blocks: readonly Block[];
  readonly current: string;
  readonly seen: ReadonlySet<string>;
  /** Parts that have answers, whoever opened them: those of a visit that came back. */
  readonly answered: ReadonlySet<string>;
  readonly problems: readonly OpenProblem[];
  readonly onClose: () => void;
  readonly onOpen: (key: string) => void;
  readonly onLater?: (() => void) | undefined;
}

/** All parts of the visit, each with what it still needs. */
export function Contents(props: Props) {
  const openIn = (key: string): number => props.problems.filter((each) => each.block.key === key).length;
  const isBegun = (key: string): boolean => props.seen.has(key) || props.answered.has(key);
  const state = (key: string): string => {
    const count = openIn(key);
    if (key === props.current) return say("visit.here");
    if (!isBegun(key)) return say("visit.notYet");
    return count > 0 ? say("visit.open", { count }) : say(props.seen.has(key) ? "visit.filled" : "visit.answered");
  };
  return (
    <Dialog
      open={props.open}
      tall
      title={say("visit.parts")}
      onClose={props.onClose}
      actions={props.onLater && <Button onClick={() => props.onLater?.()}>{say("visit.later")}</Button>}
    >
      <ol class="contents">
        <For each={props.blocks}>
          {(block) => (
            <li>
              <button type="button" aria-current={block.key === props.current ? "step" : undefined} onClick={() => props.onOpen(block.key)}>
                <span>{block.title}</span>
                <span class="contents-state" classList={{ "contents-open": isBegun(block.key) && openIn(block.key) > 0 }}>
                  <Show when={isBegun(block.key) && block.key !== props.current}>
                    <Icon name={openIn(block.key) > 0 ? "alert" : "check"} />
                  </Show>
                  {state(block.key)}
                </span>
              </button>
            </li>
          )}
        </For>
        <li>
          <button type="button" aria-current={props.current === END ? "step" : undefined} onClick={() => props.onOpen(END)}>
            <span>{say("visit.end")}</span>
          </button>
        </li>
      </ol>
    </Dialog>
  );
}
