import { render } from "solid-js/web";
import { App, Start } from "./app";

render(
  () => (
    <Start>
      <App />
    </Start>
  ),
  document.getElementById("app")!,
);
