import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/**
 * The engine carries its XPath parser as base64 inside its script: a third heavier, and fetched by a data: address
 * that the app's content security policy does not allow. Here each becomes a file of its own.
 */
export function wasmAsFiles(): Plugin {
  const inlined = /(["'`])data:application\/wasm;base64,([A-Za-z0-9+/=]+)\1/g;
  return {
    name: "bahtera-wasm-as-files",
    apply: "build",
    transform(code, id) {
      if (!id.includes("xforms-engine")) return null;
      const found = code.replace(inlined, (_whole, _quote, text: string) => {
        const source = Buffer.from(text, "base64");
        const name = createHash("sha256").update(source).digest("hex").slice(0, 12);
        const reference = this.emitFile({ type: "asset", name: `${name}.wasm`, source });
        return `import.meta.ROLLUP_FILE_URL_${reference}`;
      });
      return found === code ? null : { code: found, map: null };
    },
  };
}
