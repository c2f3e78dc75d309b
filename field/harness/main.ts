/** What the browser tests drive: the vault, the store, syncing and the worker without the screens. */
import { enrolled } from "../src/app/entry/enrolling";
import * as install from "../src/install";
import * as store from "../src/store";
import * as drafts from "../src/store/drafts";
import * as sync from "../src/sync";
import * as vault from "../src/vault";
import { openSealed } from "../src/vault/sealed";
import * as dumps from "./dumps";

declare const __HARNESS__: string;

const PUBLIC = globalThis as unknown as Record<string, unknown>;
PUBLIC["bahtera"] = { ...dumps, ...install, ...store, ...drafts, ...sync, ...vault, openSealed, enrolAtSite: enrolled, version: __HARNESS__ };
PUBLIC["lazy"] = () => import("./lazy");

document.body.dataset["version"] = __HARNESS__;
