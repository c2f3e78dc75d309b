import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { wasmAsFiles } from "../../build/wasm-as-files";

const here = fileURLToPath(new URL(".", import.meta.url));

// The form engine and the results, built like the app, for tests/field/results.
export default defineConfig({
  root: here,
  base: "/app/",
  publicDir: false,
  plugins: [wasmAsFiles()],
  build: {
    outDir: process.env["HARNESS_TO"] ?? `${here}/built`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: "es2022",
    chunkSizeWarningLimit: 1000,
    rollupOptions: { checks: { eval: false } },
  },
});
