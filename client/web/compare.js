// Two sessions side by side: the staircases, the six lines, the time to each link, mistakes that went and came.

import { address, get } from "./api.js";
import { byId, fill, glyph, h } from "./dom.js";
import { bar, faultNote, query } from "./frame.js";
import { verdict } from "./debrief_parts.js";
import { bar as span, checkLines, lanes } from "./stair.js";
import { clock, day, momentHash } from "./time.js";
import { BESIDE, CHAIN, RUBRIC, phaseName, plain } from "./words.js";

/** @typedef {{session: any, debrief: any}} Side */

/** @param {string} id @returns {Promise<Side>} */
async function side(id) {
  const base = `/api/sessions/${encodeURIComponent(id)}`;
  const [session, debrief] = await Promise.all([get(base), get(`${base}/debrief`)]);
  return { session: { ...session, id }, debrief };
}

async function start() {
  bar("progress");
  try {
    draw(await side(query("a")), await side(query("b")));
  } catch (error) {
    fill(byId("doc"), faultNote(error));
  }
}

/** @param {Side} a @param {Side} b the later one */
function draw(a, b) {
  fill(byId("doc"), h("h1", {}, "Two sessions"), h("div", { class: "pair" }, head(a), head(b)),
    h("section", {}, h("h2", {}, "Six lines"), h("table", { class: "cmp" }, h("tbody", {}, RUBRIC.map((line) => row(line.name, score(a, line.id), score(b, line.id)))))),
    h("section", {}, h("h2", {}, "Time to each link"), h("table", { class: "cmp" }, h("tbody", {}, CHAIN.map((phase) => row(phaseName(phase), made(a, phase), made(b, phase)))))),
    h("section", { class: "pair" }, labels("Mistakes that went away", a, b), labels("Mistakes that came", b, a)));
}

/** @param {string} name @param {Node} left @param {Node} right */
const row = (name, left, right) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, left), h("td", {}, right));

/** @param {Side} one */
function head(one) {
  const d = one.debrief;
  const total = Math.max(d.duration_ms, d.minutes * 60000) / 1000;
  const rows = lanes({ spans: d.phases, minutes: d.minutes, note: () => "" });
  rows.push(h("div", { class: "lane cross" }, h("span", { class: "nm" }, "Beside it"), h("div", { class: "tr" }, d.phases.filter((/** @type {any} */ s) => BESIDE.includes(s.phase)).map((/** @type {any} */ s) => span(s.phase === "depth" ? "bar off" : "bar", s)))));
  return h("div", {}, h("h2", {}, one.session.case_title), h("p", { class: "quiet" }, `${day(one.session.created)}, ${clock(d.duration_ms)}, ${d.level}`), h("p", {}, h("b", {}, verdict(d)), " ", h("a", { href: address(`/debrief.html?id=${encodeURIComponent(one.session.id)}`) }, "Debrief")),
    h("div", { class: "stair slim", "--T": total }, h("div", { class: "plot" }, rows, h("div", { class: "over" }, checkLines(0, total * 1000)))));
}

/** @param {Side} one @param {string} id */
function score(one, id) {
  const found = one.debrief.rubric.find((/** @type {any} */ line) => line.dimension === id)?.score ?? null;
  if (found === null) return h("span", { class: "dash" }, h("span", { class: "vh" }, "not assessed"));
  return h("span", { class: "steps" }, [1, 2, 3, 4].map((n) => h("i", { class: n <= found ? "on" : "", "--n": n, "aria-hidden": "true" })), h("b", {}, String(found)));
}

/** @param {Side} one @param {string} phase */
function made(one, phase) {
  const link = one.debrief.chain.find((/** @type {any} */ l) => l.phase === phase)?.made;
  return link ? h("a", { href: address(`/replay.html?id=${encodeURIComponent(one.session.id)}${momentHash(link.start_ms)}`), title: link.quote }, clock(link.start_ms)) : h("span", { class: "quiet" }, "not made");
}

/** What `a` has and `b` has not. @param {string} title @param {Side} a @param {Side} b */
function labels(title, a, b) {
  const other = new Set(b.debrief.marks.filter((/** @type {any} */ m) => m.kind === "mistake").map((/** @type {any} */ m) => m.label));
  const own = new Map(a.debrief.marks.filter((/** @type {any} */ m) => m.kind === "mistake" && !other.has(m.label)).map((/** @type {any} */ m) => [m.label, m.name]));
  return h("div", {}, h("h2", {}, title), own.size ? h("ul", { class: "push-list" }, [...own.values()].map((name) => h("li", {}, glyph("mis"), h("span", {}, plain(name))))) : h("p", { class: "quiet" }, "None."));
}

void start();
