/** What the browser tests drive: the vault, the store and the worker without the screens. */
import * as install from "../src/install";
import * as store from "../src/store";
import * as drafts from "../src/store/drafts";
import * as vault from "../src/vault";
import { openSealed } from "../src/vault/sealed";

declare const __HARNESS__: string;

const PUBLIC = globalThis as unknown as Record<string, unknown>;
PUBLIC["bahtera"] = { ...install, ...store, ...drafts, ...vault, openSealed, version: __HARNESS__ };
PUBLIC["lazy"] = () => import("./lazy");

document.body.dataset["version"] = __HARNESS__;
