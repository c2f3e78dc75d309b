/** Photos as they are kept: upright, no larger than needed, and without what the camera wrote about place and time. */

const QUALITY = 0.8;

/** How wide and high a picture becomes when its longest side may be `longest`; never larger than it is. */
export function fitted(width: number, height: number, longest: number): readonly [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Draw the picture anew as JPEG: nothing but pixels goes over. Rejects when the file is no picture. */
export async function reduced(file: Blob, longest: number): Promise<File> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const [width, height] = fitted(picture.width, picture.height, longest);
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    if (pen === null) throw new Error("no canvas");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0, width, height);
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    canvas.width = canvas.height = 0;
    if (jpeg === null) throw new Error("no picture");
    return new File([jpeg], "photo.jpg", { type: "image/jpeg" });
  } finally {
    picture.close();
  }
}
