// The ten minutes that decided: both voices up to 10:00, the moments that weighed, and what the checkpoints found.

import { glyph, h, s } from "./dom.js";
import { columnsOf, wavePath } from "./geometry.js";
import { checkLines } from "./stair.js";
import { clock } from "./time.js";
import { CHECKPOINTS, plain } from "./words.js";

const COLUMNS = 900;
const CARDS = 6;
const TEN_MS = 600000;

/** @typedef {{t: number, kind: string, name: string, quote: import("./debrief_parts.js").Quote | null, check: any}} Moment */

/**
 * The moments that weighed, at most `room`, spread over the time and by turns of both kinds.
 * @param {any} d
 * @param {number} room
 * @returns {Moment[]}
 */
export function moments(d, room = CARDS) {
  const end = Math.min(TEN_MS, d.duration_ms);
  /** @type {Moment[]} */
  const all = d.marks.filter((/** @type {any} */ mark) => mark.at.start_ms < end).map((/** @type {any} */ mark) => ({ t: mark.at.start_ms, kind: mark.kind, name: plain(mark.name), quote: mark.at, check: null }));
  const three = d.checkpoints.find((/** @type {any} */ check) => check.at_ms === CHECKPOINTS[0] && check.reached);
  const kept = all.length <= room ? all : spread(all, room - (three ? 1 : 0));
  if (three) kept.push({ t: three.at_ms, kind: "check", name: "", quote: null, check: three });
  return kept.sort((a, b) => a.t - b.t).slice(0, room);
}

/** @param {Moment[]} all @param {number} room @returns {Moment[]} */
function spread(all, room) {
  const first = { signal: all.find((one) => one.kind === "signal"), mistake: all.find((one) => one.kind === "mistake") };
  const kept = [first.mistake, first.signal].filter((one) => one !== undefined);
  const names = new Set(kept.map((one) => one.name));
  while (kept.length < room) {
    const rest = all.filter((one) => !kept.includes(one) && !names.has(one.name));
    const pool = rest.length ? rest : all.filter((one) => !kept.includes(one));
    if (!pool.length) break;
    const far = pool.reduce((best, one) => (gap(one, kept) > gap(best, kept) ? one : best));
    kept.push(far);
    names.add(far.name);
  }
  return kept;
}

/** @param {Moment} one @param {Moment[]} kept */
const gap = (one, kept) => Math.min(...kept.map((other) => Math.abs(other.t - one.t)));

/** @param {any} d @param {any} peaks @param {(quote: any) => HTMLElement} say @param {(t: number) => string} link */
export function tenMinutes(d, peaks, say, link) {
  const end = Math.min(Math.max(TEN_MS * 1.02, 1), Math.max(d.duration_ms, 1));
  const shown = moments(d);
  const to = (end / 1000) * peaks.rate_hz;
  const fan = shown.map((one, i) => {
    const from = (one.t / end) * 1000;
    const at = (i / Math.max(1, shown.length)) * 1000 + 6;
    return `M${from.toFixed(0)} 0C${from.toFixed(0)} 14 ${at.toFixed(0)} 6 ${at.toFixed(0)} 20`;
  }).join("");
  return h("section", { class: "decide" }, h("h2", {}, d.duration_ms < TEN_MS ? "The minutes that decided" : "The ten minutes that decided"),
    h("div", { class: "stair", "--T": end / 1000 }, h("div", { class: "ruler", "aria-hidden": "true" }, h("span", { class: "l", "--a": 0 }, "0:00"), CHECKPOINTS.filter((at) => at <= end).map((at) => h("span", { class: at > end * 0.95 ? "ck r" : "ck", "--a": at / 1000 }, clock(at))), end < TEN_MS * 0.9 ? h("span", { class: "r", "--a": end / 1000 }, clock(end)) : null),
      h("div", { class: "plot" },
        s("svg", { class: "wave", viewBox: `0 0 ${COLUMNS} 40`, preserveAspectRatio: "none", "aria-hidden": "true" }, s("path", { class: "y", d: wavePath(columnsOf(peaks.candidate, 0, to, COLUMNS), 26, "up") }), s("g", { transform: "translate(0 26)" }, s("path", { class: "t", d: wavePath(columnsOf(peaks.interviewer, 0, to, COLUMNS), 14, "down") }))),
        h("div", { class: "ten-row" }, shown.filter((one) => one.kind !== "check").map((one) => h("a", { class: "sign", href: link(one.t), "--a": one.t / 1000, "aria-label": `${one.name}, ${clock(one.t)}` }, glyph(one.kind === "mistake" ? "mis" : "sig")))),
        h("div", { class: "over" }, checkLines(0, end))),
      s("svg", { class: "fan lead", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" }, s("path", { d: fan }))),
    shown.length ? h("ol", { "--cards": shown.length }, shown.map((one) => h("li", {}, one.check ? checkCard(one.check) : [h("b", {}, glyph(one.kind === "mistake" ? "mis" : "sig"), one.name), one.quote ? say(one.quote) : null]))) : h("p", { class: "quiet" }, "No words in these minutes could be marked."));
}

/** @param {any} check */
function checkCard(check) {
  /** @type {[string, string][]} */
  const names = [["problem", "user problem"], ["boundary", "boundary"], ["tradeoff", "primary tradeoff"]];
  const said = names.filter(([key]) => check[key]).length;
  return [h("b", {}, `${clock(check.at_ms)}: ${["none", "one", "two", "all"][said]} of three said`), ...names.map(([key, name]) => h("span", { class: check[key] ? "box yes" : "box" }, `${name}${check[key] ? ` ${clock(check[key].start_ms)}` : ""}`, check[key] ? null : h("span", { class: "vh" }, ": not said")))];
}
