// The staircase: five lanes in the order of a strong answer. The pale tread is the working clock, the bar is what was done.

import { h, s } from "./dom.js";
import { treads } from "./geometry.js";
import { clock } from "./time.js";
import { CHAIN, CHECKPOINTS, phaseName } from "./words.js";

/** @typedef {import("./geometry.js").Span} Span */

/**
 * Lanes for the chain. Times in seconds go into custom properties, so that text keeps its size at any width.
 * @param {{spans: Span[], minutes: number, here?: string | null, end?: number, links?: Record<string, {t: number}>,
 *   note: (phase: string) => string, onFirst?: (phase: string, t: number) => void}} given
 * @returns {HTMLElement[]}
 */
export function lanes(given) {
  const plan = treads(given.minutes).filter((span) => span.start_ms < (given.end ?? Infinity)).map((span) => ({ ...span, end_ms: Math.min(span.end_ms, given.end ?? Infinity) }));
  return CHAIN.map((phase) => {
    const tread = plan.find((span) => span.phase === phase);
    const link = given.links?.[phase];
    return h("div", { class: given.here === phase ? "lane here" : "lane", "aria-current": given.here === phase ? "step" : null },
      h("span", { class: "nm" }, phaseName(phase), h("small", {}, given.note(phase))),
      h("div", { class: "tr" },
        tread ? bar("ghost", tread) : null,
        given.spans.filter((span) => span.phase === phase).map((span) => bar("bar", span)),
        link && given.onFirst ? first(phase, link.t, given.onFirst) : null));
  });
}

/** @param {string} kind @param {Span} span */
export const bar = (kind, span) => h("i", { class: kind, "--a": span.start_ms / 1000, "--b": span.end_ms / 1000 });

/** @param {string} phase @param {number} t @param {(phase: string, t: number) => void} go */
const first = (phase, t, go) =>
  h("button", { class: "first", type: "button", "--a": t / 1000, tabindex: -1, title: `${phaseName(phase)} made ${clock(t)}`, "aria-label": `${phaseName(phase)} made at ${clock(t)}`, onclick: () => go(phase, t) });

/** The double bar lines at 3:00 and 10:00. @param {number} now @param {number} end */
export const checkLines = (now, end) =>
  CHECKPOINTS.filter((at) => at <= end).map((at) => h("span", { class: at < now ? "check past" : "check", "--a": at / 1000 }));

const WIDTH = 840;
const LANE = 6;

/**
 * A whole session in a thumbnail, against its own working clock.
 * @param {{phases: Span[], minutes: number, duration_ms: number}} session
 */
export function miniature(session) {
  const total = Math.max(session.duration_ms, session.minutes * 60000, 1);
  /** @param {number} ms */
  const x = (ms) => (ms / total) * WIDTH;
  const parts = [];
  for (const span of treads(session.minutes)) {
    const lane = CHAIN.indexOf(span.phase);
    const box = { x: x(span.start_ms), width: x(span.end_ms - span.start_ms) };
    parts.push(s("rect", { class: "g0", ...box, y: lane * LANE, height: 5 }), s("rect", { class: "g3", ...box, y: lane * LANE + 4.3, height: 0.8 }));
  }
  for (const span of session.phases) {
    const lane = CHAIN.indexOf(span.phase);
    const box = { x: x(span.start_ms), width: Math.max(2, x(span.end_ms - span.start_ms)) };
    parts.push(lane < 0 ? s("rect", { class: "g2", ...box, y: 31, height: 1.6 }) : s("rect", { class: "g1", ...box, y: lane * LANE + 1, height: 3 }));
  }
  for (const at of CHECKPOINTS) if (at < total) parts.push(s("rect", { class: "ck", x: x(at) - 1, y: 0, width: 2, height: 33 }));
  return s("svg", { class: "glyphstair", viewBox: `0 0 ${WIDTH} 33`, preserveAspectRatio: "none", "aria-hidden": "true" }, parts);
}
