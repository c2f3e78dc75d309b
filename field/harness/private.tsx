/** The private part as a visit shows it, before a real draft and outbox; its boxes can be opened here, and only here. */
import { render } from "solid-js/web";
import { EmergencyCard } from "../src/care";
import { PrivateBlock, readPart, type PrivateOutcome } from "../src/private";
import { Store, type Desk } from "../src/store";
import * as store from "../src/store";
import { speak } from "../src/text";
import "../src/ui";
import "../src/app/app.css";
import "../src/visits/visits.css";
import * as vault from "../src/vault";
import { openSealed } from "../src/vault/sealed";

const PUBLIC = globalThis as unknown as Record<string, unknown>;
PUBLIC["bahtera"] = { ...store, ...vault, openSealed };

async function pairOf() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { pair, key: { id: await vault.keyId(point), point: vault.toBase64url(point) } };
}

interface Body {
  readonly private: PrivateOutcome | null;
}

const kept: PrivateOutcome[] = [];
let pairs: { statistics: Awaited<ReturnType<typeof pairOf>>; help: Awaited<ReturnType<typeof pairOf>> } | null = null;
let leave: (() => void) | null = null;
let desk: Desk<Body> | null = null;

// No bar stands above it here.
document.documentElement.style.setProperty("--top", "0px");
PUBLIC["kept"] = kept;
PUBLIC["boxesOf"] = async (outcome: PrivateOutcome) => {
  const said = async (name: "statistics" | "help") =>
    JSON.parse(vault.text(await openSealed(pairs![name].pair, vault.fromBase64url(outcome[name]), name))) as unknown;
  return { answers: await said("statistics"), help: await said("help") };
};

/** Show the part of a draft in a store, as the visit's screen does. */
PUBLIC["show"] = async (told: string, open: Store | null, id: string, language: "id" | "en" = "id", recording: string | null = null) => {
  leave?.();
  speak(language);
  pairs ??= { statistics: await pairOf(), help: await pairOf() };
  const part = (await readPart(new Blob([told])))!;
  if (open) {
    const begun = (await open.everyDraft()).some((one) => one.id === id);
    desk = begun ? await open.resume<Body>(id) : await open.begin<Body>({ private: null }, { id });
  }
  const outcome = new Promise<PrivateOutcome>((done) => {
    leave = render(
      () => (
        <PrivateBlock
          visitId={id}
          part={part}
          keys={{ statistics: pairs!.statistics.key, help: pairs!.help.key }}
          village="63.02.05.2001"
          kept={desk?.content.body.private ?? null}
          onKept={async (now) => {
            kept.push(now);
            desk?.save({ private: now });
            await desk?.settled();
          }}
          onDone={done}
          recorded={() => Promise.resolve(recording === null ? null : new Blob([vault.fromBase64url(recording)], { type: "audio/wav" }))}
        />
      ),
      document.getElementById("app")!,
    );
  });
  PUBLIC["outcome"] = null;
  void outcome.then(async (now) => {
    if (open && desk) await open.finish(desk, "<data/>", { family: "x" }, { private: now });
    PUBLIC["outcome"] = now;
  });
};

PUBLIC["showCard"] = () => {
  leave?.();
  leave = render(() => <EmergencyCard onClose={() => undefined} />, document.getElementById("app")!);
};
