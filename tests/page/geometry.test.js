import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "../../client/web/geometry.js";

const entries = (...list) => ({ phases: list.map(([phase, start_ms]) => ({ phase, start_ms, turn: 1 })) });

test("phases cover the session without gap or overlap", () => {
  const spans = g.phaseSpans(entries(["problem", 900], ["boundary", 5000], ["problem", 4000], ["launch", 99000]), 20000);
  assert.equal(spans[0].start_ms, 0);
  assert.equal(spans.at(-1).end_ms, 20000);
  spans.slice(1).forEach((span, i) => assert.equal(span.start_ms, spans[i].end_ms));
});

test("time spent adds up to the session", () => {
  const spans = g.phaseSpans(entries(["problem", 0], ["boundary", 5000], ["problem", 7000]), 20000);
  assert.deepEqual(g.spent(spans), { problem: 18000, boundary: 2000 });
  assert.equal(g.phaseSpans(entries(["problem", 900]), 2000)[0].phase, "clarify");
});

test("the working clock scales with the length of the mock", () => {
  const [full, short] = [g.treads(45), g.treads(15)];
  full.forEach((span, i) => assert.equal(span.start_ms / 3, short[i].start_ms));
});

test("ticks are round and fit the room", () => {
  assert.deepEqual(g.ticks(0, 60000, 6), [0, 10000, 20000, 30000, 40000, 50000, 60000]);
  assert.ok(g.ticks(0, 2700000, 10).length <= 11);
});

test("signs nearer than their width become one with a count", () => {
  const groups = g.clusters([{ t: 0 }, { t: 5 }, { t: 30 }], 10);
  assert.deepEqual(groups.map((group) => group.items.length), [2, 1]);
});

test("no label lies on another sign of its row, or beyond the picture", () => {
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 50; round++) {
    const items = Array.from({ length: 12 }, () => { const from = next() * 900; return { from, to: from + 10, length: 20 + next() * 160 }; }).sort((a, b) => a.from - b.from);
    const rows = g.labelRows(items, 3, 1000);
    const boxes = items.map((item, i) => ({ row: rows[i].row, from: rows[i].label === "left" ? item.to - item.length : item.from, to: rows[i].label === "right" ? item.from + item.length : item.to, label: rows[i].label }));
    for (const [i, a] of boxes.entries()) {
      if (!a.label) continue;
      assert.ok(a.to <= 1000);
      for (const [j, b] of boxes.entries()) if (i !== j && a.row === b.row) assert.ok(a.to <= b.from || b.to <= a.from, `${i} on ${j}`);
    }
  }
});

test("a label with room to its right is shown there, the last one may turn to the left", () => {
  assert.deepEqual(g.labelRows([{ from: 0, to: 10, length: 100 }, { from: 950, to: 960, length: 100 }], 1, 1000), [{ row: 0, label: "right" }, { row: 0, label: "left" }]);
  assert.deepEqual(g.labelRows([{ from: 0, to: 10, length: 100 }, { from: 50, to: 60, length: 100 }], 1, 1000).map((row) => row.label), ["", "right"]);
});

test("each column holds its loudest peak, outside is silence", () => {
  assert.deepEqual(g.columnsOf([1, 9, 3, 4], 0, 4, 2), [9, 4]);
  assert.deepEqual(g.columnsOf([1, 9], 0, 8, 4), [9, 0, 0, 0]);
  assert.deepEqual(g.columnsOf([], 0, 10, 3), [0, 0, 0]);
});

test("a waveform is one closed path inside its height", () => {
  const path = g.wavePath([0, 255, 40], 24, "up");
  assert.match(path, /^M0 24.*Z$/);
  for (const [, y] of path.matchAll(/L\d+ ([\d.]+)/g)) assert.ok(Number(y) >= 0 && Number(y) <= 24);
});

test("silence is where neither voice is heard", () => {
  assert.deepEqual(g.silences([9, 0, 0, 0, 9], [0, 0, 0, 9, 0], 1, 2000), [{ from: 1000, to: 3000 }]);
  assert.deepEqual(g.silences([], [], 50, 100), []);
});

const turn = { text: "so there is a clerk", start_ms: 1000, end_ms: 3000, words: [
  { text: "so", start_ms: 1000, end_ms: 1200 }, { text: "there", start_ms: 1300, end_ms: 1500 }, { text: "is", start_ms: 1600, end_ms: 1700 }, { text: "a", start_ms: 1800, end_ms: 1850 }, { text: "clerk", start_ms: 2500, end_ms: 3000 }] };

test("a character is spoken when its word is", () => {
  assert.deepEqual(g.wordOffsets(turn.text, turn.words), [0, 3, 9, 12, 14]);
  assert.equal(g.timeOfCharacter(turn, 0), 1000);
  assert.equal(g.timeOfCharacter(turn, 16), 2500);
  assert.equal(g.endOfCharacter(turn, 8), 1500);
  assert.equal(g.timeOfCharacter({ ...turn, words: [] }, 19), 3000);
});

test("the item that is under way is found by its start", () => {
  assert.equal(g.indexAt(turn.words, 999), -1);
  assert.equal(g.indexAt(turn.words, 1300), 1);
  assert.equal(g.indexAt(turn.words, 9e9), 4);
});
