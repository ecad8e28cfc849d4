// The level meter: steps, not a needle, at most ten times a second, told to a screen reader as a word.

import { h } from "./dom.js";

const EVERY_MS = 100;
const LOW_DB = -60;
const HIGH_DB = 0;

/** Peak 0..1 to the number of steps that are lit. @param {number} peak @param {number} steps */
export function lit(peak, steps) {
  if (peak <= 0) return 0;
  const db = 20 * Math.log10(peak);
  return Math.round(Math.min(1, Math.max(0, (db - LOW_DB) / (HIGH_DB - LOW_DB))) * steps);
}

export class Meter {
  /** @param {number} steps @param {string} label @param {string} [kind] */
  constructor(steps, label, kind = "") {
    this.cells = Array.from({ length: steps }, () => h("i"));
    this.element = h("div", { class: `meter ${kind}`, role: "meter", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": steps, "aria-valuenow": 0, "aria-valuetext": "silent" }, this.cells);
    this.peak = 0;
    this.shown = 0;
    this.at = 0;
  }

  /** @param {number} peak */
  hear(peak) {
    this.peak = Math.max(this.peak, peak);
    const now = performance.now();
    if (now - this.at < EVERY_MS) return;
    this.at = now;
    this.show(Math.max(lit(this.peak, this.cells.length), this.shown - 3));
    this.peak = 0;
  }

  /** @param {number} steps */
  show(steps) {
    if (steps === this.shown) return;
    this.shown = steps;
    this.cells.forEach((cell, i) => cell.classList.toggle("on", i < steps));
    this.element.setAttribute("aria-valuenow", String(steps));
    const share = steps / this.cells.length;
    this.element.setAttribute("aria-valuetext", share < 0.15 ? "silent" : share < 0.5 ? "low" : share < 0.97 ? "good" : "too loud");
  }
}
