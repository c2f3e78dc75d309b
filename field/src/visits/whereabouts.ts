import { say } from "../text";

/** Where a family lives, in what is shown of it without opening it. */
export interface Whereabouts {
  readonly rt: string;
  readonly rw: string;
  readonly address: string;
}

export function whereaboutsOf({ rt = "", rw = "", dusun, address }: { readonly [part in "rt" | "rw" | "dusun" | "address"]?: string } = {}): Whereabouts {
  return { rt, rw, address: [dusun, address].filter(Boolean).join(", ") };
}

/** In one line: it tells families of one name apart. */
export function placeText({ rt, rw, address }: Whereabouts): string {
  const where = rt === "" ? "" : say(rw === "" ? "families.rtOnly" : "families.rt", { rt, rw });
  return [where, address].filter(Boolean).join(" · ");
}
