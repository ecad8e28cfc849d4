// What every page shares: the sheet of signs, the bar at the top, and one place for faults.

import { ApiError, address } from "./api.js";
import { h, s } from "./dom.js";
import { drawSheet } from "./glyphs.js";

const STEPS = [[0, 0, 7], [4, 3.8, 7], [8, 7.6, 7], [12, 11.4, 7], [16, 15.2, 8]];

/** The staircase that is the mark. */
function mark() {
  const steps = STEPS.map(([x, y, width]) => s("rect", { x, y, width, height: 2.6 }));
  return h("a", { class: "mark", href: address("/"), "aria-label": "Hotseat" }, s("svg", { viewBox: "0 0 24 18", "aria-hidden": "true" }, steps), h("span", {}, "Hotseat"));
}

/**
 * @param {"practise" | "progress" | "search" | "none"} here
 * @param {...(Node | null)} rest
 */
export function bar(here, ...rest) {
  drawSheet();
  const links = /** @type {const} */ ([["practise", "/", "Practise"], ["progress", "/progress.html", "Progress"], ["search", "/search.html", "Search"]]);
  const nav = h("nav", { "aria-label": "Main" }, links.map(([id, href, name]) =>
    h("a", { href: address(href), "aria-current": here === id ? "page" : null }, name)));
  const header = h("header", { class: "top" }, mark(), here === "none" ? null : nav, ...rest);
  document.body.prepend(header);
  return header;
}

/** @param {string} id @param {"replay" | "debrief" | "none"} here */
export const sessionNav = (id, here) =>
  h("nav", { "aria-label": "Session", class: "session-nav" }, /** @type {const} */ (["replay", "debrief"]).map((page) =>
    h("a", { href: address(`/${page}.html?id=${encodeURIComponent(id)}`), "aria-current": here === page ? "page" : null }, page === "replay" ? "Replay" : "Debrief")));

/** @type {[string, string][]} */
const FORMS = [["md", "Markdown"], ["html", "One page, HTML"], ["pdf", "PDF"], ["json", "JSON"], ["vtt", "Captions"], ["audacity", "Audacity labels"], ["wav", "Both voices, WAV"], ["zip", "The whole session"]];

/** What can be taken away. @param {string} id */
export function exportMenu(id) {
  const menu = h("details", { class: "menu noprint" }, h("summary", { class: "btn small" }, "Export"), h("ul", {}, FORMS.map(([form, name]) =>
    h("li", {}, h("a", { href: address(`/api/sessions/${encodeURIComponent(id)}/export/${form}`), download: "" }, name)))));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  return menu;
}

/** What happened, what is safe, what to do: in that order. @param {unknown} error @returns {HTMLElement} */
export function faultNote(error) {
  const fault = error instanceof ApiError ? error.fault : { code: "page", message: "The page could not be shown.", next_step: "Reload it. The session's files are untouched." };
  if (!(error instanceof ApiError)) console.error(error);
  return h("div", { class: "fault", role: "alert" }, h("p", {}, h("b", {}, fault.message)), h("p", {}, fault.next_step), h("p", { class: "quiet" }, fault.code));
}

/** @param {string} name */
export const query = (name) => new URLSearchParams(location.search).get(name) ?? "";

/** @param {string} key @param {...string} names a button with its key */
export const keyed = (key, ...names) => [...names.map((name) => h("span", {}, name)), h("kbd", {}, key)];
