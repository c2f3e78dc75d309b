import { defineConfig } from "vite";

// Everything the office pages load comes from here, from the same origin. Nothing is inlined as a data: address,
// because the pages' content security policy allows none.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/bahtera/web/static/built",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    target: "es2020",
    rollupOptions: {
      input: { main: "src/main.ts", map: "src/map.ts" },
      // htmx holds an eval that its configuration in main.ts switches off, and the policy forbids.
      checks: { eval: false },
    },
  },
});
