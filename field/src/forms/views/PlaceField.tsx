import { createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { language, say, writeNumber, type Word } from "../../text";
import { Button, Notice } from "../../ui";
import type { Place, PlaceQuestion } from "../types";
import { Frame } from "./Frame";

const PATIENCE_MS = 60_000;
const REFUSED = ["", "place.denied", "place.unavailable", "place.unavailable"] as const satisfies readonly (Word | "")[];

/** The location of the house, taken only when asked; the accuracy is said, and a poor one is the kader's choice. */
export function PlaceField(props: { readonly question: PlaceQuestion }) {
  const [sofar, setSofar] = createSignal<Place | null>(null);
  const [searching, setSearching] = createSignal(false);
  const [why, setWhy] = createSignal<Word | null>(null);
  let watch: number | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    if (watch !== undefined) navigator.geolocation.clearWatch(watch);
    clearTimeout(patience);
    watch = undefined;
    setSearching(false);
  };
  const keep = (place: Place): void => {
    stop();
    setSofar(null);
    props.question.set(place);
  };
  const begin = (): void => {
    stop();
    setWhy(null);
    setSofar(null);
    if (!("geolocation" in navigator)) return void setWhy("place.missing");
    setSearching(true);
    patience = setTimeout(() => {
      stop();
      if (sofar() === null) setWhy("place.unavailable");
    }, PATIENCE_MS);
    watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        const place = {
          latitude: coords.latitude,
          longitude: coords.longitude,
          altitude: coords.altitude ?? 0,
          accuracy: Math.round(coords.accuracy * 10) / 10,
        };
        const best = sofar();
        if (best === null || place.accuracy < best.accuracy) setSofar(place);
        if (place.accuracy <= props.question.goodEnough) keep(place);
      },
      (problem) => {
        stop();
        setWhy(REFUSED[problem.code] || "place.unavailable");
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS },
    );
  };
  onCleanup(stop);
  return (
    <Frame question={props.question} many>
      {() => (
        <div class="stack-small" aria-live="polite">
          <Show when={props.question.value}>
            {(place) => (
              <p>
                <strong class="coordinates">
                  {writeNumber(round(place().latitude), language())}; {writeNumber(round(place().longitude), language())}
                </strong>
                <br />
                {say("place.kept", { metres: Math.round(place().accuracy) })}
              </p>
            )}
          </Show>
          <Show when={searching()}>
            <p>{say("place.searching")}</p>
          </Show>
          <Show when={sofar()}>
            {(place) => (
              <>
                <p>{say("place.sofar", { metres: Math.round(place().accuracy) })}</p>
                <Button kind="main" onClick={() => keep(place())}>
                  {say("place.use", { metres: Math.round(place().accuracy) })}
                </Button>
              </>
            )}
          </Show>
          <Show when={why()}>{(word) => <Notice kind="look">{say(word())}</Notice>}</Show>
          <Show when={!props.question.readonly}>
            <div class="actions">
              <Switch>
                <Match when={searching()}>
                  <Button onClick={stop}>{say("form.cancel")}</Button>
                </Match>
                <Match when={true}>
                  <Button icon="place" onClick={begin}>
                    {say(props.question.value === null ? "place.take" : "place.again")}
                  </Button>
                  <Show when={props.question.value !== null}>
                    <Button kind="quiet" onClick={() => props.question.set(null)}>
                      {say("place.remove")}
                    </Button>
                  </Show>
                </Match>
              </Switch>
            </div>
          </Show>
        </div>
      )}
    </Frame>
  );
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
