import { createSignal, Show } from "solid-js";
import { offerBackup, type Backup } from "../../sync";
import { say } from "../../text";
import { Button, Notice } from "../../ui";
import { shownCode } from "../../vault";

/** A backup file that is ready: its code, shown this once, and the file itself. */
export function BackupMade(props: { readonly backup: Backup }) {
  const [given, setGiven] = createSignal<"shared" | "downloaded" | null>(null);
  const give = async (): Promise<void> => {
    const today = new Date().toISOString().slice(0, 10);
    setGiven(await offerBackup(props.backup.file, today));
  };
  return (
    <div class="stack">
      <p>{say("backup.holds", { visits: props.backup.visits, drafts: props.backup.drafts })}</p>
      <p class="backup-code">{shownCode(props.backup.code)}</p>
      <Notice kind="look">{say("backup.code")}</Notice>
      <Button kind="main" icon="file" class="button-wide" onClick={() => void give()}>
        {say("backup.give")}
      </Button>
      <div role="status">
        <Show when={given()}>{(how) => <Notice kind="good">{say(how() === "shared" ? "backup.shared" : "backup.downloaded")}</Notice>}</Show>
      </div>
    </div>
  );
}
