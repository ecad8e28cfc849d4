// What a replay shows, from the folded log: rows of the transcript, things on the timeline, what is missing. Pure.

import { endOfCharacter, phaseSpans, timeOfCharacter } from "./geometry.js";
import { OUTCOMES, isPush, isQuestion, labelName, moveName, phaseName, plain } from "./words.js";
import { clock, seconds } from "./time.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Answer} Answer */
/** @typedef {import("./view.js").Utterance} Utterance */
/**
 * @typedef {"signal" | "mistake" | "push" | "question" | "cut" | "barge" | "pause" | "link" | "check"} Kind
 * @typedef {{name: string, at: {t: number, end: number, text: string} | null}} Box one of three that a checkpoint asks for
 * @typedef {object} Item a thing that one can point at
 * @property {string} id
 * @property {Kind} kind
 * @property {number} t
 * @property {number} end
 * @property {string} name
 * @property {number} turn candidate turn, 0 for none
 * @property {number} start first character of its words
 * @property {number} stop one past the last
 * @property {number} utterance 0 for none
 * @property {string} outcome of a push
 * @property {boolean} wrong a push that is wrong on purpose
 * @property {string} text
 * @property {Box[]} boxes of a checkpoint
 *
 * @typedef {{row: "turn", t: number, turn: Answer | Utterance, marks: Item[], item: Item | null}} TurnRow
 * @typedef {{row: "event", t: number, glyph: string, text: string}} EventRow
 * @typedef {{row: "check", t: number, at_ms: number, boxes: Box[]}} CheckRow
 * @typedef {TurnRow | EventRow | CheckRow} Row
 *
 * @typedef {object} Model
 * @property {View} view
 * @property {number} duration
 * @property {number} minutes
 * @property {import("./geometry.js").Span[]} spans
 * @property {Item[]} items by time
 * @property {Row[]} rows by time
 * @property {(Answer | Utterance)[]} turns by time
 * @property {Map<string, Item>} byId
 * @property {{candidate: number, interviewer: number}} lost from where on the sound of a voice is missing; Infinity: nowhere
 */

const LONG_PAUSE_MS = 2000;
const LOST_MS = 1000;

/**
 * @param {View} view
 * @param {number} duration length of the recording
 * @param {Record<string, string>} [names] label to its name, where the server told it
 * @param {{candidate: number, interviewer: number}} [sound]
 * @returns {Model}
 */
export function modelOf(view, duration, names = {}, sound = { candidate: Infinity, interviewer: Infinity }) {
  const turns = heard(view);
  const answers = new Map(turns.flatMap((turn) => (turn.who === "candidate" ? [[turn.turn, turn]] : [])));
  const end = Math.max(duration, view.t, lastOf(turns, "candidate"), lastOf(turns, "interviewer"), 1);
  const items = [
    ...view.marks.flatMap((mark, i) => (stands(mark, answers) ? [markItem(mark, i, answers, names)] : [])),
    ...turns.flatMap((turn) => (turn.who === "interviewer" ? askItem(turn, view, answers) : pauseItems(turn))),
    ...Object.entries(view.links).flatMap(([phase, place]) => (stands(place, answers) ? [linkItem(phase, place, answers)] : [])),
    ...view.checkpoints.map((check) => item({ id: `check-${check.at_ms}`, kind: "check", t: check.at_ms, name: "Checkpoint", boxes: boxesOf(check, answers) })),
    ...view.cutoffs.map((cut, i) => item({ id: `cut-${i}`, kind: "cut", t: cut.t, name: "Cut off by us", turn: cut.turn, utterance: cut.utterance })),
    ...view.bargeIns.map((barge, i) => item({ id: `barge-${i}`, kind: "barge", t: barge.t, name: "You came in", utterance: barge.utterance })),
  ].filter((one) => one.t <= end);
  items.sort((a, b) => a.t - b.t);
  return {
    view, duration: end, minutes: view.session?.minutes ?? 45, spans: phaseSpans(view, end), items,
    rows: rowsOf(view, turns, items), turns, byId: new Map(items.map((one) => [one.id, one])),
    lost: {
      candidate: sound.candidate < end - LOST_MS ? sound.candidate : Infinity,
      interviewer: sound.interviewer < lastOf(turns, "interviewer") - LOST_MS ? sound.interviewer : Infinity,
    },
  };
}

/** Where the last turn of somebody ends. @param {(Answer | Utterance)[]} turns @param {"candidate" | "interviewer"} who */
const lastOf = (turns, who) => turns.reduce((last, turn) => (turn.who === who ? Math.max(last, turn.end_ms ?? turn.start_ms) : last), 0);

/** Does this place hold words of the log? The server counts those that do not. @param {import("./view.js").Place} place @param {Map<number, Answer>} answers */
function stands(place, answers) {
  const text = answers.get(place.turn)?.text ?? "";
  return place.start >= 0 && place.start < place.end && place.end <= text.length && text.slice(place.start, place.end).trim() !== "";
}

/** What was heard, in order; what was chosen and never sounded, or held no words, is left out. @param {View} view */
function heard(view) {
  const turns = view.turns.filter((turn) => (turn.who === "candidate" ? turn.text !== "" || turn.end_ms === null : turn.started));
  return turns.sort((a, b) => a.start_ms - b.start_ms);
}

/** @param {Partial<Item> & {id: string, kind: Kind, t: number, name: string}} given @returns {Item} */
const item = (given) => ({ end: given.t, turn: 0, start: 0, stop: 0, utterance: 0, outcome: "", wrong: false, text: "", boxes: [], ...given });

/** @param {import("./view.js").Mark} mark @param {number} i @param {Map<number, Answer>} answers @param {Record<string, string>} names */
function markItem(mark, i, answers, names) {
  const turn = answers.get(mark.turn);
  return item({
    id: `mark-${i}`, kind: mark.kind === "mistake" ? "mistake" : "signal", name: plain(names[mark.label] ?? labelName(mark.label)),
    t: turn ? timeOfCharacter(turn, mark.start) : mark.t, end: turn ? endOfCharacter(turn, mark.end) : mark.t,
    turn: mark.turn, start: mark.start, stop: mark.end, text: turn?.text.slice(mark.start, mark.end) ?? "",
  });
}

/** @param {Utterance} turn @param {View} view @param {Map<number, Answer>} answers @returns {Item[]} */
function askItem(turn, view, answers) {
  const push = isPush(turn.move);
  if (turn.withdrawn || (!push && !isQuestion(turn.move))) return [];
  const met = view.pushes[turn.utterance];
  const reply = met ? answers.get(met.turn) : undefined;
  return [item({
    id: `ask-${turn.utterance}`, kind: push ? "push" : "question", t: turn.start_ms, end: turn.end_ms ?? turn.start_ms, text: turn.text,
    name: push ? pushName(turn.move === "wrong_push", met?.outcome) : moveName(turn.move), utterance: turn.utterance, outcome: met?.outcome ?? "",
    wrong: turn.move === "wrong_push", turn: reply?.turn ?? 0,
  })];
}

/** @param {boolean} wrong @param {string | undefined} outcome */
const pushName = (wrong, outcome) =>
  `${wrong ? "Push, wrong on purpose" : "Push"}${outcome ? `, ${OUTCOMES[outcome]?.name ?? outcome}` : ""}`;

/** @param {Answer} turn @returns {Item[]} */
const pauseItems = (turn) => turn.pauses.filter((pause) => pause.length_ms >= LONG_PAUSE_MS).map((pause) =>
  item({ id: `pause-${turn.turn}-${pause.at_ms}`, kind: "pause", t: pause.at_ms, end: pause.at_ms + pause.length_ms, name: `Pause of ${seconds(pause.length_ms)}`, turn: turn.turn }));

/** @param {string} phase @param {import("./view.js").Place} place @param {Map<number, Answer>} answers */
function linkItem(phase, place, answers) {
  const turn = answers.get(place.turn);
  return item({ id: `link-${phase}`, kind: "link", t: place.t, name: `${phaseName(phase)} made`, turn: place.turn, start: place.start, stop: place.end, text: turn?.text.slice(place.start, place.end) ?? "" });
}

/** @param {View} view @param {(Answer | Utterance)[]} turns @param {Item[]} items @returns {Row[]} */
function rowsOf(view, turns, items) {
  /** @type {Map<number, Item[]>} */
  const marks = new Map();
  for (const one of items) if (one.kind === "signal" || one.kind === "mistake") marks.set(one.turn, [...(marks.get(one.turn) ?? []), one]);
  const asks = new Map(items.filter((one) => one.kind === "push" || one.kind === "question").map((one) => [one.utterance, one]));
  /** @type {Row[]} */
  const rows = turns.map((turn) => ({
    row: "turn", t: turn.start_ms, turn,
    marks: turn.who === "candidate" ? marks.get(turn.turn) ?? [] : [], item: turn.who === "interviewer" ? asks.get(turn.utterance) ?? null : null,
  }));
  for (const cut of view.cutoffs) rows.push({ row: "event", t: cut.t, glyph: "cut", text: `Our cut-off at ${clock(cut.t)}: the interviewer began, withdrew, and you went on.` });
  for (const barge of view.bargeIns) rows.push({ row: "event", t: barge.t, glyph: "barge", text: `You came in at ${clock(barge.t)}.${unheard(view, barge.utterance)}` });
  for (const think of view.thinkings) rows.push({ row: "event", t: think.t, glyph: "pause", text: `Time to think, ${think.asked_by === "key" ? "by key" : "asked for"}: ${seconds((think.over_ms ?? think.until_ms) - think.t)} taken.` });
  for (const stop of view.stops) rows.push({ row: "event", t: stop.from, glyph: "pause", text: `Paused at ${clock(stop.from)}. The clock was stopped.` });
  for (const change of view.changes) rows.push({ row: "event", t: change.t, glyph: "cut", text: `${change.role}: ${change.was} gave way to ${change.now}.` });
  for (const notice of view.notices) rows.push({ row: "event", t: notice.t, glyph: "cut", text: notice.message });
  for (const back of view.resumptions) rows.push({ row: "event", t: back.t, glyph: "cut", text: back.reason === "server_restarted" ? "The server was restarted here; the interview went on." : "The connection came back here." });
  for (const check of view.checkpoints) rows.push({ row: "check", t: Math.max(check.at_ms, 0), at_ms: check.at_ms, boxes: items.find((one) => one.id === `check-${check.at_ms}`)?.boxes ?? [] });
  return rows.sort((a, b) => a.t - b.t);
}

/** @param {View} view @param {number} number */
function unheard(view, number) {
  const line = view.turns.find((turn) => turn.who === "interviewer" && turn.utterance === number);
  if (line?.who !== "interviewer") return "";
  const lost = line.text.split(/\s+/).length - line.heard.split(/\s+/).filter(Boolean).length;
  return lost > 0 ? ` ${lost} ${lost === 1 ? "word was" : "words were"} not heard.` : "";
}

/** @type {["problem" | "boundary" | "tradeoff", string][]} */
const ASKED = [["problem", "user problem"], ["boundary", "boundary"], ["tradeoff", "primary tradeoff"]];

/** What a checkpoint found said, with its words. @param {import("./view.js").Checkpoint} check @param {Map<number, Answer>} answers @returns {Box[]} */
function boxesOf(check, answers) {
  return ASKED.map(([key, name]) => {
    const [number, start, end] = check[key] ?? [0, 0, 0];
    const turn = answers.get(number);
    if (!turn || !stands({ turn: number, start, end, t: 0 }, answers)) return { name, at: null };
    return { name, at: { t: timeOfCharacter(turn, start), end: endOfCharacter(turn, end), text: turn.text.slice(start, end) } };
  });
}

/**
 * A text cut at the borders of its marks, each piece with the marks that cover it.
 * @param {string} text
 * @param {{start: number, stop: number, kind: string, id: string}[]} marks
 * @returns {{text: string, start: number, ids: string[], kinds: Set<string>}[]}
 */
export function segments(text, marks) {
  const cuts = new Set([0, text.length]);
  for (const mark of marks) for (const at of [mark.start, mark.stop]) if (at > 0 && at < text.length) cuts.add(at);
  const ordered = [...cuts].sort((a, b) => a - b);
  return ordered.slice(0, -1).map((start, i) => {
    const stop = ordered[i + 1] ?? text.length;
    const over = marks.filter((mark) => mark.start < stop && mark.stop > start);
    return { text: text.slice(start, stop), start, ids: over.map((mark) => mark.id), kinds: new Set(over.map((mark) => mark.kind)) };
  }).filter((piece) => piece.text);
}

/** @type {{id: string, name: string, glyph: string, kinds: Kind[], until: number}[]} */
export const FILTERS = [
  { id: "all", name: "Everything", glyph: "", kinds: ["signal", "mistake", "push", "question", "cut", "barge", "pause", "link", "check"], until: Infinity },
  { id: "pushes", name: "Pushes", glyph: "psh", kinds: ["push"], until: Infinity },
  { id: "mistakes", name: "Mistakes", glyph: "mis", kinds: ["mistake"], until: Infinity },
  { id: "signals", name: "Signals", glyph: "sig", kinds: ["signal", "link"], until: Infinity },
  { id: "cuts", name: "Pauses and cuts", glyph: "cut", kinds: ["pause", "cut", "barge"], until: Infinity },
  { id: "three", name: "First three minutes", glyph: "", kinds: ["signal", "mistake", "push", "question", "cut", "barge", "pause", "link", "check"], until: 180000 },
  { id: "ten", name: "The ten that decide", glyph: "", kinds: ["signal", "mistake", "push", "question", "cut", "barge", "pause", "link", "check"], until: 600000 },
];

/** Does this row of the transcript stay under a filter? @param {Row} row @param {{id: string, kinds: Kind[], until: number}} filter @param {Set<number>} turns turns that hold one of its items @param {Set<number>} utterances */
export function rowStays(row, filter, turns, utterances) {
  if (filter.id === "all") return true;
  if (filter.until !== Infinity) return row.t < filter.until;
  if (row.row !== "turn") return row.row === "event" && filter.id === "cuts";
  return row.turn.who === "candidate" ? turns.has(row.turn.turn) : utterances.has(row.turn.utterance);
}
