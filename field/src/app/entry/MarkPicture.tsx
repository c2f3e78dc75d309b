import { For } from "solid-js";
import { markOf, type Mark } from "./marks";

/** Filled shapes in the three colours of a sail, each a path; drawn for 48 by 48. */
const SHAPES: Readonly<Record<Mark, readonly (readonly [colour: "deep" | "sail" | "link", path: string])[]>> = {
  perahu: [["sail", "M23 6v22H9z"], ["link", "M26 11l13 17H26z"], ["deep", "M6 31h36l-6 10H12z"]],
  padi: [["deep", "M22.500 14h3v28h-3z"], ["sail", "M24 4c4 4 4 8 0 11-4-3-4-7 0-11zM23 20c-6 0-9-3-9-8 6 0 9 3 9 8zM25 20c6 0 9-3 9-8-6 0-9 3-9 8zM23 30c-6 0-9-3-9-8 6 0 9 3 9 8zM25 30c6 0 9-3 9-8-6 0-9 3-9 8z"]],
  kelapa: [["deep", "M23 17c-2 9-3 17-2 26h6c-2-9-2-17-1-26z"], ["link", "M24 17C17 9 10 10 6 17c6-2 12-2 18 0zM24 17c7-8 14-7 18 0-6-2-12-2-18 0zM24 16c-6-4-7-9-4-12 2 3 4 7 4 12zM24 16c6-4 7-9 4-12-2 3-4 7-4 12zM24 17c-8-2-14 2-15 10 4-5 9-8 15-10zM24 17c8-2 14 2 15 10-4-5-9-8-15-10z"]],
  ikan: [["link", "M5 24c8-13 22-13 30-2l9-8v20l-9-8c-8 11-22 11-30-2z"], ["sail", "M14 24a3 3 0 1 0 .01-6A3 3 0 0 0 14 24z"]],
  bunga: [["sail", "M24 4a8 8 0 0 1 7 11 8 8 0 1 1 2 13 8 8 0 1 1-9 9 8 8 0 1 1-9-9 8 8 0 1 1 2-13A8 8 0 0 1 24 4z"], ["deep", "M24 29a6 6 0 1 0 0-12 6 6 0 0 0 0 12z"]],
  burung: [["deep", "M4 18c8 0 12 3 16 8 3-9 10-16 22-18-3 5-4 8-4 12l6 3-7 2c-3 8-9 13-18 13C11 38 6 30 4 18z"], ["sail", "M33 16a2 2 0 1 0 .01-4 2 2 0 0 0-.01 4z"]],
  bulan: [["sail", "M30 5a19 19 0 1 0 13 28A16 16 0 0 1 30 5z"], ["link", "M37 8l1.500 4 4 1.500-4 1.500-1.500 4-1.500-4-4-1.500 4-1.500z"]],
  matahari: [["sail", "M24 35a11 11 0 1 0 0-22 11 11 0 0 0 0 22z"], ["deep", "M22.500 2h3v7h-3zM22.500 39h3v7h-3zM2 22.500h7v3H2zM39 22.500h7v3h-7zM7.400 9.500l2.100-2.100 5 5-2.100 2.100zM33.500 35.600l2.100-2.100 5 5-2.100 2.100zM38.500 7.400l2.100 2.100-5 5-2.100-2.100zM12.400 33.500l2.100 2.100-5 5-2.100-2.100z"]],
  gunung: [["link", "M28 14l16 26H18z"], ["deep", "M17 9l18 31H2z"], ["sail", "M17 9l4.600 8-4.600 3-4.600-3z"]],
  daun: [["link", "M40 6C18 6 7 16 9 33c17 2 29-7 31-27z"], ["deep", "M34 13L7 40l2 2 27-27z"]],
  payung: [["sail", "M24 6C13 6 5 14 4 25h40C43 14 35 6 24 6z"], ["deep", "M22.500 25h3v14a5 5 0 0 1-10 0h3a2 2 0 0 0 4 0zM22.500 3h3v4h-3z"]],
  rumah: [["sail", "M24 5L3 23h42z"], ["deep", "M9 24h30v18H28V30h-8v12H9z"]],
};

/** A profile's picture. Words stand beside it or on its button. */
export function MarkPicture(props: { readonly mark: string; readonly class?: string }) {
  return (
    <svg class={`mark ${props.class ?? ""}`} viewBox="0 0 48 48" aria-hidden="true">
      <For each={SHAPES[markOf(props.mark)]}>{([colour, path]) => <path class={`mark-${colour}`} d={path} />}</For>
    </svg>
  );
}
