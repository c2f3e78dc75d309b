import { render } from "solid-js/web";
import { Practice } from "./practice/Practice";

render(() => <Practice />, document.getElementById("app")!);
