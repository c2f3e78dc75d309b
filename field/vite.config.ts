import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";
import { appFiles } from "./build/app-files.ts";
import { wasmAsFiles } from "./build/wasm-as-files.ts";
import house from "./package.json" with { type: "json" };

/**
 * What every start needs is one file: each goes through the service worker by itself, which a slow phone feels. The
 * rest is split where the app imports it lazily.
 */
const BASE =
  /node_modules\/(solid-js|idb)\/|field\/src\/(ui|text|vault|store|sync|care)\/|field\/src\/app\/([^/]+\.(ts|css)|(App|Shell|TopBar|Updates|Start|AskKin|Emergency|screens)\.tsx|entry\/(?!Scan)[^/]+)$|preload-helper/;

// Everything the app loads comes from here, from the same origin, under /app/.
export default defineConfig({
  base: "/app/",
  define: { __VERSION__: JSON.stringify(house.version) },
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
      output: {
        entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "assets/[name]-[hash].js"),
        codeSplitting: { groups: [{ name: "base", test: BASE }] },
      },
    },
  },
});
