// The signs, drawn once and referred to by name. Each is told apart by its shape alone.

import { s } from "./dom.js";

/** @type {Record<string, {box: string, parts: [string, Record<string, string>][]}>} */
const SIGNS = {
  sig: { box: "0 0 16 16", parts: [["circle", { cx: "8", cy: "8", r: "4.6", fill: "currentColor", stroke: "none" }]] },
  mis: { box: "0 0 16 16", parts: [["path", { d: "M1 11 4.5 5 8 11 11.5 5 15 11", "stroke-linejoin": "miter" }]] },
  ask: { box: "0 0 16 16", parts: [["path", { d: "M8 15V7.5" }], ["circle", { cx: "8", cy: "4.5", r: "2.8", "stroke-width": "1.6" }]] },
  psh: { box: "0 0 16 16", parts: [["path", { d: "M8 1.5 14.5 14h-13z", fill: "currentColor", stroke: "none" }]] },
  pshw: { box: "0 0 16 16", parts: [["path", { d: "M8 3 13.2 13H2.8z", "stroke-width": "1.7" }]] },
  held: { box: "0 0 32 16", parts: [["path", { d: "M1 8H31" }], ["circle", { cx: "16", cy: "8", r: "4", fill: "currentColor", stroke: "none" }]] },
  rev: { box: "0 0 32 16", parts: [["path", { d: "M1 4H16V12H31" }], ["circle", { cx: "16", cy: "4", r: "4", fill: "currentColor", stroke: "none" }]] },
  rest: { box: "0 0 32 16", parts: [["path", { d: "M1 8H31" }]] },
  cave: { box: "0 0 32 16", parts: [["path", { d: "M1 4H16V12H31" }]] },
  cut: { box: "0 0 16 16", parts: [["path", { d: "M5 1v14", "stroke-width": "3" }], ["path", { d: "M9 14 14 9M9 9l5-5M9 4l3-3", "stroke-width": "1.3" }]] },
  barge: { box: "0 0 16 16", parts: [["path", { d: "M11 1v14", "stroke-width": "3" }], ["path", { d: "M1.5 4 6 8 1.5 12" }]] },
  pause: { box: "0 0 16 16", parts: [["path", { d: "M1.5 5v5.5h13V5", "stroke-width": "1.6" }]] },
  play: { box: "0 0 10 10", parts: [["path", { d: "M1.5 0 9.5 5l-8 5z", fill: "currentColor", stroke: "none" }]] },
  to: { box: "0 0 32 16", parts: [["path", { d: "M0 8H29M22 2l7 6-7 6" }]] },
};

/** Puts the sheet of signs at the start of the page. */
export function drawSheet() {
  const defs = s("defs");
  for (const [id, sign] of Object.entries(SIGNS)) {
    const parts = sign.parts.map(([tag, attrs]) => s(/** @type {"path"} */ (tag), attrs));
    defs.append(s("symbol", { id, viewBox: sign.box }, parts));
  }
  document.body.prepend(s("svg", { width: 0, height: 0, class: "sheet", "aria-hidden": "true" }, defs));
}
