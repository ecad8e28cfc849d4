// Search over everything that was ever said. A hit leads to its moment.

import { address, get, ApiError } from "./api.js";
import { byId, fill, h, text } from "./dom.js";
import { bar, query } from "./frame.js";
import { clock, shortDay } from "./time.js";

const field = /** @type {HTMLInputElement} */ (byId("q"));
let asked = 0;

/** A line with its matches set off. @param {string} snippet @param {[number, number][]} matches */
export function marked(snippet, matches) {
  const parts = [];
  let at = 0;
  for (const [from, to] of [...matches].sort((a, b) => a[0] - b[0])) {
    if (from < at) continue;
    parts.push(snippet.slice(at, from), h("mark", {}, snippet.slice(from, to)));
    at = to;
  }
  parts.push(snippet.slice(at));
  return parts;
}

/** @param {string} words */
async function search(words) {
  const turn = ++asked;
  if (words.trim().length < 2) {
    text(byId("found"), "");
    fill(byId("hits"));
    return;
  }
  try {
    const found = await get(`/api/search?q=${encodeURIComponent(words)}&limit=100`);
    if (turn !== asked) return;
    text(byId("found"), found.total ? `${found.total} ${found.total === 1 ? "place" : "places"} in ${found.sessions_hit} of ${found.sessions} sessions.` : `Not said in ${found.sessions} sessions.`);
    fill(byId("hits"), groups(found.hits));
  } catch (error) {
    if (turn !== asked) return;
    text(byId("found"), error instanceof ApiError ? `${error.fault.message} ${error.fault.next_step}` : "The search did not work. Try again.");
    fill(byId("hits"));
  }
}

/** @param {any[]} hits */
function groups(hits) {
  const sessions = [...new Set(hits.map((hit) => hit.session))];
  return sessions.map((id) => {
    const own = hits.filter((hit) => hit.session === id);
    const first = own[0];
    return h("section", {}, h("h2", {}, first.case_title, h("small", {}, `${shortDay(first.created)}${first.sample ? ", sample" : ""}${first.redo ? ", a moment answered again" : ""}`)),
      h("ul", { class: "hits" }, own.map((hit) => h("li", {}, h("a", { class: hit.who === "interviewer" ? "hit them" : "hit", href: address(`/replay.html?id=${encodeURIComponent(hit.session)}${hit.moment}`) },
        h("span", { class: "t" }, clock(hit.start_ms)), h("span", { class: "said" }, marked(hit.snippet, hit.matches)))))));
  });
}

bar("search");
field.value = query("q");
field.focus();
let waiting = 0;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = window.setTimeout(() => void search(field.value), 250);
});
byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", address(`/search.html?q=${encodeURIComponent(field.value)}`));
  void search(field.value);
});
void search(field.value);
