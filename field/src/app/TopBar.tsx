import { say } from "../text";
import { Icon } from "../ui";
import { go } from "./route";

/** The bar above: whose app it is, and help for violence one press away. */
export function TopBar() {
  return (
    <header class="top-bar">
      <span class="top-name">Bahtera</span>
      <button type="button" class="top-help" onClick={() => go("/darurat")}>
        <Icon name="help" />
        <span>{say("bar.emergency")}</span>
      </button>
    </header>
  );
}
