// Where things lie: pure functions from a view to numbers and paths. Nothing here touches the page.

import { CHAIN, WORKING_CLOCK } from "./words.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {{phase: string, start_ms: number, end_ms: number}} Span */

const FIRST_PHASE = "clarify";

/** The phases as spans without gap or overlap from 0 to `end`; what comes before the first is clarifying. @param {View} view @param {number} end @returns {Span[]} */
export function phaseSpans(view, end) {
  /** @type {Span[]} */
  const spans = [];
  let phase = FIRST_PHASE;
  let since = 0;
  for (const entry of view.phases) {
    if (entry.phase === phase) continue;
    const at = Math.min(Math.max(entry.start_ms, since), end);
    if (at > since) spans.push({ phase, start_ms: since, end_ms: at });
    phase = entry.phase;
    since = at;
  }
  if (end > since) spans.push({ phase, start_ms: since, end_ms: end });
  return spans;
}

/** Time spent by phase. @param {Span[]} spans @returns {Record<string, number>} */
export function spent(spans) {
  /** @type {Record<string, number>} */
  const out = {};
  for (const span of spans) out[span.phase] = (out[span.phase] ?? 0) + span.end_ms - span.start_ms;
  return out;
}

/** The working clock scaled to a mock of `minutes`. @param {number} minutes @returns {Span[]} */
export function treads(minutes) {
  const scale = minutes / 45;
  return CHAIN.map((phase) => {
    const [from, to] = WORKING_CLOCK[phase] ?? [0, 0];
    return { phase, start_ms: from * scale, end_ms: to * scale };
  });
}

/** Where a moment lies, 0 to 1, held inside the picture. @param {number} ms @param {number} from @param {number} to */
export const place = (ms, from, to) => (to > from ? Math.min(1, Math.max(0, (ms - from) / (to - from))) : 0);

/** Round times for a ruler that shows `span` on `room` labels. @param {number} from @param {number} to @param {number} room @returns {number[]} */
export function ticks(from, to, room) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => s * 1000);
  const step = steps.find((s) => (to - from) / s <= room) ?? 7200000;
  const out = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) out.push(t);
  return out;
}

/**
 * Things nearer than `gap` become one with a count. Input is ordered by time.
 * @template {{t: number}} T
 * @param {T[]} items
 * @param {number} gap milliseconds that one sign covers
 * @returns {{t: number, items: T[]}[]}
 */
export function clusters(items, gap) {
  /** @type {{t: number, items: T[]}[]} */
  const out = [];
  for (const item of items) {
    const last = out.at(-1);
    if (last && item.t - last.t < gap) last.items.push(item);
    else out.push({ t: item.t, items: [item] });
  }
  return out;
}

/**
 * A row for each sign, and whether its label has room there: signs come first, labels fill what is left, so that no label
 * lies on a sign.
 * @param {{from: number, to: number, length: number}[]} items by time: the sign's own extent, and the length of sign and label
 * @param {number} rows
 * @param {number} limit where the picture ends
 * @returns {{row: number, label: "right" | "left" | ""}[]}
 */
export function labelRows(items, rows, limit) {
  const state = Array.from({ length: rows }, () => ({ sign: -Infinity, end: -Infinity, last: -1 }));
  /** @type {{row: number, label: "right" | "left" | ""}[]} */
  const out = [];
  items.forEach((item, i) => {
    const low = state.reduce((best, row) => (row.sign < best.sign ? row : best));
    const row = state.find((one) => one.end <= item.from) ?? low;
    const before = out[row.last];
    if (row.end > item.from && before) before.label = "";
    const taken = row.end > item.from ? row.sign : row.end;
    const fits = taken <= item.from && item.from + item.length <= limit;
    const turned = !fits && item.to - item.length >= taken && item.to <= limit;
    out.push({ row: state.indexOf(row), label: fits ? "right" : turned ? "left" : "" });
    row.sign = Math.max(row.sign, item.to);
    row.end = Math.max(row.sign, fits ? item.from + item.length : item.to);
    row.last = i;
  });
  return out;
}

/**
 * The loudest peak in each of `columns` columns between two indexes. Outside the data is silence.
 * @param {ArrayLike<number>} peaks
 * @param {number} from
 * @param {number} to
 * @param {number} columns
 * @returns {number[]}
 */
export function columnsOf(peaks, from, to, columns) {
  const out = new Array(columns).fill(0);
  const per = (to - from) / columns;
  for (let c = 0; c < columns; c++) {
    const start = Math.max(0, Math.floor(from + c * per));
    const stop = Math.min(peaks.length, Math.max(start + 1, Math.ceil(from + (c + 1) * per)));
    let top = 0;
    for (let i = start; i < stop; i++) top = Math.max(top, peaks[i] ?? 0);
    out[c] = top;
  }
  return out;
}

/**
 * One half of a waveform as a closed path: rising from the bottom edge, or hanging from the top edge.
 * Square root of the level, so that quiet speech is still seen.
 * @param {number[]} columns levels 0 to 255
 * @param {number} height
 * @param {"up" | "down"} side
 */
export function wavePath(columns, height, side) {
  const base = side === "up" ? height : 0;
  let path = `M0 ${base}`;
  columns.forEach((level, x) => {
    const size = Math.max(level ? 0.6 : 0.3, Math.sqrt(level / 255) * (height - 1));
    const y = (side === "up" ? height - size : size).toFixed(1);
    path += `L${x} ${y}L${x + 1} ${y}`;
  });
  return `${path}L${columns.length} ${base}Z`;
}

/**
 * Stretches in which neither voice is heard for at least `least` milliseconds.
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 * @param {number} rate peaks a second
 * @param {number} least
 * @param {number} floor level that counts as silence
 * @returns {{from: number, to: number}[]}
 */
export function silences(a, b, rate, least, floor = 5) {
  const out = [];
  const length = Math.max(a.length, b.length);
  let from = -1;
  for (let i = 0; i <= length; i++) {
    const quiet = i < length && (a[i] ?? 0) <= floor && (b[i] ?? 0) <= floor;
    if (quiet && from < 0) from = i;
    if (!quiet && from >= 0) {
      if (((i - from) * 1000) / rate >= least) out.push({ from: (from * 1000) / rate, to: (i * 1000) / rate });
      from = -1;
    }
  }
  return out;
}

/**
 * First character of each word in a text that is the words joined by single spaces; words that the text does not
 * hold are placed where the last one ended.
 * @param {string} text
 * @param {{text: string}[]} words
 * @returns {number[]}
 */
export function wordOffsets(text, words) {
  let at = 0;
  return words.map((word) => {
    const found = text.indexOf(word.text, at);
    const start = found < 0 || found - at > 40 ? at : found;
    at = found < 0 || found - at > 40 ? at : found + word.text.length;
    return start;
  });
}

/**
 * When the character at `offset` was spoken: the start of its word, or a share of the turn when there are no words.
 * @param {{text: string, words: import("./wire.js").Word[], start_ms: number, end_ms: number | null}} turn
 * @param {number} offset
 */
export function timeOfCharacter(turn, offset) {
  if (!turn.words.length) {
    const share = turn.text.length ? offset / turn.text.length : 0;
    return turn.start_ms + share * Math.max(0, (turn.end_ms ?? turn.start_ms) - turn.start_ms);
  }
  const offsets = wordOffsets(turn.text, turn.words);
  let i = 0;
  while (i + 1 < offsets.length && (offsets[i + 1] ?? Infinity) <= offset) i++;
  return turn.words[i]?.start_ms ?? turn.start_ms;
}

/** When the last word before character `end` was over. @param {{text: string, words: import("./wire.js").Word[], start_ms: number, end_ms: number | null}} turn @param {number} end */
export function endOfCharacter(turn, end) {
  if (!turn.words.length) return timeOfCharacter(turn, end);
  const offsets = wordOffsets(turn.text, turn.words);
  let last = 0;
  offsets.forEach((offset, i) => {
    if (offset < end) last = i;
  });
  return turn.words[last]?.end_ms ?? turn.start_ms;
}

/** Index of the last item that begins at or before `ms`, -1 before the first. @param {{start_ms: number}[]} items @param {number} ms */
export function indexAt(items, ms) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((items[mid]?.start_ms ?? Infinity) <= ms) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}
