import { createMemo, createSignal, For, Show } from "solid-js";
import type { Entry } from "../../store";
import { isLinkProblem, type Relation } from "../../sync";
import { say } from "../../text";
import { Button, Dialog, Icon, Notice } from "../../ui";
import { placeText, whereaboutsOf } from "../../visits";
import { useHouse } from "../house";
import { askedOfKin } from "../kin";
import { Page } from "./Page";

const RELATIONS: readonly Relation[] = ["own", "parent", "child", "sibling", "in_law", "other"];
const SHOWN = 30;

/** Families that this kader does not visit, because they are her own. */
export default function Relatives() {
  const { store, account } = useHouse().open;
  const { families } = store;
  const [typed, setTyped] = createSignal("");
  const [chosen, setChosen] = createSignal<Entry | null>(null);
  const [relation, setRelation] = createSignal<Relation | null>(null);
  const [told, setTold] = createSignal<{ readonly kind: "good" | "look"; readonly words: string } | null>(null);
  const [changes, setChanges] = createSignal(0);
  const [most, setMost] = createSignal(SHOWN);
  const found = createMemo(() => (changes(), families.search.find(typed(), { limit: most() })));

  const choose = (entry: Entry): void => {
    setTold(null);
    setRelation(null);
    setChosen(entry);
  };
  const declare = async (): Promise<void> => {
    const [family, how] = [chosen(), relation()];
    if (!family || !how) return;
    setChosen(null);
    try {
      await account.declare(family.id, how);
    } catch (error) {
      if (!isLinkProblem(error)) throw error;
      setTold({ kind: "look", words: say(isLinkProblem(error, "refused") ? "kin.refused" : "kin.noSignal") });
      return;
    }
    // It leaves at once what is here too; what comes down next does not have it.
    await families.apply({ put: [], remove: [family.id], cursor: (await families.cursor()) ?? "" });
    await askedOfKin(store);
    setChanges((count) => count + 1);
    setTold({ kind: "good", words: say("kin.declared") });
  };
  return (
    <Page title={say("kin.title")}>
      <p>{say("kin.askWhy")}</p>
      <div role="status">
        <Show when={told()}>{(said) => <Notice kind={said().kind}>{said().words}</Notice>}</Show>
      </div>
      <Show when={families.search.size > 0} fallback={<p class="quiet">{say("kin.nobody")}</p>}>
        <label class="stack-label">
          <span class="label">{say("kin.search")}</span>
          <input class="field" type="search" autocomplete="off" value={typed()} onInput={(event) => (setTyped(event.currentTarget.value), setMost(SHOWN))} />
        </label>
        <p class="small quiet" role="status">
          {say("kin.found", { count: found().total })}
        </p>
        <ul class="rows">
          <For each={found().entries}>
            {(entry) => (
              <li>
                <button type="button" class="row" onClick={() => choose(entry)}>
                  <Icon name="home" />
                  <span class="row-named">
                    {entry.name}
                    <span class="small quiet">{placeText(whereaboutsOf(entry.shown))}</span>
                  </span>
                  <Icon name="next" />
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={found().total > found().entries.length}>
          <Button class="button-wide" onClick={() => setMost((count) => count + SHOWN)}>
            {say("families.more")}
          </Button>
        </Show>
      </Show>
      <Dialog
        open={chosen() !== null}
        title={say("kin.relation", { name: chosen()?.name ?? "" })}
        onClose={() => setChosen(null)}
        actions={
          <Button kind="main" disabled={!relation()} onClick={() => void declare()}>
            {say("kin.declare")}
          </Button>
        }
      >
        <div class="stack">
          <p class="quiet">{placeText(whereaboutsOf(chosen()?.shown))}</p>
          <div class="choices-plain" role="radiogroup" aria-label={say("kin.relation", { name: chosen()?.name ?? "" })}>
            <For each={RELATIONS}>
              {(one) => (
                <div class="choice">
                  <label>
                    <input type="radio" name="kin" checked={relation() === one} onChange={() => setRelation(one)} />
                    <span>{say(`kin.${one}`)}</span>
                  </label>
                </div>
              )}
            </For>
          </div>
          <p>{say("kin.sure")}</p>
        </div>
      </Dialog>
    </Page>
  );
}
