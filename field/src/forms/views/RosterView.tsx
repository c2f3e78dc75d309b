import { createSignal, For, Show } from "solid-js";
import { say } from "../../text";
import { Button, Dialog, Icon } from "../../ui";
import type { Member, RosterBlock } from "../types";

/** Who is recorded in a repeat so far: open one, add another, remove one after asking. */
export function RosterView(props: { readonly block: RosterBlock; readonly onOpen: (block: string) => void }) {
  const [leaving, setLeaving] = createSignal<Member | null>(null);
  const name = (member: Member): string => member.name || say("roster.unnamed", { place: member.place });
  return (
    <div class="stack">
      <Show when={props.block.members.length > 0} fallback={<p class="quiet">{say("roster.none")}</p>}>
        <p class="quiet">{say("roster.count", { count: props.block.members.length })}</p>
        <ul class="roster">
          <For each={props.block.members}>
            {(member) => (
              <li>
                <button type="button" class="roster-open" onClick={() => props.onOpen(member.block)}>
                  <span class="roster-place" aria-hidden="true">
                    {member.place}
                  </span>
                  <span>
                    <span class="hidden-text">{say("roster.open")} </span>
                    {name(member)}
                  </span>
                  <Icon name="next" />
                </button>
                <button type="button" class="button button-quiet button-icon roster-remove" aria-label={say("roster.removeNamed", { name: name(member) })} onClick={() => setLeaving(member)}>
                  <Icon name="bin" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Button kind="plain" icon="plus" class="button-wide" onClick={() => props.onOpen(props.block.add().block)}>
        {say(props.block.members.length > 0 ? "roster.add" : "roster.addFirst")}
      </Button>
      <p class="quiet">{say("roster.enough")}</p>
      <Dialog
        open={leaving() !== null}
        title={say("roster.removeAsk", { name: leaving() === null ? "" : name(leaving()!) })}
        onClose={() => setLeaving(null)}
        actions={
          <>
            <Button onClick={() => setLeaving(null)}>{say("form.cancel")}</Button>
            <Button
              kind="stop"
              icon="bin"
              onClick={() => {
                const member = leaving();
                setLeaving(null);
                if (member !== null) props.block.remove(member);
              }}
            >
              {say("roster.remove")}
            </Button>
          </>
        }
      >
        <p>{say("roster.removeWhat", { name: leaving() === null ? "" : name(leaving()!) })}</p>
      </Dialog>
    </div>
  );
}
