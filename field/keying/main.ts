import { start } from "../src/keying";

start(document.getElementById("keying")!);
