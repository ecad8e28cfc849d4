// What can be done with all sessions: bring one in that was exported, and say how long they are kept.

import { address, ApiError, get, put, send } from "./api.js";
import { fill, h, keySwitch, text } from "./dom.js";

const CHOICES = [[0, "for good"], [30, "30 days"], [90, "90 days"], [180, "half a year"], [365, "a year"]];

/** @typedef {{days: number, fixed_by: string, older: number}} Keep */

/** @param {() => Promise<void>} changed */
export function keepTools(changed) {
  const told = h("p", { class: "sm", role: "status" });
  const keep = h("div", { class: "keep" });
  const file = h("input", { type: "file", accept: ".zip,application/zip", class: "vh", tabindex: -1, "aria-label": "An exported session", onchange: () => void bring() });
  const button = h("button", { type: "button", class: "btn small", onclick: () => file.click() }, "Import a session");
  async function bring() {
    const chosen = file.files?.[0];
    if (!chosen) return;
    text(told, `Reading ${chosen.name}.`);
    try {
      const made = await send("/api/import", chosen);
      await changed();
      fill(told, "It is here as it was exported. ", h("a", { href: address(`/replay.html?id=${encodeURIComponent(made.id)}`) }, "Open its replay"));
    } catch (error) {
      fill(told, error instanceof ApiError ? `${error.fault.message} ${error.fault.next_step}` : "It could not be imported.");
    }
    file.value = "";
  }
  get("/api/keep").then((found) => drawKeep(keep, found), () => undefined);
  return h("div", { class: "tools-all" }, button, file, keep, told, keySwitch());
}

/** @param {HTMLElement} box @param {Keep} found */
function drawKeep(box, found) {
  const choices = CHOICES.some(([days]) => days === found.days) ? CHOICES : [...CHOICES, [found.days, `${found.days} days`]];
  const select = h("select", { id: "keep-days", disabled: found.fixed_by !== "", onchange: async () => {
    try {
      drawKeep(box, await put("/api/keep", { days: Number(select.value) }));
      box.querySelector("select")?.focus();
    } catch (error) {
      select.value = String(found.days);
      fill(words, error instanceof ApiError ? `${error.fault.message} ${error.fault.next_step}` : "It could not be changed.");
    }
  } }, choices.map(([days, name]) => h("option", { value: days, selected: days === found.days }, name)));
  const words = h("p", { class: "sm" }, keepWords(found));
  fill(box, h("label", { for: "keep-days" }, "Sessions are kept "), select, words);
}

/** @param {Keep} found */
export function keepWords(found) {
  if (found.fixed_by) return `Set by ${found.fixed_by}.`;
  if (!found.days) return "Until you delete them.";
  if (!found.older) return "None is older. What is, goes at a start of the server, sound and all.";
  return found.older === 1 ? "One is older, and goes at the next start of the server, sound and all." : `${found.older} are older, and go at the next start of the server, sound and all.`;
}
