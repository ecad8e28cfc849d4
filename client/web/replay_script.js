// The transcript of a replay: it follows the sound turn by turn, seeks at a click on a word, shows every mark on the words
// that prove it, and can be searched. One text a turn: words are found by their place, not by an element each.

import { fill, glyph, h } from "./dom.js";
import { endOfCharacter, indexAt, timeOfCharacter, wordOffsets } from "./geometry.js";
import { rowStays, segments } from "./replay_model.js";
import { clock, momentHash } from "./time.js";
import { OUTCOMES } from "./words.js";

/** @typedef {import("./replay_model.js").Item} Item */
/** @typedef {import("./replay_model.js").Model} Model */
/** @typedef {import("./replay_model.js").TurnRow} TurnRow */

const FIRST_ROWS = 60;

/** @type {any} */
const highlights = typeof CSS !== "undefined" && "highlights" in CSS ? CSS.highlights : null;

/** @param {string} name @param {Range[]} ranges */
function paint(name, ranges) {
  if (!highlights) return;
  if (ranges.length) highlights.set(name, new /** @type {any} */ (globalThis).Highlight(...ranges));
  else highlights.delete(name);
}

export class Script {
  /** @param {HTMLElement} box @param {Model} model @param {{seek: (ms: number, play?: boolean) => void, select: (item: Item) => void}} acts */
  constructor(box, model, acts) {
    this.box = box;
    this.model = model;
    this.acts = acts;
    this.follows = true;
    this.jumped = 0;
    /** @type {{el: HTMLElement, row: import("./replay_model.js").Row}[]} */
    this.lines = [];
    /** @type {Map<object, HTMLElement>} */
    this.texts = new Map();
    /** @type {Map<object, number[]>} */
    this.offsets = new Map();
    this.at = -1;
    this.word = -1;
    /** @type {Item | null} */
    this.selected = null;
    this.empty = h("p", { class: "none", hidden: true });
    fill(box, this.empty);
    this.append(model.rows.slice(0, FIRST_ROWS));
    this.later(FIRST_ROWS);
    box.addEventListener("click", (event) => this.clicked(event));
    box.addEventListener("scroll", () => {
      if (performance.now() - this.jumped > 250) this.follows = false;
    }, { passive: true });
  }

  /** A very long session is laid out piece by piece, so that the page is ready at once. @param {number} from */
  later(from) {
    if (from >= this.model.rows.length) return;
    setTimeout(() => {
      this.append(this.model.rows.slice(from, from + 200));
      this.later(from + 200);
    }, 0);
  }

  /** @param {import("./replay_model.js").Row[]} rows */
  append(rows) {
    for (const row of rows) {
      const el = row.row === "turn" ? this.turnLine(row) : row.row === "event" ? eventLine(row) : checkLine(row);
      this.lines.push({ el, row });
      this.box.append(el);
    }
  }

  /** @param {TurnRow} row */
  turnLine(row) {
    const { turn } = row;
    const mine = turn.who === "candidate";
    const said = h("p", { class: "said" }, h("span", { class: "vh" }, mine ? "You: " : "Interviewer: "));
    const body = h("span", { class: "body" });
    if (mine) {
      for (const piece of segments(turn.text, row.marks))
        body.append(piece.ids.length ? h("span", { class: `ev${piece.kinds.has("mistake") ? " miss" : ""}`, "data-ids": piece.ids.join(" ") }, piece.text) : piece.text);
      if (!turn.text) body.append(h("span", { class: "quiet" }, "no words were kept"));
    } else if (turn.whole || turn.end_ms === null || !turn.text.startsWith(turn.heard)) body.append(turn.text);
    else body.append(turn.heard, h("s", { class: "unheard" }, turn.text.slice(turn.heard.length)));
    said.append(body);
    this.texts.set(turn, body);
    const notes = [...row.marks.map((mark) => this.note(mark, glyph(mark.kind === "mistake" ? "mis" : "sig"))), ...(row.item?.kind === "push" ? this.pushNotes(row.item) : [])];
    const tail = mine && turn.reason === "cut_in" ? h("span", { class: "quiet tail" }, "The interviewer cut in.") : mine && turn.source === "typed" ? h("span", { class: "quiet tail" }, "typed") : !mine && turn.withdrawn ? h("span", { class: "quiet tail" }, "withdrawn") : null;
    if (tail) said.append(" ", tail);
    return h("div", { class: mine ? "ln" : "ln them" }, h("a", { class: "t", href: momentHash(turn.start_ms) }, clock(turn.start_ms)), said, h("div", { class: "notes" }, notes));
  }

  /** @param {Item} item @param {...Node} signs */
  note(item, ...signs) {
    return h("button", { type: "button", class: item.outcome ? "note out" : "note", "data-id": item.id, onclick: () => this.acts.select(item) }, signs, h("span", {}, item.name));
  }

  /** @param {Item} item */
  pushNotes(item) {
    const outcome = OUTCOMES[item.outcome];
    const first = h("button", { type: "button", class: "note", "data-id": item.id, onclick: () => this.acts.select(item) }, glyph(item.wrong ? "pshw" : "psh"), h("span", {}, item.wrong ? "Push, wrong on purpose" : "Push"));
    return outcome ? [first, h("p", { class: "note out" }, glyph(outcome.glyph, true), h("span", {}, outcome.sentence.replace(/\.$/, "").toLowerCase()))] : [first];
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("a, button") || !getSelection()?.isCollapsed) return;
    const place = caretAt(event.clientX, event.clientY);
    if (!place) return;
    for (const [turn, body] of this.texts) {
      if (!body.contains(place.node)) continue;
      const range = document.createRange();
      range.setStart(body, 0);
      range.setEnd(place.node, place.offset);
      const row = this.model.turns.find((one) => one === turn);
      if (row?.who === "candidate") this.acts.seek(timeOfCharacter(row, range.toString().length), true);
      else if (row) this.acts.seek(row.start_ms + (((row.end_ms ?? row.start_ms) - row.start_ms) * range.toString().length) / Math.max(1, row.text.length), true);
      return;
    }
  }

  /** @param {number} ms @param {boolean} playing */
  tick(ms, playing) {
    const at = indexAt(this.model.turns, ms);
    if (at !== this.at) {
      this.lineOf(this.at)?.classList.remove("playing");
      this.at = at;
      this.word = -1;
      const line = this.lineOf(at);
      line?.classList.add("playing");
      if (line && this.follows && playing) this.bring(line, "center");
    }
    this.paintWord(ms);
  }

  /** @param {number} at */
  lineOf(at) {
    const turn = this.model.turns[at];
    return turn ? this.texts.get(turn)?.closest(".ln") ?? null : null;
  }

  /** @param {number} ms */
  paintWord(ms) {
    const turn = this.model.turns[this.at];
    if (turn?.who !== "candidate" || !turn.words.length) return this.word === -2 ? undefined : ((this.word = -2), paint("word", []));
    const word = indexAt(turn.words, ms);
    if (word === this.word) return;
    this.word = word;
    const spoken = turn.words[word];
    if (!spoken || ms > spoken.end_ms + 400) return paint("word", []);
    if (!this.offsets.has(turn)) this.offsets.set(turn, wordOffsets(turn.text, turn.words));
    const start = this.offsets.get(turn)?.[word] ?? 0;
    const body = this.texts.get(turn);
    const range = body && rangeIn(body, start, start + spoken.text.length);
    paint("word", range ? [range] : []);
  }

  /** @param {Element} line @param {ScrollLogicalPosition} block */
  bring(line, block) {
    this.jumped = performance.now();
    const box = this.box.getBoundingClientRect();
    const own = line.getBoundingClientRect();
    const inner = this.box.scrollHeight > this.box.clientHeight + 4;
    if (!inner) return;
    const room = Math.max(0, (box.height - own.height) / 2);
    this.box.scrollTop += own.top - box.top - (block === "center" ? Math.min(room, box.height * 0.25) : 8);
  }

  /** @param {Item | null} item */
  select(item) {
    this.selected = item;
    for (const el of this.box.querySelectorAll(".on")) el.classList.remove("on");
    if (!item) return;
    for (const el of this.box.querySelectorAll(".ev")) if (/** @type {HTMLElement} */ (el).dataset["ids"]?.split(" ").includes(item.id)) el.classList.add("on");
    for (const el of this.box.querySelectorAll(`[data-id="${item.id}"]`)) el.classList.add("on");
    const target = this.box.querySelector(".ev.on") ?? this.box.querySelector(".on");
    const line = target?.closest(".ln") ?? this.lineOf(indexAt(this.model.turns, item.t));
    if (line) this.bring(line, "center");
  }

  /** @param {typeof import("./replay_model.js").FILTERS[0]} filter */
  filter(filter) {
    const kept = this.model.items.filter((one) => filter.kinds.includes(one.kind));
    const turns = new Set(kept.map((one) => one.turn));
    const utterances = new Set(kept.filter((one) => one.kind === "push" || one.kind === "question").map((one) => one.utterance));
    let shown = 0;
    for (const { el, row } of this.lines) {
      el.hidden = !rowStays(row, filter, turns, utterances);
      if (!el.hidden) shown++;
    }
    this.empty.hidden = shown > 0;
    this.empty.textContent = `No ${filter.name.toLowerCase()} in this session.`;
  }

  /** Places at which the words occur. @param {string} words @returns {{t: number, end: number, turn: object, start: number, stop: number}[]} */
  search(words) {
    const wanted = words.trim().toLowerCase();
    /** @type {{t: number, end: number, turn: object, start: number, stop: number}[]} */
    const hits = [];
    if (wanted.length > 1)
      for (const turn of this.model.turns) {
        const text = turn.text.toLowerCase();
        for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
          const mine = turn.who === "candidate";
          hits.push({ t: mine ? timeOfCharacter(turn, at) : turn.start_ms, end: mine ? endOfCharacter(turn, at + wanted.length) : turn.end_ms ?? turn.start_ms, turn, start: at, stop: at + wanted.length });
        }
      }
    const ranges = hits.slice(0, 400).flatMap((hit) => {
      const body = this.texts.get(hit.turn);
      const range = body && rangeIn(body, hit.start, hit.stop);
      return range ? [range] : [];
    });
    paint("found", ranges);
    return hits;
  }

  /** @param {{turn: object}} hit */
  reveal(hit) {
    const line = this.texts.get(hit.turn)?.closest(".ln");
    if (line) this.bring(line, "center");
  }
}

/** @param {{glyph: string, text: string}} row */
const eventLine = (row) => h("div", { class: "ln event-line" }, h("p", { class: "event" }, glyph(row.glyph), h("span", {}, row.text)));

/** @param {import("./replay_model.js").CheckRow} row */
const checkLine = (row) => h("div", { class: "ln bars" }, h("a", { class: "t", href: momentHash(row.at_ms) }, h("b", {}, clock(row.at_ms))),
  h("div", {}, row.boxes.map((one) => h("span", { class: one.at === null ? "box" : "box yes" }, one.name, one.at === null ? h("span", { class: "vh" }, ": not said") : ` ${clock(one.at.t)}`))));

/** @param {number} x @param {number} y @returns {{node: Node, offset: number} | null} */
function caretAt(x, y) {
  const any = /** @type {any} */ (document);
  if (any.caretPositionFromPoint) {
    const place = any.caretPositionFromPoint(x, y);
    return place ? { node: place.offsetNode, offset: place.offset } : null;
  }
  const range = any.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/** @param {Node} body @param {number} start @param {number} stop @returns {Range | null} */
function rangeIn(body, start, stop) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (!begun && start < at + length) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (begun && stop <= at + length) {
      range.setEnd(node, stop - at);
      return range;
    }
    at += length;
  }
  return null;
}
