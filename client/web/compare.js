// Two sessions side by side: what makes them hard to compare first, then the staircases, the six lines, the time to each
// link and in each phase, pushes, and what came and went. The later session is on the right; differences are its own.

import { address, get } from "./api.js";
import { byId, fill, glyph, h } from "./dom.js";
import { bar, faultNote, query } from "./frame.js";
import { verdict } from "./debrief_parts.js";
import { bar as span, checkLines, lanes } from "./stair.js";
import { clock, day, momentHash, shortDay } from "./time.js";
import { BESIDE, OUTCOMES, RUBRIC, phaseName, plain } from "./words.js";

/** @typedef {{session: any, debrief: any | null}} Side */
/** @typedef {{name: string, a: number | null, b: number | null, difference: number | null}} Pair */

/** A debrief needs the case; without its file the rest is still compared. @param {string} id @returns {Promise<Side>} */
async function side(id) {
  const base = `/api/sessions/${encodeURIComponent(id)}`;
  const [session, debrief] = await Promise.all([get(base), get(`${base}/debrief`).catch(() => null)]);
  return { session: { ...session, id }, debrief };
}

async function start() {
  bar("progress");
  fill(byId("doc"), h("p", { class: "quiet", role: "status" }, "Reading both sessions."));
  try {
    const sessions = (await get("/api/sessions")).filter((/** @type {any} */ one) => one.state !== "live").toReversed();
    const a = query("a") || sessions.at(-2)?.id;
    const b = query("b") || sessions.at(-1)?.id;
    if (!a || !b) {
      fill(byId("doc"), h("h1", {}, "Two sessions"), h("p", { class: "lead" }, "Two sessions can be laid side by side once you have held two."));
      return;
    }
    const [found, left, right] = await Promise.all([get(`/api/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`), side(a), side(b)]);
    draw(found, left, right, sessions);
  } catch (error) {
    fill(byId("doc"), h("h1", {}, "Two sessions"), faultNote(error));
  }
}

/** @param {any} found @param {Side} a @param {Side} b @param {any[]} sessions */
function draw(found, a, b, sessions) {
  fill(byId("doc"), h("h1", {}, "Two sessions"), chooser(a.session, b.session, sessions),
    found.notes.length ? h("ul", { class: "notes quiet" }, found.notes.map((/** @type {string} */ words) => h("li", {}, words))) : null,
    h("div", { class: "pair" }, head(a), head(b)),
    table("Six lines", "1 to 4", found.rubric, (pair) => RUBRIC.find((line) => line.id === pair.name)?.name ?? plain(pair.name), score, steps),
    table("Time to each link", "from the start", found.links, (pair) => phaseName(pair.name), (value, one, pair) => made(value, one, pair.name, a, b), sooner),
    table("Time in each phase", "of the session", found.phases_ms.filter((/** @type {Pair} */ pair) => pair.a || pair.b), (pair) => phaseName(pair.name), (value) => clock(value ?? 0), longer),
    table("Pushes", "and what they did to your line", found.pushes.filter((/** @type {Pair} */ pair) => pair.a || pair.b), (pair) => OUTCOMES[pair.name] ? [glyph(OUTCOMES[pair.name]?.glyph ?? "rest", true), ` ${OUTCOMES[pair.name]?.name}`] : plain(pair.name), (value) => String(value ?? 0), more),
    h("section", { class: "pair" }, labels("Mistakes that went away", "mis", found.mistakes.only_a), labels("Mistakes that came", "mis", found.mistakes.only_b), labels("Mistakes in both", "mis", found.mistakes.both), labels("Said in both", "sig", found.signals.both), labels("Said no longer", "sig", found.signals.only_a), labels("Said now", "sig", found.signals.only_b)));
}

/** Any two sessions can be chosen. @param {any} a @param {any} b @param {any[]} sessions */
function chooser(a, b, sessions) {
  const known = [...sessions, ...[a, b].filter((one, i, all) => ![...sessions, ...all.slice(0, i)].some((other) => other.id === one.id))];
  /** @param {string} name @param {any} chosen */
  const pick = (name, chosen) => h("select", { name, "aria-label": name === "a" ? "Earlier session" : "Later session", onchange: go }, known.map((one) => h("option", { value: one.id, selected: one.id === chosen.id }, `${shortDay(one.created)}, ${one.case_title}${one.sample ? ", sample" : ""}`)));
  const form = h("form", { class: "chooser" }, pick("a", a), h("span", { "aria-hidden": "true" }, "beside"), pick("b", b));
  function go() {
    const wanted = new FormData(form);
    location.href = address(`/compare.html?a=${encodeURIComponent(String(wanted.get("a")))}&b=${encodeURIComponent(String(wanted.get("b")))}`);
  }
  return form;
}

/**
 * @param {string} title
 * @param {string} about
 * @param {Pair[]} pairs
 * @param {(pair: Pair) => any} name
 * @param {(value: number | null, one: "a" | "b", pair: Pair) => any} cell
 * @param {(difference: number) => string} told
 */
function table(title, about, pairs, name, cell, told) {
  if (!pairs.length) return null;
  return h("section", {}, h("h2", {}, title, h("small", {}, about)), h("table", { class: "cmp" },
    h("thead", { class: "vh" }, h("tr", {}, ["What", "Earlier", "Later", "Difference"].map((words) => h("th", { scope: "col" }, words)))),
    h("tbody", {}, pairs.map((pair) => h("tr", {}, h("th", { scope: "row" }, name(pair)), h("td", {}, cell(pair.a, "a", pair)), h("td", {}, cell(pair.b, "b", pair)), h("td", { class: "diff" }, pair.difference === null ? "" : told(pair.difference)))))));
}

/** @param {number} by */
const steps = (by) => (by ? `${Math.abs(by)} ${Math.abs(by) === 1 ? "step" : "steps"} ${by > 0 ? "up" : "down"}` : "the same");
/** @param {number} by */
const sooner = (by) => (Math.abs(by) < 1000 ? "the same" : `${clock(Math.abs(by))} ${by < 0 ? "earlier" : "later"}`);
/** @param {number} by */
const longer = (by) => (Math.abs(by) < 1000 ? "the same" : `${clock(Math.abs(by))} ${by < 0 ? "less" : "more"}`);
/** @param {number} by */
const more = (by) => (by ? `${Math.abs(by)} ${by < 0 ? "fewer" : "more"}` : "as many");

/** @param {Side} one */
function head(one) {
  const { session, debrief } = one;
  const total = Math.max(session.duration_ms, session.minutes * 60000) / 1000;
  const rows = lanes({ spans: session.phases, minutes: session.minutes, note: () => "" });
  rows.push(h("div", { class: "lane cross" }, h("span", { class: "nm" }, "Beside it"), h("div", { class: "tr" }, session.phases.filter((/** @type {any} */ s) => BESIDE.includes(s.phase)).map((/** @type {any} */ s) => span(s.phase === "depth" ? "bar off" : "bar", s)))));
  const link = (/** @type {string} */ page, /** @type {string} */ name) => h("a", { href: address(`/${page}.html?id=${encodeURIComponent(session.id)}`) }, name);
  return h("div", {}, h("h2", {}, session.case_title), h("p", { class: "quiet" }, `${day(session.created)}, ${clock(session.duration_ms)}, ${session.level}${session.sample ? ", sample" : ""}`),
    h("p", { class: "links" }, h("b", {}, debrief ? verdict(debrief) : "Its case file is gone, so there is no debrief."), debrief ? link("debrief", "Debrief") : null, link("replay", "Replay")),
    h("div", { class: "stair slim", "--T": total }, h("div", { class: "plot" }, rows, h("div", { class: "over" }, checkLines(0, total * 1000)))));
}

/** @param {number | null} value */
function score(value) {
  if (value === null) return h("span", { class: "dash" }, h("span", { class: "vh" }, "not assessed"));
  return h("span", { class: "steps" }, [1, 2, 3, 4].map((n) => h("i", { class: n <= value ? "on" : "", "--n": n, "aria-hidden": "true" })), h("b", {}, String(value)));
}

/** @param {number | null} value @param {"a" | "b"} which @param {string} phase @param {Side} a @param {Side} b */
function made(value, which, phase, a, b) {
  if (value === null) return h("span", { class: "quiet" }, "not made");
  const { session } = which === "a" ? a : b;
  return h("a", { href: address(`/replay.html?id=${encodeURIComponent(session.id)}${momentHash(value)}`), "aria-label": `${phaseName(phase)} made at ${clock(value)}, ${session.case_title}` }, clock(value));
}

/** @param {string} title @param {string} sign @param {{label: string, name: string}[]} found */
const labels = (title, sign, found) => h("div", {}, h("h2", {}, title), found.length ? h("ul", {}, found.map((one) => h("li", {}, glyph(sign), ` ${plain(one.name)}`))) : h("p", { class: "quiet" }, "None."));

void start();
