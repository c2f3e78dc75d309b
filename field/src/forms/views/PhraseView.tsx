import { For, Match, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Phrase, Piece } from "../types";

/** A text of the questionnaire with its emphasis. In a label `p` becomes `span`: a paragraph may not stand there. */
export function PhraseView(props: { readonly phrase: Phrase | null; readonly inline?: boolean }) {
  return <Pieces pieces={props.phrase?.pieces ?? []} inline={props.inline ?? false} />;
}

function Pieces(props: { readonly pieces: readonly Piece[]; readonly inline: boolean }) {
  return <For each={props.pieces}>{(piece) => <OnePiece piece={piece} inline={props.inline} />}</For>;
}

function OnePiece(props: { readonly piece: Piece; readonly inline: boolean }) {
  const element = (): string => {
    const as = props.piece.as;
    return props.inline && (as === "p" || as === "ul" || as === "ol" || as === "li") ? "span" : as;
  };
  return (
    <Switch>
      <Match when={props.piece.as === "text" && props.piece}>{(piece) => <>{piece().text}</>}</Match>
      <Match when={props.piece.as === "break"}>
        <br />
      </Match>
      <Match when={"pieces" in props.piece && props.piece}>
        {(piece) => (
          <Dynamic component={element()} class={props.inline && piece().as === "p" ? "paragraph" : undefined}>
            <Pieces pieces={piece().pieces} inline={props.inline} />
          </Dynamic>
        )}
      </Match>
    </Switch>
  );
}
