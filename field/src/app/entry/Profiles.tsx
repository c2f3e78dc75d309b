import { For } from "solid-js";
import { say } from "../../text";
import { Button } from "../../ui";
import type { Profile } from "../../vault";
import { TopBar } from "../TopBar";
import { MARK_WORDS, markOf } from "./marks";
import { MarkPicture } from "./MarkPicture";

/** Who is it? Pictures without names, for whoever looks over a shoulder. */
export function Profiles(props: { readonly profiles: readonly Profile[]; readonly onPick: (profile: Profile) => void; readonly onNew: () => void }) {
  return (
    <div class="shell">
      <TopBar />
      <main class="screen stack">
        <h1>{say("enter.who")}</h1>
        <p class="quiet">{say("enter.pick")}</p>
        <ul class="marks">
          <For each={props.profiles}>
            {(profile) => (
              <li>
                <button type="button" class="mark-button" onClick={() => props.onPick(profile)}>
                  <MarkPicture mark={profile.mark} />
                  <span>{say(MARK_WORDS[markOf(profile.mark)])}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
        <Button icon="plus" class="button-wide" onClick={() => props.onNew()}>
          {say("enter.new")}
        </Button>
      </main>
    </div>
  );
}
