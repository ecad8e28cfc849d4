import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, fold, foldAll, withPartial } from "../../client/web/view.js";

/** @param {...object} lines */
const log = (...lines) => lines.map((line, i) => ({ n: i + 1, t: i * 1000, ...line }));
const ask = (utterance, more = {}) => ({ type: "question_asked", utterance, text: `question ${utterance}`, move: "probe", target: null, phase: null, rung: 0, reason: "", source: "scripted", after_turn: 0, ...more });
const ended = (utterance, more = {}) => ({ type: "utterance_ended", utterance, start_ms: 0, heard_ms: 900, heard_text: `question ${utterance}`, whole: true, reason: "played", ...more });
const committed = (turn, more = {}) => ({ type: "turn_committed", turn, start_ms: 3000, end_ms: 5000, reason: "silence", ...more });
const transcribed = (turn, text = "so there is a clerk") => ({ type: "turn_transcribed", turn, text, words: [], source: "ear" });

test("folding line by line and all at once give the same view", () => {
  const lines = log({ type: "session_started", minutes: 45 }, ask(1), { type: "utterance_started", utterance: 1 }, ended(1), { type: "turn_opened", turn: 1 }, { type: "turn_paused", turn: 1, since_ms: 5000 }, { type: "turn_resumed", turn: 1, paused_ms: 800 }, committed(1), transcribed(1), ask(2));
  assert.deepEqual(lines.reduce(fold, begin()), foldAll(lines));
});

test("folding a line leaves the view before it as it was", () => {
  const before = foldAll(log(ask(1), { type: "utterance_started", utterance: 1 }, ended(1), { type: "turn_opened", turn: 1 }));
  const copy = structuredClone(before);
  fold(before, { n: 5, t: 5000, type: "turn_paused", turn: 1, since_ms: 4000 });
  fold(before, { n: 5, t: 5000, ...transcribed(1) });
  assert.deepEqual(before, copy);
});

test("the floor follows the voices", () => {
  const floors = [];
  let view = begin();
  for (const line of log(ask(1), { type: "utterance_started", utterance: 1 }, ended(1), { type: "turn_opened", turn: 1 }, { type: "turn_paused", turn: 1, since_ms: 1 }, { type: "turn_resumed", turn: 1, paused_ms: 300 }, committed(1), transcribed(1))) {
    view = fold(view, line);
    floors.push(view.floor);
  }
  assert.deepEqual(floors, ["interviewer", "interviewer", "open", "candidate", "paused", "candidate", "interviewer", "interviewer"]);
});

test("time to think lasts until it is over, and outlives the interviewer's answer to it", () => {
  let view = foldAll(log({ type: "thinking_granted", until_ms: 60000, asked_by: "words" }, ask(2, { move: "grant_time" }), { type: "utterance_started", utterance: 2 }, ended(2)));
  assert.equal(view.floor, "thinking");
  view = fold(view, { n: 9, t: 9000, type: "thinking_over" });
  assert.equal(view.floor, "open");
});

test("a pause of the session stops the floor and gives it back", () => {
  let view = foldAll(log(ask(1), { type: "utterance_started", utterance: 1 }, ended(1), { type: "session_paused", reason: "candidate" }));
  assert.equal(view.floor, "stopped");
  view = fold(view, { n: 5, t: 4000, type: "session_unpaused" });
  assert.equal(view.floor, "open");
  assert.deepEqual(view.stops, [{ from: 3000, to: 4000, reason: "candidate" }]);
});

test("a rejoined turn is open again and drops what its first half was judged to be", () => {
  const view = foldAll(log({ type: "turn_opened", turn: 1 }, committed(1), transcribed(1), { type: "mark_made", turn: 1, label: "model_first", kind: "mistake", start: 0, end: 2 }, { type: "link_made", phase: "problem", turn: 1, start: 0, end: 2 }, ask(2), { type: "question_withdrawn", utterance: 2, reason: "candidate_went_on" }, { type: "turn_rejoined", turn: 1, utterance: 2 }));
  assert.equal(view.floor, "candidate");
  assert.equal(view.open?.turn, 1);
  assert.equal(view.turns.filter((turn) => turn.who === "candidate").length, 1);
  assert.deepEqual([view.marks, view.links], [[], {}]);
  assert.equal(view.cutoffs.length, 1);
});

test("a barge-in is counted, our own withdrawal is not one", () => {
  const base = log(ask(1), { type: "utterance_started", utterance: 1 });
  assert.equal(foldAll([...base, { n: 3, t: 2000, ...ended(1, { whole: false, reason: "barge_in" }) }]).bargeIns.length, 1);
  const ours = [...base, { n: 3, t: 2000, type: "question_withdrawn", utterance: 1, reason: "candidate_went_on" }, { n: 4, t: 2000, ...ended(1, { whole: false, reason: "barge_in" }) }];
  assert.equal(foldAll(ours).bargeIns.length, 0);
});

test("a turn without words gives the floor back", () => {
  const view = foldAll(log({ type: "turn_opened", turn: 1 }, committed(1), transcribed(1, "")));
  assert.equal(view.floor, "open");
});

test("tentative words belong to the open turn and give way to the final ones", () => {
  let view = foldAll(log({ type: "turn_opened", turn: 1 }));
  view = withPartial(view, { turn: 1, text: "so there", settled: 3 });
  assert.deepEqual(view.open?.partial, { text: "so there", settled: 3 });
  assert.equal(withPartial(view, { turn: 7, text: "x" }), view);
  view = fold(fold(view, { n: 2, t: 1, ...committed(1) }), { n: 3, t: 1, ...transcribed(1) });
  assert.equal(view.turns[0]?.who === "candidate" && view.turns[0].partial, null);
});

test("lines of a newer version are counted and the rest is folded", () => {
  const view = foldAll(log({ type: "hologram_shown" }, { type: "constructor" }, { type: "turn_opened", turn: 1 }));
  assert.equal(view.unknown, 2);
  assert.equal(view.floor, "candidate");
});

test("lines about turns and utterances that were never begun do no harm", () => {
  for (const type of ["turn_paused", "turn_resumed", "turn_rejoined", "turn_transcribed", "question_withdrawn", "utterance_started", "utterance_ended", "thinking_over", "session_unpaused", "push_answered"])
    assert.doesNotThrow(() => foldAll(log({ type, turn: 9, utterance: 9 })));
});

test("a hundred thousand lines fold in under a second", () => {
  const lines = [];
  for (let turn = 1; turn <= 12500; turn++)
    lines.push(ask(turn), { type: "utterance_started", utterance: turn }, ended(turn), { type: "turn_opened", turn }, { type: "turn_paused", turn, since_ms: 1 }, { type: "turn_resumed", turn, paused_ms: 400 }, committed(turn), transcribed(turn));
  const start = performance.now();
  const view = foldAll(log(...lines));
  assert.equal(view.turns.length, 25000);
  assert.ok(performance.now() - start < 1000);
});
