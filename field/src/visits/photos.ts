import type { FileRef, Store } from "../store";

/** The photos of an open visit: each is put on the disk once, as soon as it is taken. */
export class Photos {
  readonly #store: Store;
  readonly #refs = new Map<string, FileRef>();

  constructor(store: Store, refs: readonly FileRef[]) {
    this.#store = store;
    for (const ref of refs) this.#refs.set(ref.name, ref);
  }

  /** The photos taken so far, as the form wants them. */
  async taken(): Promise<readonly File[]> {
    return Promise.all([...this.#refs.values()].map(async (ref) => new File([await this.#store.files.get(ref)], ref.name, { type: ref.type })));
  }

  has(photos: readonly File[]): boolean {
    return photos.every(({ name }) => this.#refs.has(name));
  }

  /** Put those on the disk that are not there; throws `photos-full`. */
  async keep(photos: readonly File[]): Promise<void> {
    for (const photo of photos) {
      if (!this.#refs.has(photo.name)) this.#refs.set(photo.name, await this.#store.files.put(photo, photo.name));
    }
  }

  /** What a draft or visit names; a photo taken away is not among them, and is swept later. */
  of(photos: readonly File[]): readonly FileRef[] {
    return photos.flatMap(({ name }) => this.#refs.get(name) ?? []);
  }
}
