import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { appFiles } from "../build/app-files";

const here = fileURLToPath(new URL(".", import.meta.url));
const version = process.env["HARNESS_VERSION"] ?? "1";

// The parts of the app that have no screens, built like the app, for tests/field.
export default defineConfig({
  root: here,
  base: "/app/",
  publicDir: false,
  plugins: [solid(), appFiles()],
  define: { __HARNESS__: JSON.stringify(version) },
  build: {
    outDir: process.env["HARNESS_TO"] ?? `${here}/built`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: "es2022",
    rollupOptions: {
      input: { index: `${here}/index.html`, private: `${here}/private.html`, worker: fileURLToPath(new URL("../src/worker.ts", import.meta.url)) },
      output: { entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "assets/[name]-[hash].js") },
    },
  },
});
