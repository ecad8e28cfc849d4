// The debrief page. A quote plays where it stands; its link leads to the same moment of the replay.

import { address, get } from "./api.js";
import { byId, fill, glyph, h, pageKey, text } from "./dom.js";
import { besidePage, budget, changes, committee, drill, head, nextPage, pushes, rubric, strong } from "./debrief_parts.js";
import { second } from "./debrief_second.js";
import { tenMinutes } from "./debrief_ten.js";
import { bar, exportMenu, faultNote, keyed, query, sessionNav } from "./frame.js";
import { clock, day, momentHash } from "./time.js";
import { costWords } from "./words.js";

const id = query("id");
const base = `/api/sessions/${encodeURIComponent(id)}`;
const AFTER_MS = 250;

/** One player for every quote of the page. */
class Quotes {
  constructor() {
    this.audio = new Audio();
    this.audio.preload = "none";
    this.audio.src = address(`${base}/audio/mix.wav`);
    this.until = 0;
    /** @type {HTMLElement | null} */
    this.sounding = null;
    this.audio.addEventListener("timeupdate", () => this.audio.currentTime * 1000 >= this.until && this.stop());
    this.audio.addEventListener("ended", () => this.stop());
    this.audio.addEventListener("error", () => {
      this.stop();
      text(byId("told"), "The sound of this session is missing.");
    });
  }

  stop() {
    this.audio.pause();
    this.sounding?.classList.remove("sounding");
    this.sounding = null;
  }

  /** @param {HTMLElement} el @param {import("./debrief_parts.js").Quote} quote */
  toggle(el, quote) {
    const same = this.sounding === el;
    this.stop();
    if (same) return;
    this.sounding = el;
    el.classList.add("sounding");
    this.until = Math.max(quote.end_ms, quote.start_ms + 1200) + AFTER_MS;
    this.audio.currentTime = quote.start_ms / 1000;
    void this.audio.play().catch(() => this.stop());
    text(byId("told"), `Playing from ${clock(quote.start_ms)}`);
  }

  /** @param {import("./debrief_parts.js").Quote} quote @returns {HTMLElement} */
  say(quote) {
    const el = h("a", { class: "quote", href: moment(quote.start_ms), onclick: (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.toggle(el, quote);
    } }, h("span", { class: "t" }, glyph("play"), clock(quote.start_ms)), h("span", { class: "vh" }, ": "), quote.quote);
    return el;
  }
}

/** @param {number} ms */
const moment = (ms) => address(`/replay.html?id=${encodeURIComponent(id)}${momentHash(ms)}`);

/** Who heard and asked, and what that cost. @param {any} session */
const madeBy = (session) => [session.ear ? `Heard by ${session.ear}.` : "", session.brain ? `Asked by ${session.brain}.` : "", costWords(session.cost, session.speech_cost)].filter(Boolean).join(" ");

async function start() {
  fill(byId("doc"), h("p", { class: "quiet", role: "status" }, "The committee reads what you said."));
  let got;
  try {
    got = await Promise.all([get(`${base}/debrief`), get(base), get(`${base}/peaks`).catch(() => ({ rate_hz: 50, candidate: [], interviewer: [] }))]);
  } catch (error) {
    bar("practise");
    fill(byId("doc"), faultNote(error));
    return;
  }
  const [d, session, peaks] = got;
  if (session.state === "live") {
    location.replace(address(`/interview.html?id=${encodeURIComponent(id)}`));
    return;
  }
  const quotes = new Quotes();
  const say = (/** @type {any} */ quote) => quotes.say(quote);
  document.title = `Debrief: ${d.title}`;
  bar("none", h("span", { class: "what" }, h("b", {}, session.case_title ?? d.title)), h("span", { class: "what when" }, day(session.created ?? "")), h("span", { class: "what" }, `${clock(d.duration_ms)}, ${d.level}${session.sample ? ", sample" : ""}`), h("span", { class: "grow" }), sessionNav(id, "debrief"),
    h("button", { type: "button", class: "btn small", onclick: () => print() }, ...keyed("P", "Print")), exportMenu(id));
  const notes = [];
  if (!d.quotable) notes.push("A weak ear wrote these words: the times hold, the wording may not. Listen before you quote yourself.");
  if (session.state === "cut_off") notes.push(`This session was cut off at ${clock(d.duration_ms)}. What was said up to there is judged.`);
  fill(byId("strips"), notes.map((words) => h("div", { class: "strip" }, h("b", {}, words))));
  fill(byId("doc"), head(d), committee(d, say), rubric(d, say), besidePage(d, say),
    h("div", { class: "p2" }, tenMinutes(d, peaks, say, moment), changes(d, say), pushes(d, say), h("section", { class: "two" }, budget(d), drill(d, address("/"))), strong(d), second(d, say), h("p", { class: "made-by quiet noprint" }, madeBy(session)), nextPage()));
  document.addEventListener("keydown", (event) => {
    const key = pageKey(event);
    if (key === "p") print();
    if (key === "r") location.href = address(`/replay.html?id=${encodeURIComponent(id)}`);
    if (key === "escape") quotes.stop();
  });
}

void start();
