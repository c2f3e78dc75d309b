import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { aesKey, boxesOf } from "./boxes";
import { fromBase64url, fromHex, joined, random, text, toBase64url, toHex, utf8 } from "./bytes";
import { openSealed, sealTo, type PublicKey, type Purpose } from "./sealed";

const PLACE = { store: "drafts", id: "a", version: 1 };

interface Vector {
  purpose: Purpose;
  recipient: string;
  point: string;
  key_id: string;
  ephemeral: string;
  ephemeral_point: string;
  data: string;
  sealed: string;
}

const { vectors } = JSON.parse(
  readFileSync(new URL("../../../tests/spec/sealed/bahtera-sealed-1.json", import.meta.url), "utf-8"),
) as { vectors: Vector[] };

async function pairOf(scalar: string, point: string): Promise<CryptoKeyPair> {
  const bytes = fromHex(point);
  const half = { kty: "EC", crv: "P-256", x: toBase64url(bytes.slice(1, 33)), y: toBase64url(bytes.slice(33)) };
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const d = toBase64url(fromHex(scalar.padStart(64, "0")));
  return {
    publicKey: await crypto.subtle.importKey("jwk", half, curve, true, []),
    privateKey: await crypto.subtle.importKey("jwk", { ...half, d }, curve, false, ["deriveBits"]),
  };
}

describe("bytes", () => {
  it.each([0, 1, 2, 3, 40_000])("survive base64url at %i", (size) => {
    const bytes = new Uint8Array(size).map((_byte, at) => (at * 7) % 256);
    expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
    expect(fromHex(toHex(bytes))).toEqual(bytes);
  });

  it("refuse what is no UTF-8", () => {
    expect(() => text(Uint8Array.of(0xff))).toThrow(TypeError);
  });
});

describe("boxes", () => {
  const boxes = async () => {
    const key = await aesKey(random(32));
    return boxesOf(() => key);
  };

  it("open what they closed", async () => {
    const { seal, open } = await boxes();
    const content = { nama: "Keluarga Sintetis", umur: [1, 2], kosong: null };
    expect(await open(await seal(content, PLACE), PLACE)).toEqual(content);
  });

  it("hold nothing that can be read", async () => {
    const { seal } = await boxes();
    const box = await seal({ nik: "6302014501900001" }, PLACE);
    expect(new TextDecoder("latin1").decode(box)).not.toContain("6302014501900001");
  });

  it.each([
    { store: "outbox", id: "a", version: 1 },
    { store: "drafts", id: "b", version: 1 },
    { store: "drafts", id: "a", version: 2 },
  ])("do not open at another place %o", async (place) => {
    const { seal, open } = await boxes();
    await expect(open(await seal(1, PLACE), place)).rejects.toMatchObject({ code: "broken" });
  });

  it("notice every flipped bit and every cut", async () => {
    const { seal, openBytes } = await boxes();
    const box = await seal("isi", PLACE);
    for (let at = 0; at < box.length; at += 1) {
      const changed = box.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(openBytes(changed, PLACE)).rejects.toMatchObject({ code: "broken" });
      await expect(openBytes(box.slice(0, at), PLACE)).rejects.toMatchObject({ code: "broken" });
    }
  });

  it("are no use to another profile", async () => {
    const [mine, theirs] = [await boxes(), await boxes()];
    await expect(theirs.open(await mine.seal(1, PLACE), PLACE)).rejects.toMatchObject({ code: "broken" });
  });
});

describe("bahtera-sealed-1", () => {
  it.each(vectors)("does what the server does: $purpose, $data", async (vector) => {
    const recipient: PublicKey = { id: vector.key_id, point: toBase64url(fromHex(vector.point)) };
    const ephemeral = await pairOf(vector.ephemeral, vector.ephemeral_point);
    const made = await sealTo(recipient, fromHex(vector.data), vector.purpose, { ephemeral });
    expect(toHex(made)).toBe(vector.sealed);
    const pair = await pairOf(vector.recipient, vector.point);
    expect(toHex(await openSealed(pair, made, vector.purpose))).toBe(vector.data);
  });

  it("seals to nothing but the key that was named", async () => {
    const [first, second] = [vectors[0], vectors[1]] as [Vector, Vector];
    const mixed = { id: first.key_id, point: toBase64url(fromHex(second.point)) };
    await expect(sealTo(mixed, utf8("x"), "visit")).rejects.toMatchObject({ code: "foreign" });
  });

  it("refuses another purpose, other bytes, and a changed message", async () => {
    const vector = vectors[1] as Vector;
    const pair = await pairOf(vector.recipient, vector.point);
    const sealed = fromHex(vector.sealed);
    await expect(openSealed(pair, sealed, "backup-key")).rejects.toMatchObject({ code: "broken" });
    await expect(openSealed(pair, utf8("<html>portal</html>"), "visit")).rejects.toMatchObject({ code: "foreign" });
    await expect(openSealed(pair, joined(sealed, random(1)), "visit")).rejects.toMatchObject({ code: "broken" });
  });

  it("can hide even how much it holds", async () => {
    const { key_id: id, point } = vectors[0] as Vector;
    const recipient = { id, point: toBase64url(fromHex(point)) };
    const sizes = await Promise.all(
      [0, 700, 2_000].map(async (size) => (await sealTo(recipient, new Uint8Array(size), "help", { step: 4_096 })).length),
    );
    expect(new Set(sizes).size).toBe(1);
  });
});
