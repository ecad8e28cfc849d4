// The stretch that the window of the overview shows: words of marks as spans, both waveforms, pauses, cuts, questions.

import { fill, glyph, h, s } from "./dom.js";
import { columnsOf, labelRows, place, ticks, wavePath } from "./geometry.js";
import { lost, rove } from "./replay_overview.js";
import { clock, seconds } from "./time.js";
import { CHECKPOINTS, OUTCOMES } from "./words.js";

/** @typedef {import("./replay_model.js").Item} Item */
/** @typedef {import("./replay_model.js").Model} Model */

const COLUMNS = 1200;
const SPAN_ROWS = 3;
const PIN_ROWS = 3;

export class Strip {
  /** @param {HTMLElement} box @param {Model} model @param {{candidate: number[], interviewer: number[], rate_hz: number}} peaks @param {import("./replay_overview.js").Acts} acts */
  constructor(box, model, peaks, acts) {
    this.box = box;
    this.model = model;
    this.peaks = peaks;
    this.acts = acts;
    this.from = 0;
    this.to = model.duration;
    this.width = -1;
    /** @type {Set<string>} nothing is drawn before it is said what */
    this.kinds = new Set();
    /** @type {Item | null} */
    this.selected = null;
    /** @type {{from: number, to: number} | null} */
    this.loop = null;
    this.fan = s("path");
    this.ruler = h("div", { class: "ruler", "aria-hidden": "true" });
    this.spans = h("div", { class: "spans", role: "group", "aria-label": "Marks in this stretch" });
    this.up = s("path", { class: "y" });
    this.down = s("path", { class: "t" });
    this.under = h("div", { class: "under", role: "group", "aria-label": "Questions, pauses and cuts in this stretch" });
    this.cuts = h("div", { class: "cuts", "aria-hidden": "true" });
    this.time = h("b");
    this.head = h("span", { class: "head" }, this.time);
    this.over = h("div", { class: "over" });
    this.gone = h("div", { class: "gone" });
    this.stretch = h("div", { class: "mo two" }, this.spans,
      s("svg", { class: "wave you", viewBox: `0 0 ${COLUMNS} 90`, preserveAspectRatio: "none", "aria-hidden": "true" }, this.up, s("path", { class: "ax", d: `M0 90H${COLUMNS}` })),
      s("svg", { class: "wave them", viewBox: `0 0 ${COLUMNS} 46`, preserveAspectRatio: "none", "aria-hidden": "true" }, this.down), this.cuts, this.gone);
    this.stair = h("div", { class: "stair" },
      s("svg", { class: "fan", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" }, this.fan), this.ruler,
      h("div", { class: "plot" }, h("div", { class: "strip-row" }, h("span", { class: "nm" }, h("span", { class: "a" }, "You"), h("span", { class: "b" }, "Interviewer")), this.stretch),
        h("div", { class: "strip-row" }, h("span", { class: "nm" }, h("small", {}, "questions and pushes")), this.under), this.over));
    fill(box, this.stair);
    /** @type {Map<string, number>} */
    this.widths = new Map();
    this.pen = document.createElement("canvas").getContext("2d");
    const font = getComputedStyle(this.spans);
    if (this.pen) this.pen.font = `${font.fontSize} ${font.fontFamily}`;
    this.stretch.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("button")) return;
      const area = this.stretch.getBoundingClientRect();
      acts.seek(this.from + ((event.clientX - area.left) / area.width) * (this.to - this.from));
    });
    new ResizeObserver(() => this.stretch.clientWidth !== this.width && this.draw()).observe(this.stretch);
  }

  /** @param {number} from @param {number} to */
  setWindow(from, to) {
    this.from = from;
    this.to = to;
    this.draw();
  }

  /** @param {Set<string>} kinds @param {Item | null} selected @param {{from: number, to: number} | null} loop */
  show(kinds, selected, loop) {
    this.kinds = kinds;
    this.selected = selected;
    this.loop = loop;
    this.draw();
  }

  draw() {
    const { from, to, model } = this;
    if (!this.kinds.size) return;
    this.width = this.stretch.clientWidth;
    const width = this.width || 700;
    const perPx = (to - from) / width;
    this.stair.style.setProperty("--T", String((to - from) / 1000));
    this.box.setAttribute("aria-label", `This stretch, ${clock(from)} to ${clock(to)}`);
    const a = place(from, 0, model.duration) * 1000;
    const b = place(to, 0, model.duration) * 1000;
    this.fan.setAttribute("d", `M${a} 0C${a} 14 0 6 0 20M${b} 0C${b} 14 1000 6 1000 20`);
    const hz = this.peaks.rate_hz / 1000;
    const columns = Math.min(COLUMNS, Math.max(60, Math.floor((to - from) * hz)));
    for (const [path, peaks, height, side] of /** @type {const} */ ([[this.up, this.peaks.candidate, 90, "up"], [this.down, this.peaks.interviewer, 46, "down"]])) {
      path.setAttribute("d", wavePath(columnsOf(peaks, from * hz, to * hz, columns), height, side));
      path.setAttribute("transform", `scale(${COLUMNS / columns} 1)`);
    }
    const checks = CHECKPOINTS.filter((at) => at >= from && at <= to);
    const labels = ticks(from, to, Math.max(2, Math.floor(width / 80))).filter((t) => checks.every((at) => Math.abs(at - t) > perPx * 45));
    fill(this.ruler, labels.map((t) => h("span", { class: t - from < perPx * 12 ? "l" : to - t < perPx * 12 ? "r" : "", "--a": (t - from) / 1000 }, clock(t))), checks.map((at) => h("span", { class: "ck", "--a": (at - from) / 1000 }, clock(at))));
    fill(this.over, checks.map((at) => h("span", { class: "check", "--a": (at - from) / 1000 })), this.loopRoof(), this.head);
    fill(this.gone, lost(model, from, to));
    this.drawSpans(perPx);
    this.drawUnder(perPx);
  }

  loopRoof() {
    if (!this.loop) return null;
    const a = Math.max(this.loop.from, this.from);
    const b = Math.min(this.loop.to, this.to);
    if (b <= a) return null;
    return h("span", { class: "loop", "--a": (a - this.from) / 1000, "--b": (b - this.from) / 1000 }, a === this.loop.from ? h("b", {}, "A") : null, b === this.loop.to ? h("b", { class: "end" }, "B") : null);
  }

  /** @param {Item} one */
  inside(one) {
    return this.kinds.has(one.kind) && one.end >= this.from && one.t <= this.to;
  }

  /** @param {number} perPx */
  drawSpans(perPx) {
    const marks = this.model.items.filter((one) => (one.kind === "signal" || one.kind === "mistake") && this.inside(one));
    const rows = labelRows(marks.map((one) => ({ from: Math.max(one.t, this.from), to: Math.max(Math.min(one.end, this.to), one.t + 6 * perPx), length: (this.widthOf(one.name) + 8) * perPx })), SPAN_ROWS, this.to);
    const buttons = marks.map((one, i) => h("button", {
      type: "button", class: `span ${one.kind === "mistake" ? "miss" : "sign-span"}${at(rows[i])}`, "aria-current": one.id === this.selected?.id ? "true" : null,
      "--a": (Math.max(one.t, this.from) - this.from) / 1000, "--b": (Math.min(one.end, this.to) - this.from) / 1000, "--r": rows[i]?.row ?? 0, title: `${one.name}, ${clock(one.t)}`, tabindex: i ? -1 : 0,
      onclick: () => this.acts.select(one) }, h("span", {}, one.name)));
    fill(this.spans, buttons);
    this.spans.onkeydown = (event) => rove(event, buttons);
  }

  /** @param {number} perPx */
  drawUnder(perPx) {
    const shown = this.model.items.filter((one) => ["push", "question", "cut", "barge"].includes(one.kind) && this.inside(one));
    const signs = shown.map((one) => {
      const sign = (one.kind === "push" && one.outcome ? 58 : 22) * perPx;
      const from = Math.max(this.from, one.t - 10 * perPx);
      return { from, to: from + sign, length: sign + (this.widthOf(this.pinLabel(one)) + 8) * perPx };
    });
    const rows = labelRows(signs, PIN_ROWS, this.to);
    const pins = shown.map((one, i) => {
      const outcome = OUTCOMES[one.outcome];
      const sign = { push: one.wrong ? "pshw" : "psh", question: "ask", cut: "cut", barge: "barge" }[/** @type {"push"} */ (one.kind)];
      return h("button", { type: "button", class: `pin${one.t - this.from < 10 * perPx ? " edge" : ""}${at(rows[i])}`, "aria-current": one.id === this.selected?.id ? "true" : null, "--a": (Math.max(this.from, one.t) - this.from) / 1000, "--r": rows[i]?.row ?? 0, title: `${one.name}, ${clock(one.t)}${one.text ? `: ${one.text}` : ""}`, "aria-label": `${one.name}, ${clock(one.t)}`,
        onclick: () => this.acts.select(one) }, glyph(sign), outcome ? glyph(outcome.glyph, true) : null, h("span", {}, this.pinLabel(one)));
    });
    const pauses = this.model.items.filter((one) => one.kind === "pause" && this.inside(one));
    const brackets = pauses.map((one) => h("button", { type: "button", class: "pause", "aria-current": one.id === this.selected?.id ? "true" : null, "--a": (Math.max(one.t, this.from) - this.from) / 1000, "--b": (Math.min(one.end, this.to) - this.from) / 1000, title: `${one.name}, ${clock(one.t)}`, "aria-label": `${one.name}, ${clock(one.t)}`,
      onclick: () => this.acts.select(one) }, (one.end - one.t) / perPx > 26 ? h("span", {}, seconds(one.end - one.t)) : null));
    const inOrder = [...shown.map((one, i) => ({ t: one.t, el: pins[i] })), ...pauses.map((one, i) => ({ t: one.t, el: brackets[i] }))].sort((a, b) => a.t - b.t).flatMap(({ el }) => el ?? []);
    inOrder.forEach((el, i) => { el.tabIndex = i ? -1 : 0; });
    fill(this.under, brackets, pins);
    this.under.onkeydown = (event) => rove(event, inOrder);
    fill(this.cuts, shown.filter((one) => one.kind === "cut" || one.kind === "barge").map((one) => h("span", { class: one.kind === "cut" ? "cutbar up" : "cutbar down", "--a": (one.t - this.from) / 1000 })));
  }

  /** How wide these words are drawn. @param {string} words */
  widthOf(words) {
    const known = this.widths.get(words);
    if (known !== undefined) return known;
    const width = this.pen?.measureText(words).width ?? words.length * 7;
    this.widths.set(words, width);
    return width;
  }

  /** @param {Item} one */
  pinLabel(one) {
    if (one.kind === "cut") return "cut off by us";
    if (one.kind === "barge") return "you came in";
    const words = one.text.split(/\s+/);
    const short = words.slice(0, 4).join(" ").replace(/[,.:;]$/, "");
    return words.length > 4 ? `${short} …` : short;
  }

  /** @param {number} ms */
  tick(ms) {
    this.head.style.setProperty("--a", String((ms - this.from) / 1000));
    this.head.hidden = ms < this.from || ms > this.to;
    const words = clock(ms);
    if (this.time.textContent !== words) this.time.textContent = words;
  }
}

/** Where its label goes. @param {{label: string} | undefined} row */
const at = (row) => ({ right: "", left: " late" }[row?.label ?? ""] ?? " bare");
