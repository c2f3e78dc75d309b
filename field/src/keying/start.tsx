import { render } from "solid-js/web";
import { Desk } from "./desk";
import { Typing } from "./Typing";
import "./keying.css";

/** Draw the page that types the sheet whose address this is. */
export function start(element: HTMLElement): void {
  const token = document.querySelector<HTMLMetaElement>("meta[name=token]")?.content ?? "";
  render(() => <Typing desk={new Desk(location.pathname, token)} />, element);
}
