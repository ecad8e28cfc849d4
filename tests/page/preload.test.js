// Every page names all modules that it needs, so that they are fetched at once and not one after the other.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../client/web/", import.meta.url);
/** @param {string} name */
const read = (name) => readFileSync(new URL(name, WEB), "utf8");

/** @param {string} module @param {Set<string>} [found] */
function needed(module, found = new Set()) {
  for (const [, name] of read(module).matchAll(/^(?:import|export)\b[^;]*?from "\.\/([\w.]+)";/gms)) {
    if (found.has(name)) continue;
    found.add(name);
    needed(name, found);
  }
  return found;
}

for (const page of readdirSync(WEB).filter((name) => name.endsWith(".html")))
  test(`${page} preloads what it imports, and nothing else`, () => {
    const html = read(page);
    const main = /<script type="module" src="([\w.]+)">/.exec(html)?.[1];
    assert.ok(main);
    const named = [...html.matchAll(/<link rel="modulepreload" href="([\w.]+)">/g)].map((match) => match[1]);
    assert.deepEqual(named, [...needed(main)].sort());
  });
