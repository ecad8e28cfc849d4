// Progress: the rubric lines, the time to each link, mistakes that come back, pushes, and what was practised.

import { address, get } from "./api.js";
import { byId, fill, glyph, h, s, text } from "./dom.js";
import { bar, faultNote } from "./frame.js";
import { counted, covered, honesty, linkTimes, mistakes, pressure, rubricLines } from "./progress_model.js";
import { clock, shortDay } from "./time.js";
import { CHAIN, CHECKPOINTS, OUTCOMES, familyName, phaseName, plain } from "./words.js";

const MOST = 24;

async function start() {
  bar("progress");
  let sessions;
  try {
    sessions = await get("/api/sessions");
  } catch (error) {
    fill(byId("doc"), faultNote(error));
    return;
  }
  const wanted = sessions.filter((/** @type {any} */ one) => !one.sample && one.state !== "live").slice(0, MOST);
  /** @type {import("./progress_model.js").Kept[]} */
  const all = [];
  for (const session of wanted) {
    text(byId("wait"), `Reading ${all.length + 1} of ${wanted.length}.`);
    const debrief = await get(`/api/sessions/${encodeURIComponent(session.id)}/debrief`).catch(() => null);
    all.push({ session, debrief });
  }
  draw(counted(all), sessions.length > wanted.length ? wanted.length : 0);
}

/** @param {import("./progress_model.js").Kept[]} kept @param {number} cut */
function draw(kept, cut) {
  if (!kept.length) {
    fill(byId("doc"), h("h1", {}, "Progress"), h("p", { class: "lead" }, "Your first session will stand here. Progress begins with the second."), h("p", {}, h("a", { class: "btn main", href: address("/") }, "Choose a case")));
    return;
  }
  const [a, b] = [kept.at(-2), kept.at(-1)];
  fill(byId("doc"), h("h1", {}, "Progress"), h("p", { class: "lead" }, honesty(kept.length), cut === MOST ? ` The last ${MOST} are shown.` : ""),
    a && b ? h("p", {}, h("a", { href: address(`/compare.html?a=${encodeURIComponent(a.session.id)}&b=${encodeURIComponent(b.session.id)}`) }, "The last two side by side")) : null,
    h("section", {}, h("h2", {}, "Six lines", h("small", {}, "oldest to newest; a dashed box was not assessed")), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Six lines over sessions" }, table(kept))),
    h("section", {}, h("h2", {}, "Time to each link", h("small", {}, "a dot for each session, later ones darker")), h("div", { class: "stair", "--T": longest(kept) / 1000 }, linkRows(kept))),
    h("section", { class: "two" }, h("div", {}, h("h2", {}, "Mistakes"), mistakeRows(kept)), h("div", {}, h("h2", {}, "Pushes"), pushRows(kept), h("h2", {}, "Practised"), familyRows(kept))));
}

/** @param {import("./progress_model.js").Kept[]} kept */
function table(kept) {
  return h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "vh" }, "Line")), kept.map((one) => h("th", { scope: "col" }, h("a", { href: address(`/debrief.html?id=${encodeURIComponent(one.session.id)}`), title: one.session.case_title }, shortDay(one.session.created)))))),
    h("tbody", {}, rubricLines(kept).map((line) => h("tr", {}, h("th", { scope: "row" }, line.name), line.scores.map((score) => h("td", {}, score === null ? h("span", { class: "dash" }, h("span", { class: "vh" }, "not assessed")) : h("span", { class: "steps" }, [1, 2, 3, 4].map((n) => h("i", { class: n <= score ? "on" : "", "--n": n, "aria-hidden": "true" })), h("b", {}, String(score)))))))));
}

/** @param {import("./progress_model.js").Kept[]} kept */
const longest = (kept) => Math.max(600000, ...linkTimes(kept, CHAIN).flatMap((row) => row.times.map((t) => t ?? 0))) * 1.04;

/** @param {import("./progress_model.js").Kept[]} kept */
function linkRows(kept) {
  const end = longest(kept);
  const rows = linkTimes(kept, CHAIN).map(({ phase, times }) => {
    const made = times.filter((t) => t !== null);
    const dots = times.map((t, i) => (t === null ? null : h("span", { class: "dot", "--a": t / 1000, "--age": (i + 1) / times.length, title: `${shortDay(kept[i]?.session.created ?? "")}: ${clock(t)}` })));
    return h("div", { class: "lane" }, h("span", { class: "nm" }, phaseName(phase), h("small", {}, made.length ? `${made.length} of ${times.length}, last ${times.at(-1) === null ? "not made" : clock(times.at(-1) ?? 0)}` : "not made yet")), h("div", { class: "tr" }, dots));
  });
  const checks = CHECKPOINTS.filter((at) => at < end);
  return [h("div", { class: "ruler", "aria-hidden": "true" }, h("span", { class: "l", "--a": 0 }, "0:00"), checks.map((at) => h("span", { class: at > end * 0.94 ? "ck r" : "ck", "--a": at / 1000 }, clock(at)))),
    h("div", { class: "plot" }, rows, h("div", { class: "over" }, checks.map((at) => h("span", { class: "check", "--a": at / 1000 }))))];
}

/** @param {import("./progress_model.js").Kept[]} kept */
function mistakeRows(kept) {
  const found = mistakes(kept);
  if (!found.length) return h("p", { class: "quiet" }, "None was marked.");
  return h("ul", { class: "miss-list" }, found.slice(0, 12).map((one) => h("li", {}, h("span", {}, glyph("mis"), ` ${plain(one.name)}`), h("span", { class: "beads", role: "img", "aria-label": `in ${one.before + one.after} of ${kept.length} sessions` }, one.sessions.map((yes) => s("svg", { viewBox: "0 0 8 8", "aria-hidden": "true" }, s("rect", { class: yes ? "yes" : "no", x: 1, y: 1, width: 6, height: 6 })))), h("span", { class: "quiet" }, kept.length > 1 ? one.turn : ""))));
}

/** @param {import("./progress_model.js").Kept[]} kept */
function pushRows(kept) {
  const found = pressure(kept);
  const total = Object.values(found).reduce((sum, n) => sum + n, 0);
  if (!total) return h("p", { class: "quiet" }, "No push was answered yet.");
  return h("ul", { class: "push-list" }, Object.entries(found).map(([key, n]) => h("li", {}, glyph(OUTCOMES[key]?.glyph ?? "rest", true), h("span", {}, OUTCOMES[key]?.name ?? key), h("b", {}, `${n} of ${total}`))));
}

/** @param {import("./progress_model.js").Kept[]} kept */
const familyRows = (kept) => h("ul", { class: "push-list" }, covered(kept, ["consumer", "enterprise", "agent", "search", "platform"]).map(({ family, times }) => h("li", {}, h("span", { class: times ? "box yes" : "box" }), h("span", {}, familyName(family)), h("b", {}, times ? `${times}×` : "not yet"))));

void start();
