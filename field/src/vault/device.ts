import { toBase64url, utf8 } from "./bytes";

/** What a phone signs for: a signature for one thing is worth nothing for another. */
export type DevicePurpose = "enrol" | "sign-in" | "state" | "unlock" | "hand-in" | "part";

/** The keys by which a browser is this phone. Neither can be read out of it. */
export interface DeviceKeys {
  readonly signing: CryptoKeyPair;
  readonly wrapping: CryptoKey;
}

const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;

export async function newDeviceKeys(): Promise<DeviceKeys> {
  const [signing, wrapping] = await Promise.all([
    crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]),
    crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
  ]);
  return { signing, wrapping };
}

/** The public half as the server takes it: SPKI, base64. */
export async function publicHalf({ signing }: DeviceKeys): Promise<string> {
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", signing.publicKey));
  const encoded = toBase64url(spki).replaceAll("-", "+").replaceAll("_", "/");
  return encoded + "=".repeat(-encoded.length & 3);
}

/** The signature over a challenge: r and s, 64 bytes, base64url. At enrolment there is no device id yet. */
export async function signed(
  pair: CryptoKeyPair,
  purpose: DevicePurpose,
  deviceId: string,
  challenge: string,
): Promise<string> {
  const message = utf8(`bahtera-device/1\n${purpose}\n${deviceId}\n${challenge}`);
  return toBase64url(new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, message)));
}
