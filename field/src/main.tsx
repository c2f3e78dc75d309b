import { render } from "solid-js/web";
import { Start } from "./app";
import { Practice } from "./practice/Practice";

render(
  () => (
    <Start>
      <Practice />
    </Start>
  ),
  document.getElementById("app")!,
);
