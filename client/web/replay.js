// The replay: one state (where it plays, what is chosen, what is shown) and the parts that draw it.

import { address, get, log, post } from "./api.js";
import { byId, fill, glyph, h, keySwitch, pageKey, text } from "./dom.js";
import { bar, exportMenu, faultNote, keyed, query, sessionNav } from "./frame.js";
import { indexAt, silences } from "./geometry.js";
import { modelOf, FILTERS } from "./replay_model.js";
import { inspect } from "./replay_inspect.js";
import { Overview } from "./replay_overview.js";
import { Player } from "./replay_player.js";
import { Script } from "./replay_script.js";
import { Strip } from "./replay_strip.js";
import { clock, day, momentHash, momentOf } from "./time.js";
import { foldAll } from "./view.js";
import { costWords } from "./words.js";

/** @typedef {import("./replay_model.js").Item} Item */

const id = query("id");
const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const SILENCE_MS = 900;
const NONE = { rate_hz: 50, candidate: [], interviewer: [] };

async function start() {
  let kept;
  try {
    kept = await Promise.all([get(`/api/sessions/${encodeURIComponent(id)}`), log(id), get(`/api/sessions/${encodeURIComponent(id)}/peaks`).catch(() => NONE)]);
  } catch (error) {
    bar("practise");
    fill(byId("filters"), faultNote(error));
    return;
  }
  performance.mark("got");
  const [session, { events }, peaks] = kept;
  if (session.state === "live") {
    location.replace(address(`/interview.html?id=${encodeURIComponent(id)}`));
    return;
  }
  const view = foldAll(events);
  const names = Object.fromEntries((session.marks ?? []).map((/** @type {any} */ mark) => [mark.label, mark.name]).filter((/** @type {any} */ pair) => pair[1]));
  const model = modelOf(view, session.duration_ms ?? 0, names, session.sound_ms);
  bar("none", h("h1", { class: "what" }, h("b", {}, view.session?.case_title ?? session.case_title ?? "Replay")), h("span", { class: "what when" }, day(view.session?.created ?? session.created ?? "")), h("span", { class: "what" }, `${clock(model.duration)}${session.sample ? ", sample" : ""}`), h("span", { class: "grow" }), sessionNav(id, "replay"), exportMenu(id));
  document.title = `Replay: ${view.session?.case_title ?? "Hotseat"}`;
  fill(byId("strips"), missing(session, view, events.length).map((words) => h("div", { class: "strip" }, h("b", {}, words))));
  new Replay(model, peaks, costWords(session.cost, session.speech_cost));
  performance.measure("opened", "got");
  requestAnimationFrame(() => setTimeout(() => performance.mark("ready"), 0));
}

/** What could not be read, in plain words: the server has counted it. @param {any} session @param {import("./view.js").View} view @param {number} count */
function missing(session, view, count) {
  const words = [];
  if (session.state === "cut_off") words.push(`This session was cut off at ${clock(session.duration_ms ?? view.t)}. Everything up to there is kept.`);
  words.push(...(session.missing ?? []));
  if (!count) words.push("The log holds nothing yet.");
  if (view.session?.ear_weak) words.push("A weak ear wrote this transcript: listen before you quote it.");
  return words;
}

class Replay {
  /** @param {import("./replay_model.js").Model} model @param {any} peaks @param {string} cost */
  constructor(model, peaks, cost) {
    this.model = model;
    this.cost = cost;
    this.filter = FILTERS[0];
    /** @type {Item | null} */
    this.selected = null;
    this.rate = 1;
    /** @type {number | null} */
    this.a = null;
    /** @type {number | null} */
    this.b = null;
    /** @type {{t: number}[]} */
    this.hits = [];
    /** @type {{utterance: number}[]} */
    this.redos = [];
    this.second = -1;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const acts = {
      seek: (/** @type {number} */ ms, play = false) => this.seek(ms, play),
      select: (/** @type {Item} */ item) => this.select(item),
      choose: (/** @type {string} */ key, /** @type {number} */ ms) => (this.model.byId.has(key) ? this.select(this.model.byId.get(key) ?? null) : this.seek(ms)),
      window: (/** @type {number} */ from, /** @type {number} */ to) => this.setWindow(from, to),
    };
    this.player = new Player(address(`/api/sessions/${encodeURIComponent(id)}/audio/mix.wav`), model.duration, {
      tick: (ms) => this.tick(ms), changed: () => this.drawTransport(), failed: () => this.noSound() });
    this.player.silences = silences(peaks.candidate, peaks.interviewer, peaks.rate_hz, SILENCE_MS);
    this.overview = new Overview(byId("whole"), model, peaks, acts);
    this.strip = new Strip(byId("moment"), model, peaks, acts);
    this.script = new Script(byId("lines"), model, acts);
    const size = Math.min(model.duration, Math.max(60000, Math.min(240000, model.duration * 0.36)));
    this.from = 0;
    this.to = size;
    this.buttons = this.transport();
    this.setWindow(0, size);
    this.setFilter(0);
    const at = momentOf(location.hash);
    if (at !== null) this.seek(at);
    else this.tick(0);
    this.bind();
    this.drawTransport();
    setTimeout(() => get(`/api/sessions/${encodeURIComponent(id)}/redos`).then((found) => { this.redos = found; this.inspect(); }, () => undefined), 0);
  }

  transport() {
    /** @param {string} key @param {string} words @param {() => void} act */
    const button = (key, words, act) => h("button", { type: "button", class: "btn small", onclick: act }, ...keyed(key, words));
    const made = {
      play: h("button", { type: "button", class: "btn small main play", onclick: () => this.player.toggle() }, ...keyed("Space", "Play")),
      loop: button("L", "Loop A to B", () => this.toggleLoop()),
      speed: h("label", { class: "btn small" }, h("span", {}, "Speed"), h("select", { "aria-label": "Speed", onchange: (/** @type {Event} */ event) => this.setSpeed(Number(/** @type {HTMLSelectElement} */ (event.target).value)) }, SPEEDS.map((rate) => h("option", { value: rate, selected: rate === 1 }, `${rate}×`))), h("kbd", {}, "< >")),
      skip: button("S", "Skip silence", () => this.toggleSkip()),
      help: button("?", "Keys", () => this.help()),
    };
    this.clock = h("span", { class: "time" }, "0:00");
    fill(byId("transport"), made.play, this.clock, made.loop, made.speed, made.skip, made.help);
    return made;
  }

  drawTransport() {
    const words = this.buttons.play.firstElementChild;
    if (words) text(words, this.player.playing ? "Pause" : "Play");
    this.buttons.loop.setAttribute("aria-pressed", String(this.player.loop !== null));
    this.buttons.skip.setAttribute("aria-pressed", String(this.player.skips));
    const select = this.buttons.speed.querySelector("select");
    if (select) select.value = String(this.rate);
  }

  noSound() {
    if (byId("transport").dataset["broken"]) return;
    byId("transport").dataset["broken"] = "yes";
    byId("strips").append(h("div", { class: "strip" }, h("b", {}, "The sound of this session is missing."), h("span", {}, "The picture and the words are all here.")));
    this.buttons.play.setAttribute("aria-disabled", "true");
  }

  /** @param {number} ms @param {boolean} [play] */
  seek(ms, play = false) {
    this.script.follows = true;
    this.player.seek(ms);
    if (ms < this.from || ms > this.to) this.center(ms);
    const line = this.script.lineOf(indexAt(this.model.turns, ms));
    if (line) this.script.bring(line, "center");
    if (play) this.player.play();
  }

  /** @param {number} ms */
  center(ms) {
    const size = this.to - this.from;
    this.setWindow(ms - size * 0.3, ms + size * 0.7);
  }

  /** @param {number} from @param {number} to */
  setWindow(from, to) {
    const size = Math.min(this.model.duration, Math.max(8000, to - from));
    this.from = Math.max(0, Math.min(from, this.model.duration - size));
    this.to = this.from + size;
    this.overview.setWindow(this.from, this.to);
    this.strip.setWindow(this.from, this.to);
    this.strip.tick(this.player.ms);
  }

  /** @param {number} factor */
  zoom(factor) {
    const at = Math.min(this.to, Math.max(this.from, this.player.ms));
    this.setWindow(at - (at - this.from) * factor, at + (this.to - at) * factor);
  }

  /** @param {number} share of the stretch */
  pan(share) {
    const by = (this.to - this.from) * share;
    this.setWindow(this.from + by, this.to + by);
  }

  /** @param {number} ms */
  tick(ms) {
    const second = Math.floor(ms / 1000);
    if (this.calm && second === this.second) return;
    if (second !== this.second) text(/** @type {Element} */ (this.clock), clock(ms));
    this.second = second;
    if (ms > this.to && this.player.playing) this.center(ms);
    this.overview.tick(ms);
    this.strip.tick(ms);
    this.script.tick(ms, this.player.playing);
  }

  /** @param {Item | null} item */
  select(item) {
    this.selected = item;
    this.show();
    this.inspect();
    if (!item) return;
    this.player.seek(item.t);
    if (item.t < this.from || item.t > this.to) this.center(item.t);
    this.script.select(item);
    text(byId("told"), `${item.name}, ${clock(item.t)}`);
  }

  /** @param {{t: number, end: number}} item */
  playItem(item) {
    this.player.seek(item.t);
    this.player.play(Math.max(item.end, item.t + 1500) + 300);
  }

  show() {
    const kinds = new Set(this.filter?.kinds ?? []);
    this.overview.show(kinds, this.selected);
    this.strip.show(kinds, this.selected, this.a !== null && this.b !== null ? { from: this.a, to: this.b } : null);
    this.strip.tick(this.player.ms);
  }

  /** @param {number} at */
  setFilter(at) {
    const filter = FILTERS[at];
    if (!filter) return;
    this.filter = filter;
    fill(byId("filters"), FILTERS.map((one, i) => h("button", { type: "button", "aria-pressed": String(one === filter), onclick: () => { this.setFilter(i); byId("filters").querySelectorAll("button")[i]?.focus(); } }, one.glyph ? glyph(one.glyph) : null, one.name)));
    if (filter.until !== Infinity) this.setWindow(0, Math.min(filter.until, this.model.duration));
    this.script.filter(filter);
    this.show();
    this.inspect();
  }

  inspect() {
    const redos = this.redos.filter((one) => one.utterance === this.selected?.utterance).length;
    inspect(byId("insp"), this.model, this.selected, { play: (what) => this.playItem(what), copy: (t) => void this.copy(t), again: (what) => void this.again(what), redos: this.selected?.utterance ? redos : 0, cost: this.cost });
  }

  /** Sits down again for one question. @param {Item | null} item */
  async again(item) {
    if (!item?.utterance || (item.kind !== "push" && item.kind !== "question")) return;
    this.player.audio.pause();
    try {
      const made = await post(`/api/sessions/${encodeURIComponent(id)}/redo`, { utterance: item.utterance });
      location.href = address(`/interview.html?id=${encodeURIComponent(made.id)}`);
    } catch (error) {
      byId("insp").append(faultNote(error));
    }
  }

  /** @param {number} step */
  mark(step) {
    const kinds = this.filter?.id === "all" || this.filter?.until !== Infinity ? ["signal", "mistake", "push", "cut", "barge"] : this.filter.kinds;
    const items = this.model.items.filter((one) => kinds.includes(one.kind) && one.t <= (this.filter?.until ?? Infinity));
    const at = this.selected ? items.findIndex((one) => one.id === this.selected?.id) : -1;
    const near = at >= 0 ? at + step : step > 0 ? items.findIndex((one) => one.t > this.player.ms) : items.findLastIndex((one) => one.t < this.player.ms);
    const item = items[near];
    if (item) this.select(item);
    else if (!items.length) text(byId("told"), "Nothing to go to under this filter.");
  }

  /** @param {number} step */
  turn(step) {
    const at = indexAt(this.model.turns, this.player.ms + 50) + step;
    const turn = this.model.turns[Math.max(0, Math.min(at, this.model.turns.length - 1))];
    if (turn) this.seek(turn.start_ms);
  }

  /** @param {"a" | "b"} end */
  setLoopEnd(end) {
    this[end] = this.player.ms;
    if (this.a !== null && this.b !== null && this.a > this.b) [this.a, this.b] = [this.b, this.a];
    if (this.a !== null && this.b !== null) this.player.loop = { from: this.a, to: this.b };
    text(byId("told"), `${end.toUpperCase()} at ${clock(this.player.ms)}`);
    this.show();
    this.drawTransport();
  }

  toggleLoop() {
    if (this.player.loop) {
      this.player.loop = null;
      this.a = this.b = null;
    } else {
      const span = this.selected && this.selected.end - this.selected.t > 500 ? this.selected : this.model.turns[indexAt(this.model.turns, this.player.ms)];
      const from = this.a ?? (span && "t" in span ? span.t : span?.start_ms ?? 0);
      const to = this.b ?? (span && "end" in span ? span.end : span?.end_ms ?? this.model.duration);
      this.a = from;
      this.b = to;
      this.player.loop = { from, to };
    }
    this.show();
    this.drawTransport();
  }

  /** @param {number} rate */
  setSpeed(rate) {
    this.rate = rate;
    this.player.speed(rate);
    this.drawTransport();
  }

  /** @param {number} step */
  stepSpeed(step) {
    const at = Math.max(0, Math.min(SPEEDS.indexOf(this.rate) + step, SPEEDS.length - 1));
    this.setSpeed(SPEEDS[at] ?? 1);
  }

  toggleSkip() {
    this.player.skips = !this.player.skips;
    this.drawTransport();
  }

  /** @param {number} t */
  async copy(t) {
    history.replaceState(null, "", momentHash(t));
    await navigator.clipboard?.writeText(location.href).catch(() => undefined);
    text(byId("told"), `The link to ${clock(t)} is copied.`);
  }

  help() {
    const box = /** @type {HTMLDialogElement} */ (byId("help"));
    const rows = [["Space", "play, pause"], ["← →", "five seconds"], ["J K", "next, previous mark"], ["[ ]", "previous, next turn"], ["A B L", "loop from here, to here, on and off"], ["< >", "speed"], ["S", "skip silence"], ["+ −", "closer, wider"], ["Shift ← →", "the stretch, without the sound"], ["1 to 7", "what is shown"], ["/", "search"], ["C", "copy a link to this moment"], ["R", "answer the chosen question again"], ["D", "debrief"], ["?", "these keys"]];
    fill(box, h("h2", {}, "Keys"), h("dl", {}, rows.flatMap(([key, words]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, words)])), keySwitch(), h("form", { method: "dialog" }, h("button", { class: "btn" }, "Close")));
    if (!box.open) box.showModal();
  }

  bind() {
    /** @type {Record<string, () => void>} */
    const keys = {
      " ": () => this.player.toggle(), arrowleft: () => this.seek(this.player.ms - 5000), arrowright: () => this.seek(this.player.ms + 5000),
      "shift+arrowleft": () => this.pan(-0.5), "shift+arrowright": () => this.pan(0.5),
      j: () => this.mark(1), k: () => this.mark(-1), "[": () => this.turn(-1), "]": () => this.turn(1), a: () => this.setLoopEnd("a"), b: () => this.setLoopEnd("b"), l: () => this.toggleLoop(),
      "<": () => this.stepSpeed(-1), ",": () => this.stepSpeed(-1), ">": () => this.stepSpeed(1), ".": () => this.stepSpeed(1), s: () => this.toggleSkip(), "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2),
      "/": () => byId("find").focus(), c: () => void this.copy(this.player.ms), r: () => void this.again(this.selected), "?": () => this.help(), d: () => { location.href = address(`/debrief.html?id=${encodeURIComponent(id)}`); },
      enter: () => this.selected && this.playItem(this.selected), escape: () => this.select(null),
    };
    FILTERS.forEach((_, i) => { keys[String(i + 1)] = () => this.setFilter(i); });
    document.addEventListener("keydown", (event) => {
      if (/** @type {HTMLDialogElement} */ (byId("help")).open) return;
      const control = event.target instanceof Element && event.target.closest("button, a, summary");
      if (control && (event.key === " " || event.key === "Enter")) return;
      const act = keys[`${event.shiftKey && event.key.startsWith("Arrow") ? "shift+" : ""}${pageKey(event)}`];
      if (!act) return;
      event.preventDefault();
      act();
    });
    addEventListener("hashchange", () => {
      const at = momentOf(location.hash);
      if (at !== null) this.seek(at, true);
    });
    byId("lines").addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a.t");
      if (!link) return;
      event.preventDefault();
      this.seek(momentOf(link.getAttribute("href") ?? "") ?? 0, true);
    });
    this.bindSearch();
  }

  bindSearch() {
    const field = /** @type {HTMLInputElement} */ (byId("find"));
    let at = -1;
    field.addEventListener("input", () => {
      this.hits = this.script.search(field.value);
      at = -1;
      text(byId("found"), field.value.trim().length < 2 ? "" : this.hits.length ? `${this.hits.length} found` : "not said");
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") field.blur();
      if (event.key !== "Enter" || !this.hits.length) return;
      at = (at + (event.shiftKey ? this.hits.length - 1 : 1)) % this.hits.length;
      const hit = /** @type {any} */ (this.hits[at]);
      text(byId("found"), `${at + 1} of ${this.hits.length}`);
      this.player.seek(hit.t);
      if (hit.t < this.from || hit.t > this.to) this.center(hit.t);
      this.script.reveal(hit);
    });
  }
}

void start();
