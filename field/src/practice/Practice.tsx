import { createSignal, Match, Show, Switch } from "solid-js";
import { CannotOpen, open, type Beginning, type Draft, type Finished, type FormSource, type Interview } from "../forms";
import { FamilyResult, READING, readReading, resultViews, type Reading } from "../results";
import { say } from "../text";
import { Button, Notice } from "../ui";
import { Pager, type Progress } from "../visits";
import "./practice.css";

interface Kept {
  readonly draft: Draft;
  readonly progress: Progress;
}

/** Try a questionnaire from files: nothing is stored and nothing is sent. */
export function Practice() {
  const [source, setSource] = createSignal<FormSource | null>(null);
  const [form, setForm] = createSignal<{ interview: Interview; progress: Progress | undefined } | null>(null);
  const [kept, setKept] = createSignal<Kept | null>(null);
  const [done, setDone] = createSignal<{ finished: Finished; progress: Progress } | null>(null);
  let last: Progress | undefined;
  const [why, setWhy] = createSignal<string | null>(null);
  const [reading, setReading] = createSignal<Reading | null>(null);

  const begin = async (from: FormSource, beginning: Beginning, progress?: Progress): Promise<void> => {
    setWhy(null);
    setDone(null);
    form()?.interview.close();
    setForm(null);
    try {
      const interview = await open(from, beginning, { language: "id", deviceId: "latihan" });
      performance.mark("form-ready");
      setForm({ interview, progress });
      requestAnimationFrame(() => setTimeout(() => performance.mark("form-painted")));
    } catch (problem) {
      if (!(problem instanceof CannotOpen)) throw problem;
      setWhy(problem.reason);
    }
  };
  const choose = async (files: FileList | null): Promise<void> => {
    const chosen = [...(files ?? [])];
    const xform = chosen.find((file) => file.name.endsWith(".xml"));
    if (xform === undefined) return;
    performance.mark("form-chosen");
    const from: FormSource = {
      xform: await xform.text(),
      media: (name) => Promise.resolve(chosen.find((file) => file.name === name) ?? null),
    };
    const told = await from.media(READING);
    setReading(told === null ? null : readReading(await told.text()));
    setSource(from);
    await begin(from, { from: "new" });
  };
  const finish = async (interview: Interview, progress: Progress): Promise<void> => {
    setDone({ finished: await interview.finish(), progress });
    setKept(null);
    interview.close();
    setForm(null);
  };

  return (
    <Switch
      fallback={
        <main class="practice stack">
          <h1>{say("practice.title")}</h1>
          <p>{say("practice.what")}</p>
          <label class="practice-files">
            <span>{say("practice.files")}</span>
            <input type="file" multiple accept=".xml,.csv,.json,.mp3,.m4a,.ogg,.png,.jpg" onChange={(event) => void choose(event.currentTarget.files)} />
          </label>
          <Show when={why()}>
            {(reason) => (
              <Notice kind="stop">
                <p>{say("practice.cannot")}</p>
                <p class="small" lang="en">
                  {reason()}
                </p>
              </Notice>
            )}
          </Show>
          <Show when={kept() !== null && source() !== null}>
            <Notice kind="look">{say("practice.draft")}</Notice>
            <Button kind="main" onClick={() => void begin(source()!, { from: "draft", draft: kept()!.draft }, kept()!.progress)}>
              {say("practice.resume")}
            </Button>
          </Show>
        </main>
      }
    >
      <Match when={form()} keyed>
        {(opened) => (
          <Pager
            interview={opened.interview}
            progress={opened.progress}
            views={reading() === null ? undefined : resultViews(reading()!)}
            onChange={(progress) => (last = progress)}
            onFinish={(progress) => finish(opened.interview, progress)}
            onLater={() => {
              setKept({ draft: opened.interview.draft(), progress: last! });
              opened.interview.close();
              setForm(null);
            }}
          />
        )}
      </Match>
      <Match when={done()}>
        {(result) => (
          <main class="practice stack">
            <h1>{say("practice.done")}</h1>
            <Notice kind="good">{say("practice.nothingSent")}</Notice>
            <Show when={reading()}>
              <FamilyResult xml={result().finished.xml} media={source()!.media} />
            </Show>
            <Button
              onClick={() => {
                const { finished } = result();
                const photos = new Map(finished.photos.map((photo) => [photo.name, () => Promise.resolve(photo as Blob)] as const));
                void begin(source()!, { from: "sent", xml: finished.xml, photos });
              }}
            >
              {say("practice.correct")}
            </Button>
            <Button onClick={() => void begin(source()!, { from: "new" })}>{say("practice.again")}</Button>
            <details>
              <summary>{say("practice.answers")}</summary>
              <pre class="practice-xml" tabindex="0">
                {result().finished.xml}
              </pre>
              <ul class="practice-photos">
                {result().finished.photos.map((photo) => (
                  <li>
                    {photo.name} {photo.type} {photo.size}
                  </li>
                ))}
              </ul>
              <pre class="practice-pace">{JSON.stringify(result().progress.pace)}</pre>
            </details>
          </main>
        )}
      </Match>
    </Switch>
  );
}
