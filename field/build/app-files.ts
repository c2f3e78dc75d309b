import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Plugin, ResolvedConfig } from "vite";

/** Whether the app needs a file to start: recorded maps and build notes it does not, nor big icons (for installing). */
const IS_KEPT = /(?<!512)\.(html|js|css|wasm|woff2|svg|png|webmanifest)$/;
const WORKER = "worker.js";

/**
 * Tells the service worker which files the app is made of, with the hash of each, and names the build after them.
 * The worker is an entry of its own, `worker`, and lies at the top so that it may answer for everything below.
 */
export function appFiles(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "bahtera-app-files",
    apply: "build",
    enforce: "post",
    configResolved(resolved) {
      config = resolved;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error("the worker is not among the entries");
        if (worker.imports.length) throw new Error("the worker must not import anything");
        const files: Record<string, string> = {};
        for (const [name, file] of Object.entries(bundle)) {
          if (name === WORKER || !IS_KEPT.test(name)) continue;
          files[name] = hashOf(file.type === "chunk" ? file.code : file.source);
        }
        for (const name of publicFiles(config.publicDir)) {
          if (IS_KEPT.test(name)) files[name] = hashOf(readFileSync(join(config.publicDir, name)));
        }
        const listed = JSON.stringify(Object.fromEntries(Object.entries(files).sort()));
        const build = createHash("sha256").update(listed).digest("hex").slice(0, 12);
        worker.code = worker.code.replace(/(["'`])__FILES__\1/, listed).replace("__BUILD__", build);
      },
    },
  };
}

function hashOf(content: string | Uint8Array): string {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}

function publicFiles(folder: string): string[] {
  if (!folder) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
