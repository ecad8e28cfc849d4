// The live transcript: settled words in ink, tentative ones pale, no marks. It follows until the reader scrolls up.

import { fill, h, text } from "./dom.js";

/** @typedef {import("./view.js").View} View */

const NEAR = 48;

export class Roll {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    /** @type {Map<string, {el: HTMLElement, drawn: string}>} */
    this.rows = new Map();
    this.follows = true;
    box.addEventListener("scroll", () => {
      this.follows = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    }, { passive: true });
  }

  /** @param {View} view */
  draw(view) {
    const seen = new Set();
    for (const turn of view.turns) {
      const key = turn.who === "candidate" ? `c${turn.turn}` : `i${turn.utterance}`;
      const said = wordsOf(turn);
      if (!said.settled && !said.tentative) continue;
      seen.add(key);
      this.row(key, turn.who, said);
    }
    for (const [key, row] of this.rows) {
      if (seen.has(key)) continue;
      row.el.remove();
      this.rows.delete(key);
    }
    if (this.follows) this.box.scrollTop = this.box.scrollHeight;
  }

  /** @param {string} key @param {string} who @param {{settled: string, tentative: string, lost: string}} said */
  row(key, who, said) {
    let row = this.rows.get(key);
    if (!row) {
      row = { el: h("p", { class: who === "interviewer" ? "said them" : "said" }, h("span", { class: "vh" }, who === "interviewer" ? "Interviewer: " : "You: "), h("span"), h("span", { class: "tent" }), h("s", { class: "unheard" })), drawn: "" };
      this.rows.set(key, row);
      this.box.append(row.el);
    }
    const drawn = `${said.settled}|${said.tentative}|${said.lost}`;
    if (row.drawn === drawn) return;
    row.drawn = drawn;
    const [, settled, tentative, lost] = row.el.children;
    if (settled) text(settled, said.settled);
    if (tentative) text(tentative, said.tentative);
    if (lost) text(lost, said.lost);
  }

  /** @param {boolean} hidden */
  hide(hidden) {
    this.box.classList.toggle("away", hidden);
    this.box.inert = hidden;
  }

  clear() {
    this.rows.clear();
    fill(this.box);
  }
}

/** @param {import("./view.js").Answer | import("./view.js").Utterance} turn */
function wordsOf(turn) {
  if (turn.who === "interviewer") {
    if (!turn.started || (turn.withdrawn && !turn.heard)) return { settled: "", tentative: "", lost: "" };
    if (turn.end_ms === null || turn.whole) return { settled: turn.text, tentative: "", lost: "" };
    const heard = turn.text.startsWith(turn.heard) ? turn.heard : "";
    return { settled: heard, tentative: "", lost: heard ? turn.text.slice(heard.length) : turn.text };
  }
  if (turn.partial) {
    const { text: all, settled } = turn.partial;
    return { settled: all.slice(0, settled), tentative: all.slice(settled), lost: "" };
  }
  return { settled: turn.text, tentative: "", lost: "" };
}
