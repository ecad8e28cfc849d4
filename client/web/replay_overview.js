// The whole session in one picture: the staircase, the rows of marks, both voices. It is also the map: its window is what
// the strip below shows, and can be dragged.

import { fill, glyph, h, s } from "./dom.js";
import { clusters, columnsOf, ticks, wavePath } from "./geometry.js";
import { bar, checkLines, lanes } from "./stair.js";
import { clock } from "./time.js";
import { BESIDE, CHECKPOINTS, OUTCOMES, phaseName } from "./words.js";

/** @typedef {import("./replay_model.js").Item} Item */
/** @typedef {import("./replay_model.js").Model} Model */
/** @typedef {{seek: (ms: number) => void, select: (item: Item) => void, choose: (id: string, ms: number) => void, window: (from: number, to: number) => void}} Acts */

const COLUMNS = 900;
const SIGN_PX = 15;
const PUSH_PX = 46;

export class Overview {
  /** @param {HTMLElement} box @param {Model} model @param {{candidate: number[], interviewer: number[], rate_hz: number}} peaks @param {Acts} acts */
  constructor(box, model, peaks, acts) {
    this.model = model;
    this.acts = acts;
    this.width = 700;
    this.head = h("span", { class: "now", "--a": 0 });
    this.win = h("span", { class: "win", "--a": 0, "--b": 1 });
    this.rows = h("div", { class: "markrows" });
    this.ruler = h("div", { class: "ruler", role: "group", "aria-label": "Checkpoints" });
    this.over = h("div", { class: "over" }, checkLines(0, model.duration), this.win, this.head);
    this.plot = h("div", { class: "plot" }, this.lanes(), this.rows, this.voices(peaks), this.over);
    this.stair = h("div", { class: "stair", "--T": model.duration / 1000 }, this.ruler, this.plot);
    fill(box, this.stair);
    /** @type {Item | null} */
    this.selected = null;
    /** @type {Set<string>} */
    this.kinds = new Set();
    this.from = 0;
    this.to = model.duration;
    this.drag();
    new ResizeObserver(() => this.measure()).observe(this.over);
  }

  lanes() {
    const { model } = this;
    const rows = lanes({
      spans: model.spans, minutes: model.minutes, end: model.duration, links: this.firsts(), onFirst: (phase, t) => this.acts.choose(`link-${phase}`, t),
      note: (phase) => (model.byId.has(`link-${phase}`) ? `made ${clock(model.byId.get(`link-${phase}`)?.t ?? 0)}` : "not made"),
    });
    const discs = rows.flatMap((row) => [.../** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll(".first"))]).sort((a, b) => Number(a.style.getPropertyValue("--a")) - Number(b.style.getPropertyValue("--a")));
    for (const disc of discs) disc.addEventListener("keydown", (event) => rove(event, discs));
    if (discs[0]) discs[0].tabIndex = 0;
    const beside = model.spans.filter((span) => BESIDE.includes(span.phase));
    const names = [...new Set(beside.map((span) => phaseName(span.phase).toLowerCase()))];
    rows.push(h("div", { class: "lane cross" }, h("span", { class: "nm" }, "Beside it", h("small", {}, names.length < 2 ? names[0] ?? "" : clock(beside.reduce((sum, span) => sum + span.end_ms - span.start_ms, 0)))),
      h("div", { class: "tr" }, beside.map((span) => {
        const one = bar(span.phase === "depth" ? "bar off" : "bar", span);
        one.title = `${phaseName(span.phase)}, ${clock(span.start_ms)} to ${clock(span.end_ms)}`;
        return one;
      }))));
    rows.forEach((row) => row.setAttribute("title", row.querySelector(".nm")?.firstChild?.textContent ?? ""));
    return rows;
  }

  /** Where each link was first made. @returns {Record<string, {t: number}>} */
  firsts() {
    return Object.fromEntries(this.model.items.filter((one) => one.kind === "link").map((one) => [one.id.slice("link-".length), { t: one.t }]));
  }

  /** @param {{candidate: number[], interviewer: number[], rate_hz: number}} peaks */
  voices(peaks) {
    const to = (this.model.duration / 1000) * peaks.rate_hz;
    const up = wavePath(columnsOf(peaks.candidate, 0, to, COLUMNS), 24, "up");
    const down = wavePath(columnsOf(peaks.interviewer, 0, to, COLUMNS), 14, "down");
    return h("div", { class: "markrow voices" }, h("span", { class: "nm" }, h("span", {}, "You", h("br"), "Interviewer")),
      h("div", { class: "tr map" }, s("svg", { class: "wave", viewBox: `0 0 ${COLUMNS} 38`, preserveAspectRatio: "none", "aria-hidden": "true" },
        s("path", { class: "y", d: up }), s("g", { transform: "translate(0 24)" }, s("path", { class: "t", d: down })), s("path", { class: "ax", d: `M0 24H${COLUMNS}` })), lost(this.model, 0, this.model.duration)));
  }

  measure() {
    const width = this.over.clientWidth;
    if (!width || Math.abs(width - this.width) < 2) return;
    this.width = width;
    this.draw();
  }

  /** @param {Set<string>} kinds @param {Item | null} selected */
  show(kinds, selected) {
    this.kinds = kinds;
    this.selected = selected;
    this.draw();
  }

  draw() {
    const active = document.activeElement instanceof HTMLElement && this.stair.contains(document.activeElement) ? document.activeElement.dataset["id"] : null;
    const every = this.model.duration / this.width;
    fill(this.rows, this.row("Signals", "signal", every * SIGN_PX), this.row("Mistakes", "mistake", every * SIGN_PX), this.row("Pushes", "push", every * PUSH_PX));
    const labels = ticks(0, this.model.duration, Math.max(3, Math.floor(this.width / 62)));
    fill(this.ruler, labels.filter((t) => CHECKPOINTS.every((at) => Math.abs(at - t) > every * 40)).map((t) => h("span", { class: t === 0 ? "l" : t > this.model.duration * 0.97 ? "r" : "", "--a": t / 1000, "aria-hidden": "true" }, clock(t))),
      CHECKPOINTS.filter((at) => at <= this.model.duration).map((at) => this.check(at)));
    if (active) /** @type {HTMLElement | null} */ (this.stair.querySelector(`[data-id="${active}"]`))?.focus();
  }

  /** The time of a checkpoint; one that the session reached can be chosen. @param {number} at */
  check(at) {
    const one = this.model.byId.get(`check-${at}`);
    const place = at > this.model.duration * 0.97 ? "ck r" : "ck";
    if (!one) return h("span", { class: place, "--a": at / 1000, "aria-hidden": "true" }, clock(at));
    const said = one.boxes.filter((box) => box.at).length;
    return h("button", { type: "button", class: place, "--a": at / 1000, "data-id": one.id, "aria-current": one.id === this.selected?.id ? "true" : null, title: `${said} of ${one.boxes.length} said by ${clock(at)}`, "aria-label": `Checkpoint ${clock(at)}, ${said} of ${one.boxes.length} said`, onclick: () => this.acts.select(one) }, clock(at));
  }

  /** A row is one tab stop; arrows move inside. @param {string} name @param {import("./replay_model.js").Kind} kind @param {number} gap */
  row(name, kind, gap) {
    const all = this.model.items.filter((one) => one.kind === kind);
    const groups = this.kinds.has(kind) ? clusters(all, gap) : [];
    const met = all.filter((one) => one.outcome === "held" || one.outcome === "revised_with_reason").length;
    const answered = all.filter((one) => one.outcome).length;
    const note = kind === "push" ? (answered ? `${met} of ${answered} met` : String(all.length)) : String(all.length);
    const signs = groups.map((group, i) => this.sign(kind, group.items, i === 0));
    const row = h("div", { class: "tr", role: "group", "aria-label": `${name}, ${all.length}`, onkeydown: (/** @type {KeyboardEvent} */ event) => rove(event, signs) }, signs);
    return h("div", { class: "markrow" }, h("span", { class: "nm" }, name, h("small", {}, note)), row);
  }

  /** @param {string} kind @param {Item[]} items @param {boolean} first */
  sign(kind, items, first) {
    const one = items.find((each) => each.id === this.selected?.id) ?? items[0];
    if (!one) throw new Error("a sign without an item");
    const label = items.length > 1 ? `${items.length} near ${clock(one.t)}: ${items.map((each) => each.name).join(", ")}` : `${one.name}, ${clock(one.t)}`;
    const outcome = OUTCOMES[one.outcome];
    const picture = kind === "push" ? [glyph(one.wrong ? "pshw" : "psh"), outcome ? glyph(outcome.glyph, true) : null] : [glyph(kind === "mistake" ? "mis" : "sig")];
    const chosen = items.some((each) => each.id === this.selected?.id);
    return h("button", { type: "button", class: kind === "push" ? "sign push" : "sign", "--a": one.t / 1000, "data-id": one.id, title: label, "aria-label": label, tabindex: chosen || (first && !this.selected) ? 0 : first ? 0 : -1, "aria-current": chosen ? "true" : null,
      onclick: () => this.acts.select(next(items, this.selected)) }, picture, items.length > 1 ? h("sup", {}, String(items.length)) : null);
  }

  /** @param {number} ms */
  tick(ms) {
    this.head.style.setProperty("--a", String(ms / 1000));
  }

  /** @param {number} from @param {number} to */
  setWindow(from, to) {
    this.win.style.setProperty("--a", String(from / 1000));
    this.win.style.setProperty("--b", String(to / 1000));
    this.from = from;
    this.to = to;
  }

  drag() {
    /** @param {PointerEvent} event */
    const at = (event) => {
      const box = this.over.getBoundingClientRect();
      return ((event.clientX - box.left) / box.width) * this.model.duration;
    };
    let grip = 0;
    let moved = false;
    let down = false;
    this.plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button, .nm"))) return;
      down = true;
      moved = false;
      grip = at(event) - this.from;
      this.plot.setPointerCapture(event.pointerId);
    });
    this.plot.addEventListener("pointermove", (event) => {
      if (!down) return;
      const t = at(event);
      const size = this.to - this.from;
      if (!moved && Math.abs(t - grip - this.from) < this.model.duration * 0.006) return;
      if (!moved && (grip < 0 || grip > size)) grip = size / 2;
      moved = true;
      this.acts.window(t - grip, t - grip + size);
    });
    this.plot.addEventListener("pointerup", (event) => {
      if (down && !moved) this.acts.seek(at(event));
      down = false;
    });
  }
}

/** Hatched where a voice's sound is missing, so that silence is not taken for it. @param {Model} model @param {number} from @param {number} to */
export function lost(model, from, to) {
  return /** @type {const} */ (["candidate", "interviewer"]).map((who) => {
    const start = Math.max(model.lost[who], from);
    return start < to ? h("i", { class: `lost ${who}`, "--a": (start - from) / 1000, "--b": (to - from) / 1000, title: `No sound of the ${who} from ${clock(model.lost[who])} on` }) : null;
  });
}

/** Clicking a sign with a count again goes to the next of its items. @param {Item[]} items @param {Item | null} selected @returns {Item} */
function next(items, selected) {
  const at = items.findIndex((one) => one.id === selected?.id);
  return /** @type {Item} */ (items[(at + 1) % items.length]);
}

/** @param {KeyboardEvent} event @param {HTMLElement[]} signs */
export function rove(event, signs) {
  const at = signs.findIndex((sign) => sign === document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: signs.length - 1 }[event.key];
  const sign = to === undefined ? undefined : signs[to];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (!sign) return;
  for (const one of signs) one.tabIndex = one === sign ? 0 : -1;
  sign.focus();
}
