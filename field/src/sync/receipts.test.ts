import { describe, expect, it } from "vitest";
import { Receipts } from "./receipts";

const AT = "2026-11-22T03:00:00.123456+00:00";
const OWN = { number: "63.02.05.2001/P1/001", version: 2, sha256: "ab".repeat(32), received_at: AT };

const base64url = (bytes: ArrayBuffer) => Buffer.from(bytes).toString("base64url");
const pair = async () => (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;

async function signed({ privateKey }: CryptoKeyPair) {
  const text = `bahtera-report-1\n${OWN.number}\n${OWN.version}\n${OWN.sha256}\n${OWN.received_at}`;
  return { ...OWN, signature: base64url(await crypto.subtle.sign("Ed25519", privateKey, new TextEncoder().encode(text))) };
}

function phone(notes: Record<string, unknown>): Receipts {
  const kept = { get: async (id: string) => notes[id] ?? null };
  return new Receipts({ notes: kept } as unknown as ConstructorParameters<typeof Receipts>[0]);
}

describe("the receipt of a report", () => {
  it("counts when the server that this phone met signed that very text", async () => {
    const [server, stranger] = [await pair(), await pair()];
    const met = { "receipt-key": base64url(await crypto.subtle.exportKey("raw", server.publicKey)) };
    const receipt = await signed(server);
    expect(await phone({}).checkReport(receipt)).toBe("unknown");
    expect(await phone(met).checkReport(receipt)).toBe("yes");
    expect(await phone(met).checkReport(await signed(stranger))).toBe("no");
    for (const forged of [{ version: 3 }, { sha256: "cd".repeat(32) }, { received_at: AT.replace("22", "21") }, { signature: "" }])
      expect(await phone(met).checkReport({ ...receipt, ...forged })).toBe("no");
  });
});
