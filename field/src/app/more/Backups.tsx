import { createSignal, Show } from "solid-js";
import { isStoreProblem } from "../../store";
import { BackupProblem, makeBackup, restoreBackup, type Backup, type BackupCode, type Restored } from "../../sync";
import { say, type Word } from "../../text";
import { Button, createRead, Notice } from "../../ui";
import { useHouse } from "../house";
import { BackupMade } from "./BackupMade";
import { Page } from "./Page";

const WORDS: Readonly<Record<BackupCode, Word>> = {
  foreign: "backup.foreign",
  newer: "backup.newer",
  cut: "backup.cut",
  changed: "backup.changed",
  "mistyped-code": "code.mistyped",
  "wrong-code": "backup.wrongCode",
};

/** What is not on the server yet into a file, and out of one. */
export default function Backups() {
  const { store, profile } = useHouse().open;
  const [here, { refetch }] = createRead(async () => {
    const [visits, drafts] = await Promise.all([store.outbox.count(), store.drafts.count()]);
    return { visits, drafts };
  });
  const [made, setMade] = createSignal<Backup | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  const [code, setCode] = createSignal("");
  const [file, setFile] = createSignal<File | null>(null);
  const [restored, setRestored] = createSignal<Restored | null>(null);
  const [problem, setProblem] = createSignal("");

  const make = async (): Promise<void> => {
    setBusy(true);
    try {
      setMade(await makeBackup(store, profile));
    } finally {
      setBusy(false);
    }
  };
  const take = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = file();
    if (!chosen) return;
    setBusy(true);
    setProblem("");
    setRestored(null);
    try {
      setRestored(await restoreBackup(store, profile, chosen, code().trim() || undefined));
      setCode("");
      await refetch();
    } catch (error) {
      if (error instanceof BackupProblem) setProblem(say(WORDS[error.code]));
      else if (isStoreProblem(error, "full", "photos-full")) setProblem(say("bar.noRoom"));
      else if (isStoreProblem(error, "elsewhere")) setProblem(say("bar.elsewhere"));
      else throw error;
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title={say("more.backup")}>
      <p>{say("backup.what")}</p>
      <Show when={here()}>
        {(counts) => (
          <Show when={counts().visits + counts().drafts > 0} fallback={<Notice kind="good">{say("backup.none")}</Notice>}>
            <p>{say("backup.here", counts())}</p>
            <Show
              when={made()}
              keyed
              fallback={
                <Button kind="main" icon="file" class="button-wide" disabled={isBusy()} onClick={() => void make()}>
                  {say(isBusy() ? "backup.making" : "backup.make")}
                </Button>
              }
            >
              {(backup) => <BackupMade backup={backup} />}
            </Show>
          </Show>
        )}
      </Show>
      <h2>{say("backup.restore")}</h2>
      <p>{say("backup.restoreWhat")}</p>
      <form class="stack" onSubmit={(event) => void take(event)}>
        <label class="stack-label">
          <span class="label">{say("backup.file")}</span>
          <input class="field" type="file" accept=".bahtera,application/octet-stream" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
        </label>
        <label class="stack-label">
          <span class="label">{say("backup.typeCode")}</span>
          <span class="hint">{say("backup.codeHow")}</span>
          <input class="field code-field" type="text" autocomplete="off" autocapitalize="characters" spellcheck={false} maxlength={40} value={code()} onInput={(event) => setCode(event.currentTarget.value)} />
        </label>
        <div role="alert">
          <Show when={problem()}>
            <Notice kind="stop">{problem()}</Notice>
          </Show>
        </div>
        <Button type="submit" class="button-wide" disabled={isBusy() || !file()}>
          {say("backup.take")}
        </Button>
        <div role="status">
          <Show when={restored()}>
            {(told) => (
              <Notice kind="good">
                <p>{say("backup.done", { visits: told().visits, drafts: told().drafts, already: told().already })}</p>
                <Show when={told().photosMissing > 0}>
                  <p>{say("backup.photosMissing", { count: told().photosMissing })}</p>
                </Show>
              </Notice>
            )}
          </Show>
        </div>
      </form>
    </Page>
  );
}
