import { createHash } from "node:crypto";
import solid from "vite-plugin-solid";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { appFiles } from "./build/app-files";
import { version } from "./package.json" with { type: "json" };

/**
 * The engine carries its XPath parser as base64 inside its script: a third heavier, and fetched by a data: address
 * that the app's content security policy does not allow. Here each becomes a file of its own.
 */
function wasmAsFiles(): Plugin {
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

// Everything the app loads comes from here, from the same origin, under /app/.
export default defineConfig({
  base: "/app/",
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [solid(), wasmAsFiles(), appFiles()],
  // What needs no browser; the app itself is driven in Chromium by tests/field.
  test: { environment: "node", include: ["src/**/*.test.ts"] },
  build: {
    outDir: "../src/bahtera/http/built/app",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    // A 2 GB telephone of 2019 keeps its browser up to date; one that does not still has Android's of 2021.
    target: "es2022",
    // The engine's WebAssembly loader holds an eval for modules linked at run time, which never happens here.
    rollupOptions: {
      checks: { eval: false },
      input: { index: "index.html", worker: "src/worker.ts" },
      output: { entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "assets/[name]-[hash].js") },
    },
  },
});
