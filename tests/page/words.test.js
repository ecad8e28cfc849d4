import assert from "node:assert/strict";
import { test } from "node:test";
import { modelOf, rowStays, segments, FILTERS } from "../../client/web/replay_model.js";
import { stageWords, stripWords } from "../../client/web/stage_words.js";
import { clock, countdown, momentHash, momentOf } from "../../client/web/time.js";
import { begin, foldAll } from "../../client/web/view.js";
import { verdict as levelVerdict } from "../../client/web/lobby_sound.js";
import { moments } from "../../client/web/debrief_ten.js";
import { verdict, whole } from "../../client/web/debrief_parts.js";
import { keepWords } from "../../client/web/lobby_keep.js";
import { costWords } from "../../client/web/words.js";

const log = (...lines) => lines.map((line, i) => ({ n: i + 1, ...line }));
const asked = log({ t: 0, type: "question_asked", utterance: 1, text: "What breaks?", move: "probe", after_turn: 0 }, { t: 100, type: "utterance_started", utterance: 1 });
const answered = [...asked, ...[
  { t: 2000, type: "utterance_ended", utterance: 1, start_ms: 100, heard_ms: 1900, heard_text: "What breaks?", whole: true, reason: "played" },
  { t: 3000, type: "turn_opened", turn: 1 },
].map((line, i) => ({ n: i + 3, ...line }))];

test("each state of the floor has its own words and none is empty", () => {
  for (const floor of ["waiting", "open", "candidate", "paused", "thinking", "interviewer", "stopped", "ended"]) {
    const words = stageWords({ ...foldAll(answered), floor }, 9000);
    assert.ok(words.you, floor);
    assert.match(words.digits, /^\d+:\d\d$/);
  }
});

test("the question stands while it is answered, an aside does not replace it", () => {
  const aside = [...answered, { n: 5, t: 4000, type: "question_asked", utterance: 2, text: "Ten minutes left.", move: "time_check", after_turn: 0 }, { n: 6, t: 4000, type: "utterance_started", utterance: 2 }, { n: 7, t: 5000, type: "utterance_ended", utterance: 2, start_ms: 4000, heard_ms: 1000, heard_text: "Ten minutes left.", whole: true, reason: "played" }];
  assert.equal(stageWords(foldAll(aside), 9000).question, "What breaks?");
});

test("the weightiest trouble is the one that is told", () => {
  const at = { net: "open", began: true, keptMs: 0, dropped: 0, fault: null, mic: "ok", micDetail: "", micAt: 0, asleep: false, view: begin(), now: 0, quiet: "all is well" };
  assert.deepEqual([stripWords(at).level, stripWords(at).rest], ["quiet", "all is well"]);
  const changed = (/** @type {string} */ reason) => stripWords({ ...at, now: 5000, view: { ...at.view, changes: [{ t: 1000, role: "brain", was: "m", now: "scripted", reason }] } });
  assert.match(changed("model_key").rest, /refuses the key.*Nothing is lost/);
  assert.match(changed("model_unheard_of").rest, /^Nothing is lost/);
  assert.equal(changed("recovered").rest, "");
  assert.match(stripWords({ ...at, net: "lost", keptMs: 6000, mic: "silent" }).rest, /kept here, 0:06 so far/);
  const full = { code: "server_full", message: "Four are going on.", next_step: "The next place is yours." };
  assert.deepEqual(stripWords({ ...at, net: "lost", began: false, fault: full }).head, full.message);
  assert.match(stripWords({ ...at, mic: "lost", micDetail: "ended", micAt: 271000 }).head, /unplugged at 4:31/);
  assert.equal(stripWords({ ...at, mic: "denied" }).act, "type");
});

test("times are read and written the same way", () => {
  assert.equal(momentOf("#t=754"), 754000);
  assert.equal(momentOf("#t=12:34"), 754000);
  assert.equal(momentOf("#x"), null);
  assert.equal(momentOf(momentHash(754321)), 754300);
  assert.equal(clock(83400), "1:23");
  assert.equal(countdown(59001), "1:00");
});

test("a text cut at its marks is still the text", () => {
  const text = "we index everything and she decides";
  const pieces = segments(text, [{ start: 3, stop: 19, kind: "mistake", id: "a" }, { start: 9, stop: 23, kind: "signal", id: "b" }]);
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
  assert.deepEqual(pieces.find((piece) => piece.text.startsWith("everything"))?.ids, ["a", "b"]);
  assert.deepEqual(segments("", [{ start: 0, stop: 4, kind: "signal", id: "a" }]), []);
});

test("marks and links that point at no words of the log are left out", () => {
  const said = [...answered, { n: 5, t: 5000, type: "turn_committed", turn: 1, start_ms: 3000, end_ms: 5000, reason: "silence" }, { n: 6, t: 5000, type: "turn_transcribed", turn: 1, text: "I would take a model", words: [], source: "typed" }];
  const mark = { n: 7, t: 5000, type: "mark_made", label: "model_first", kind: "mistake" };
  const items = (turn, start, end) => modelOf(foldAll([...said, { ...mark, turn, start, end }, { ...mark, n: 8, type: "link_made", phase: "launch", turn, start, end }]), 8000).items;
  assert.deepEqual(items(1, 0, 12).filter((item) => item.turn === 1).map((item) => item.text), ["I would take", "I would take"]);
  for (const [turn, start, end] of [[9, 0, 4], [1, 0, 4000], [1, -2, 3], [1, 4, 4], [1, 5, 2]]) {
    assert.equal(items(turn, start, end).some((item) => item.kind === "mistake" || item.id === "link-launch"), false, `${turn} ${start} ${end}`);
  }
});

test("sound is missing from where a track ends, if somebody spoke after that", () => {
  const lost = (candidate, interviewer) => modelOf(foldAll(answered), 8000, {}, { candidate, interviewer }).lost;
  assert.deepEqual(lost(8000, 8000), { candidate: Infinity, interviewer: Infinity });
  assert.deepEqual(lost(3000, 1500), { candidate: 3000, interviewer: Infinity });
  assert.deepEqual(lost(0, 0), { candidate: 0, interviewer: 0 });
});

test("rows are ordered by time and a filter keeps what belongs to it", () => {
  const model = modelOf(foldAll(answered), 8000);
  assert.deepEqual(model.rows.map((row) => row.t), [...model.rows.map((row) => row.t)].sort((a, b) => a - b));
  assert.ok(model.rows.every((row) => rowStays(row, FILTERS[0], new Set(), new Set())));
  assert.ok(model.rows.every((row) => !rowStays(row, FILTERS[1], new Set(), new Set())));
});

test("the sound check tells silence, softness, clipping and a loud room apart", () => {
  const take = (quiet, loud, peak) => Array.from({ length: 100 }, (_, i) => ({ rms: i % 2 ? loud : quiet, peak: i % 2 ? peak : quiet }));
  assert.equal(levelVerdict(take(0.0002, 0.0003, 0.001)).heard, false);
  assert.match(levelVerdict(take(0.0005, 0.008, 0.05)).words, /low/);
  assert.match(levelVerdict(take(0.0005, 0.3, 1)).words, /Too loud/);
  assert.match(levelVerdict(take(0.03, 0.2, 0.6)).words, /room is loud/);
  assert.equal(levelVerdict(take(0.0005, 0.06, 0.4)).good, true);
});

test("the verdict counts the votes, and says so when the room disagrees with its members", () => {
  const room = (vote, ...votes) => ({ vote, voices: votes.map((v) => ({ vote: v })) });
  assert.equal(verdict(room("hire", "hire", "hire", "no_hire")), "Hire, two to one.");
  assert.equal(verdict(room("strong_no_hire", "no_hire", "no_hire", "strong_no_hire")), "Strong no hire, with one voice.");
  assert.equal(verdict(room("no_hire", "hire", "hire", "no_hire")), "No hire, though two of three would hire.");
  assert.equal(verdict({ vote: null, voices: [] }), "Not voted on.");
});

test("a quote that was cut ends with a whole word", () => {
  assert.equal(whole("and gets a list of ti"), "and gets a list of …");
  assert.equal(whole("It stays."), "It stays.");
});

test("the moments of the first ten minutes are few, of both kinds, and in order", () => {
  const marks = Array.from({ length: 20 }, (_, i) => ({ kind: i === 7 ? "mistake" : "signal", name: `n${i}`, at: { start_ms: i * 25000 } }));
  const shown = moments({ marks, duration_ms: 700000, checkpoints: [{ at_ms: 180000, reached: true }] });
  assert.ok(shown.length <= 6);
  assert.ok(shown.some((one) => one.kind === "mistake") && shown.some((one) => one.kind === "check"));
  assert.deepEqual(shown.map((one) => one.t), [...shown.map((one) => one.t)].sort((a, b) => a - b));
});

test("what a model cost is told as far as it is known", () => {
  const cost = { requests: 2, tokens_in: 1200, tokens_cached: 0, tokens_out: 80, usd: 0, estimated: false };
  assert.equal(costWords({ ...cost, requests: 0 }), "");
  assert.equal(costWords(undefined), "");
  assert.equal(costWords(cost), "The model was asked 2 times: 1,200 tokens read, 80 written; free, on this machine.");
  assert.match(costWords({ ...cost, usd: null }), /its price is not known/);
  assert.match(costWords({ ...cost, usd: 1.5, estimated: true }), /about 1,200 tokens read.*about \$1\.50 at list prices/);
  assert.match(costWords({ ...cost, requests: 1 }), /asked once/);
});

test("what was sent to a remote ear and voice is told with about what it costs", () => {
  const sent = { heard_s: 754, characters: 5200, usd: 0.1534 };
  assert.equal(costWords(undefined, sent), "The ear was sent about 13 minutes of speech and the voice was sent about 5,200 characters; about $0.15 at list prices.");
  assert.equal(costWords(undefined, { heard_s: 20, characters: 0, usd: null }), "The ear was sent about 1 minute of speech; the price is not known.");
  assert.equal(costWords(undefined, { heard_s: 0, characters: 90, usd: 0 }), "The voice was sent about 90 characters; free.");
  assert.equal(costWords(undefined, { heard_s: 0, characters: 0, usd: 0 }), "");
});

test("what goes at the next start is counted", () => {
  assert.match(keepWords({ days: 0, fixed_by: "", older: 0 }), /Until you delete them/);
  assert.match(keepWords({ days: 30, fixed_by: "", older: 1 }), /^One is older/);
  assert.match(keepWords({ days: 30, fixed_by: "", older: 3 }), /^3 are older/);
  assert.equal(keepWords({ days: 30, fixed_by: "--keep-days", older: 3 }), "Set by --keep-days.");
});
