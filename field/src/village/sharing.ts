import { pictureOf } from "./picture";
import { textToTell } from "./telling";
import type { Recap } from "./types";

/** How it went: handed to the phone's own share sheet, kept as a file or in the clipboard, or not at all. */
export type Shared = "shared" | "saved" | "copied" | "failed";

export async function sharePicture(recap: Recap): Promise<Shared> {
  try {
    const picture = new File([await pictureOf(recap)], `desa-${recap.village}.png`, { type: "image/png" });
    const data = { files: [picture], text: textToTell(recap) };
    if (navigator.canShare?.(data)) return await handOver(data);
    save(picture);
    return "saved";
  } catch {
    return "failed";
  }
}

export async function shareText(recap: Recap): Promise<Shared> {
  const text = textToTell(recap);
  try {
    if (navigator.canShare?.({ text })) return await handOver({ text });
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return "failed";
  }
}

/** Whoever closes the sheet has not failed. */
async function handOver(data: ShareData): Promise<Shared> {
  try {
    await navigator.share(data);
  } catch (problem) {
    if (!(problem instanceof DOMException && problem.name === "AbortError")) throw problem;
  }
  return "shared";
}

function save(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
