// Progress: the rubric lines, the time to each link, mistakes that come back, pushes, and what was practised. The server
// folds it; this page only draws it, and says what it rests on.

import { address, get } from "./api.js";
import { byId, fill, glyph, h, s, text } from "./dom.js";
import { bar, faultNote } from "./frame.js";
import { clock, shortDay } from "./time.js";
import { CHAIN, CHECKPOINTS, OUTCOMES, RUBRIC, familyName, phaseName, plain } from "./words.js";

/** @typedef {{session: string, created: string, value: number | null, why: string}} Point */
/** @typedef {{name: string, n: number, points: Point[], middle: number | null, trend: string | null, note: string}} Series */

async function start() {
  bar("progress");
  text(byId("wait"), "Reading your sessions.");
  try {
    draw(await get("/api/progress"));
  } catch (error) {
    fill(byId("doc"), h("h1", {}, "Progress"), faultNote(error));
  }
}

/** @param {any} p */
function draw(p) {
  const left = p.left_out.length ? h("details", { class: "left" }, h("summary", {}, `${p.left_out.length} left out`), h("ul", {}, p.left_out.map((/** @type {any} */ one) => h("li", {}, `${one.session}: ${one.why}`)))) : null;
  if (!p.n) {
    fill(byId("doc"), h("h1", {}, "Progress"), h("p", { class: "lead" }, "Your first session will stand here. Progress begins with the second."), left, h("p", {}, h("a", { class: "btn main", href: address("/") }, "Choose a case")));
    return;
  }
  const [a, b] = [p.sessions.at(-2), p.sessions.at(-1)];
  fill(byId("doc"), h("h1", {}, "Progress"), h("p", { class: "lead" }, p.note),
    a && b ? h("p", {}, h("a", { href: address(`/compare.html?a=${encodeURIComponent(a.session)}&b=${encodeURIComponent(b.session)}`) }, "The last two side by side"), ", or choose any two there.") : null,
    h("section", {}, h("h2", {}, "Six lines", h("small", {}, "oldest to newest; a dashed box was not assessed")), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Six lines over sessions" }, table(p))),
    h("section", {}, h("h2", {}, "Time to each link", h("small", {}, "a dot for each session, later ones darker")), linkRows(p)),
    h("section", { class: "two" }, h("div", {}, mistakes("Mistakes that come back", p.mistakes.comes_back, p), mistakes("Mistakes that went away", p.mistakes.went_away, p), mistakes("Seen once", p.mistakes.once, p)),
      h("div", {}, h("h2", {}, "Pushes"), pushes(p.pressure), h("h2", {}, "Practised"), covered(p.families, familyName), h("h2", {}, "Stories told"), covered(p.stories, plain))), left);
}

/** @param {any} p */
function table(p) {
  const heads = p.sessions.map((/** @type {any} */ one) => h("th", { scope: "col" }, h("a", { href: address(`/debrief.html?id=${encodeURIComponent(one.session)}`), title: one.case_title }, shortDay(one.created))));
  const rows = RUBRIC.map((line) => {
    const series = p.rubric.find((/** @type {Series} */ one) => one.name === line.id);
    return h("tr", {}, h("th", { scope: "row" }, line.name), p.sessions.map((/** @type {any} */ one) => h("td", {}, score(one.rubric[line.id] ?? null))), h("td", { class: "trend" }, series?.trend ? plain(series.trend) : h("span", { class: "quiet", title: series?.note ?? "" }, "too few")));
  });
  return h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "vh" }, "Line")), heads, h("th", { scope: "col" }, "Direction"))), h("tbody", {}, rows));
}

/** @param {number | null} value */
function score(value) {
  if (value === null) return h("span", { class: "dash" }, h("span", { class: "vh" }, "not assessed"));
  return h("span", { class: "steps" }, [1, 2, 3, 4].map((n) => h("i", { class: n <= value ? "on" : "", "--n": n, "aria-hidden": "true" })), h("b", {}, String(value)));
}

/** @param {any} p */
function linkRows(p) {
  /** @type {Series[]} */
  const series = CHAIN.flatMap((phase) => p.links.filter((/** @type {Series} */ one) => one.name === phase));
  const end = Math.max(600000, ...series.flatMap((one) => one.points.map((point) => point.value ?? 0))) * 1.04;
  const rows = series.map((one) => {
    const made = one.points.filter((point) => point.value !== null);
    const dots = one.points.map((point, i) => point.value === null ? null : h("span", { class: "dot", "--a": point.value / 1000, "--age": (i + 1) / one.points.length, title: `${shortDay(point.created)}: ${clock(point.value)}` }));
    const note = made.length ? `${one.n} of ${one.points.length}${one.middle === null ? "" : `, middle ${clock(one.middle)}`}${one.trend ? `, ${one.trend}` : ""}` : "not made yet";
    return h("div", { class: "lane" }, h("span", { class: "nm" }, phaseName(one.name), h("small", {}, note)), h("div", { class: "tr" }, dots));
  });
  const checks = CHECKPOINTS.filter((at) => at < end);
  return h("div", { class: "stair", "--T": end / 1000 }, h("div", { class: "ruler", "aria-hidden": "true" }, h("span", { class: "l", "--a": 0 }, "0:00"), checks.map((at) => h("span", { class: at > end * 0.94 ? "ck r" : "ck", "--a": at / 1000 }, clock(at)))),
    h("div", { class: "plot" }, rows, h("div", { class: "over" }, checks.map((at) => h("span", { class: "check", "--a": at / 1000 })))));
}

/** @param {string} title @param {any[]} found @param {any} p */
function mistakes(title, found, p) {
  const ids = p.sessions.map((/** @type {any} */ one) => one.session);
  return h("div", {}, h("h2", {}, title), found.length ? h("ul", { class: "miss-list" }, found.map((one) => h("li", {}, h("span", {}, glyph("mis"), ` ${plain(one.name)}`), h("span", { class: "beads", role: "img", "aria-label": `in ${one.sessions.length} of ${ids.length} sessions` }, ids.map((/** @type {string} */ id) => s("svg", { viewBox: "0 0 8 8", "aria-hidden": "true" }, s("rect", { class: one.sessions.includes(id) ? "yes" : "no", x: 1, y: 1, width: 6, height: 6 }))))))) : h("p", { class: "quiet" }, "None."));
}

/** @param {any} pressure */
function pushes(pressure) {
  if (!pressure.n) return h("p", { class: "quiet" }, pressure.note || "No push was made yet.");
  return h("div", {}, h("ul", { class: "push-list" }, Object.entries(pressure.outcomes).map(([key, n]) => h("li", {}, OUTCOMES[key] ? glyph(OUTCOMES[key]?.glyph ?? "rest", true) : glyph("psh"), h("span", {}, OUTCOMES[key]?.name ?? plain(key)), h("b", {}, `${n} of ${pressure.n}`)))), pressure.note ? h("p", { class: "quiet" }, pressure.note) : null);
}

/** @param {any[]} list @param {(id: string) => string} name */
const covered = (list, name) => h("ul", { class: "push-list" }, list.map((one) => h("li", {}, h("span", { class: one.n ? "box yes" : "box" }), h("span", {}, plain(one.name ?? name(one.id))), h("b", {}, one.n ? `${one.n}×` : "not yet"))));

void start();
