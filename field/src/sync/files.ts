import type { FileRef, Store } from "../store";
import { isLinkProblem, type Link } from "./link";
import type { Limits } from "./told";

/** A broken connection costs one piece of this size. */
const PIECE = 64 * 1024;
const TRIES = 5;

/** Bring a photo to the server, from where an earlier try broke off. Throws LinkProblem. */
export async function upload(file: FileRef, { store, link, limits }: { store: Store; link: Link; limits: Limits }): Promise<void> {
  const at = `files/${file.sha256}`;
  let received = await standing(link, at);
  if (received >= file.size) return;
  const content = await store.files.get(file);
  const piece = Math.min(PIECE, limits.piece);
  for (let tries = 0; received < file.size; ) {
    const body = content.slice(received, received + piece);
    const headers = {
      "Content-Type": "application/octet-stream",
      "Upload-Offset": String(received),
      "Upload-Length": String(file.size),
    };
    try {
      const reply = await link.request(at, { method: "PUT", headers, body: new Uint8Array(await body.arrayBuffer()) });
      received = offset(reply) ?? received + body.size;
    } catch (error) {
      // It stands elsewhere than we thought: a reply was lost, or another tab was quicker.
      if (!isLinkProblem(error, "refused") || error.status !== 409 || (tries += 1) > TRIES) throw error;
      received = await standing(link, at);
    }
  }
}

async function standing(link: Link, at: string): Promise<number> {
  return offset(await link.request(at, { method: "HEAD", cache: "no-store" })) ?? 0;
}

function offset(reply: Response): number | null {
  const told = Number(reply.headers.get("upload-offset") ?? Number.NaN);
  return Number.isInteger(told) && told >= 0 ? told : null;
}
