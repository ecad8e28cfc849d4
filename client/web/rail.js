// The live staircase: where in the chain, how long in each link, and the time until a checkpoint. No marks.

import { fill, h } from "./dom.js";
import { phaseSpans, spent } from "./geometry.js";
import { checkLines, lanes } from "./stair.js";
import { clock } from "./time.js";
import { CHAIN, CHECKPOINTS, phaseName } from "./words.js";

/** @typedef {import("./view.js").View} View */

export class Rail {
  /** @param {HTMLElement} box @param {HTMLElement} line the same in one line, for narrow pages */
  constructor(box, line) {
    this.box = box;
    this.line = line;
    this.ruler = h("div", { class: "ruler", "aria-hidden": "true" });
    this.plot = h("div", { class: "plot" });
    this.stair = h("div", { class: "stair" }, this.ruler, this.plot);
    fill(box, this.stair);
    this.drawn = "";
  }

  /** @param {View} view @param {number} now */
  draw(view, now) {
    const second = Math.floor(now / 1000);
    const here = view.phases.at(-1)?.phase ?? null;
    const key = `${second} ${here} ${view.phases.length}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const minutes = view.session?.minutes ?? 45;
    const total = Math.max(minutes * 60, second + 1);
    this.stair.style.setProperty("--T", String(total));
    const spans = phaseSpans(view, now);
    const times = spent(spans);
    fill(this.plot, lanes({ spans, minutes, here, note: (phase) => (times[phase] ? clock(times[phase] ?? 0) : "") }),
      h("div", { class: "over" }, checkLines(now, total * 1000), h("span", { class: "now", "--a": second })));
    fill(this.ruler, this.labels(now, total));
    fill(this.line, CHAIN.map((phase) => h(phase === here ? "b" : "span", {}, phaseName(phase))));
  }

  /** @param {number} now @param {number} total seconds */
  labels(now, total) {
    const next = CHECKPOINTS.find((at) => at > now && at <= total * 1000);
    const checks = CHECKPOINTS.filter((at) => at <= total * 1000).map((at) =>
      h("span", { class: `ck${at / 1000 >= total * 0.97 ? " r" : ""}${next !== undefined && at !== next ? " other" : ""}`, "--a": at / 1000 }, at === next ? `${clock(at)}, in ${clock(at - now)}` : clock(at)));
    const step = total > 1500 ? 5 : 2;
    const minutes = [];
    for (let m = step; m * 60 < total; m += step) {
      const far = CHECKPOINTS.every((at) => Math.abs(m * 60000 - at) > total * (at === next ? 95 : 55));
      if (far) minutes.push(h("span", { "--a": m * 60 }, String(m)));
    }
    const atEnd = CHECKPOINTS.some((at) => Math.abs(at / 1000 - total) < total * 0.1);
    return [...checks, ...minutes, atEnd ? null : h("span", { class: "r", "--a": total }, String(Math.round(total / 60)))];
  }
}
