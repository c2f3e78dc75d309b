/** What the browser tests drive: the vault, the store and the worker without the screens. */
import * as install from "../src/install";
import * as store from "../src/store";
import * as drafts from "../src/store/drafts";
import * as backup from "../src/sync/backup";
import * as vault from "../src/vault";
import { openSealed } from "../src/vault/sealed";
import * as dumps from "./dumps";

declare const __HARNESS__: string;

const PUBLIC = globalThis as unknown as Record<string, unknown>;
PUBLIC["bahtera"] = { ...dumps, ...install, ...store, ...drafts, ...backup, ...vault, openSealed, version: __HARNESS__ };
PUBLIC["lazy"] = () => import("./lazy");

document.body.dataset["version"] = __HARNESS__;
