import { fileURLToPath } from "node:url";
import solid from "vite-plugin-solid";
import { defineConfig } from "vite";
import { wasmAsFiles } from "../build/wasm-as-files.ts";

// The page of the office site that types in what stands on paper: the same forms, drawn for a keyboard. Built apart,
// so that no phone carries it.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/keying/",
  publicDir: false,
  plugins: [solid(), wasmAsFiles()],
  build: {
    outDir: fileURLToPath(new URL("../../src/bahtera/http/built/keying", import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    // The engine alone is more than what Vite finds large.
    chunkSizeWarningLimit: 1000,
    rollupOptions: { checks: { eval: false } },
  },
});
