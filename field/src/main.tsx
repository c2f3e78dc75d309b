import { render } from "solid-js/web";
import { loadForm } from "@getodk/xforms-engine";
function App() { return <main>{String(typeof loadForm)}</main>; }
render(() => <App />, document.getElementById("app")!);
