import { Show } from "solid-js";

export type Tone = "deep" | "rendah" | "sedang" | "tinggi";

/** The tone of a category: the lowest, the highest, and those between. */
export function toneOf(place: number, count: number): Tone {
  return place === 0 ? "rendah" : place === count - 1 ? "tinggi" : "sedang";
}

/** A drawing beside words that say the same; nothing is drawn of what is hidden. */
export function Bar(props: { readonly share: number | null; readonly tone: Tone; readonly cut?: boolean }) {
  return (
    <svg class="village-bar" aria-hidden="true">
      <rect class="village-track" width="100%" height="100%" />
      <Show when={props.share !== null}>
        <rect class={`village-fill-${props.tone}`} width={`${100 * Math.min(1, props.share!)}%`} height="100%" />
      </Show>
      <Show when={props.cut}>
        <line class="village-cut" x1="75%" x2="75%" y1="0" y2="100%" />
      </Show>
    </svg>
  );
}
