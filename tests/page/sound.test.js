import assert from "node:assert/strict";
import { test } from "node:test";
import { Kept } from "../../client/web/kept.js";
import { Resampler } from "../../client/web/resample.js";
import { VoiceQueue } from "../../client/web/voice_queue.js";
import { MICROPHONE, pack, unpack } from "../../client/web/wire.js";

const pcm = (length, value = 1000) => new Int16Array(length).fill(value);
const chunk = (utterance, first, length, last = false) => ({ utterance, first, pcm: pcm(length), last });

/** Runs the queue over blocks of 128, with the clock at `from`. */
function run(queue, blocks, from = 0) {
  const out = new Float32Array(blocks * 128);
  for (let b = 0; b < blocks; b++) queue.fill(out.subarray(b * 128, (b + 1) * 128), from + b * 128);
  return out;
}

test("a frame survives packing, and foreign bytes are refused", () => {
  const frame = { kind: MICROPHONE, last: true, number: 7, firstSample: 2 ** 33, pcm: Int16Array.from([1, -2, 32767, -32768]) };
  assert.deepEqual(unpack(pack(frame)), frame);
  assert.equal(unpack(new ArrayBuffer(4)), null);
  assert.equal(unpack(new ArrayBuffer(20)), null);
});

test("the voice plays whole and says where its first sample lay", () => {
  const queue = new VoiceQueue();
  queue.push(chunk(3, 0, 1000));
  queue.push(chunk(3, 1000, 24, true));
  const out = run(queue, 10, 5000);
  assert.equal(out.filter((x) => x !== 0).length, 1024);
  const news = queue.take();
  assert.deepEqual(news[0], { utterance: 3, state: "started", at: 5000, samples: 0 });
  assert.deepEqual(news.at(-1), { utterance: 3, state: "ended", at: 5000, samples: 1024 });
});

test("it waits for a first bit of sound, not for the whole line", () => {
  const queue = new VoiceQueue();
  queue.push(chunk(1, 0, 100));
  run(queue, 1);
  assert.equal(queue.take().length, 0);
  queue.push(chunk(1, 100, 600));
  run(queue, 1);
  assert.equal(queue.take()[0].state, "started");
});

test("stop fades within 5 ms, drops the rest and counts what was heard", () => {
  const queue = new VoiceQueue();
  queue.push(chunk(1, 0, 16000));
  run(queue, 4);
  queue.stop(1);
  const out = run(queue, 4, 512);
  assert.ok(out.lastIndexOf(out.findLast((x) => x !== 0)) < 80);
  const cut = queue.take().at(-1);
  assert.equal(cut.state, "cut");
  assert.ok(cut.samples >= 512 && cut.samples <= 592);
  queue.push(chunk(1, 16000, 500, true));
  assert.equal(run(queue, 4).some((x) => x !== 0), false);
});

test("a line that is stopped before it sounded never sounds", () => {
  const queue = new VoiceQueue();
  queue.push(chunk(1, 0, 16000));
  queue.stop(1);
  assert.equal(run(queue, 4).some((x) => x !== 0), false);
  assert.deepEqual(queue.take(), []);
});

test("a held line goes on from where it was, later on the clock", () => {
  const queue = new VoiceQueue();
  queue.push(chunk(1, 0, 4000, true));
  run(queue, 4);
  queue.hold();
  run(queue, 10, 512);
  const held = queue.take().find((news) => news.state === "held");
  assert.ok(held.samples > 512 && held.samples < 600);
  queue.goOn();
  run(queue, 40, 512 + 1280);
  const news = queue.take();
  const moved = news.find((one) => one.state === "progress");
  assert.equal(moved.at, 512 + 1280 - held.samples);
  assert.equal(news.at(-1).samples, 4000);
});

test("sound that was sent twice is heard once", () => {
  const queue = new VoiceQueue();
  for (let i = 0; i < 2; i++) queue.push(chunk(1, 0, 1000, true));
  assert.equal(run(queue, 20).filter((x) => x !== 0).length, 1000);
  queue.push(chunk(1, 0, 1000, true));
  assert.equal(run(queue, 20).some((x) => x !== 0), false);
});

test("what was kept is sent in order, with what was pressed at its place", () => {
  const kept = new Kept(16000, 1600);
  kept.push(pcm(512));
  kept.note({ type: "done" });
  kept.push(pcm(512));
  const order = [];
  for (let next = kept.shift(); next; next = kept.shift()) order.push("piece" in next ? next.piece.first : next.message.type);
  assert.deepEqual(order, [0, "done", 512]);
});

test("after a return sound goes on from the sample that the server wants", () => {
  const kept = new Kept(160000, 16000);
  for (let i = 0; i < 10; i++) kept.push(pcm(512));
  while (kept.shift());
  kept.from(1000);
  const first = kept.shift();
  assert.equal(first.piece.first, 1000);
  assert.equal(first.piece.pcm.length, 24);
  let end = 1024;
  for (let next = kept.shift(); next; next = kept.shift()) {
    assert.equal(next.piece.first, end);
    end += next.piece.pcm.length;
  }
  assert.equal(end, 5120);
});

test("a server that is ahead moves the numbering on", () => {
  const kept = new Kept(160000, 16000);
  kept.push(pcm(512));
  kept.from(9000);
  kept.push(pcm(512));
  assert.equal(kept.shift().piece.first, 9000);
});

test("memory is bounded and what had to go is counted", () => {
  const kept = new Kept(5120, 1024);
  for (let i = 0; i < 100; i++) kept.push(pcm(512));
  assert.ok(kept.pieces.length <= 10);
  assert.equal(kept.dropped, 90 * 512);
  assert.equal(kept.waitingMs, (10 * 512) / 16);
});

test("a change of rate keeps the pitch and the level, and joins its blocks without a click", () => {
  for (const rate of [44100, 48000]) {
    const down = new Resampler(rate, 16000);
    const out = [];
    for (let i = 0; i < rate; i += 128) {
      const block = new Float32Array(128);
      for (let k = 0; k < 128; k++) block[k] = Math.sin((2 * Math.PI * 440 * (i + k)) / rate);
      out.push(...down.push(block));
    }
    assert.ok(Math.abs(out.length - 16000) < 60);
    let worst = 0;
    for (let i = 200; i < out.length - 200; i++) worst = Math.max(worst, Math.abs(out[i] - 2 * Math.cos((2 * Math.PI * 440) / 16000) * out[i - 1] + out[i - 2]));
    assert.ok(worst < 0.02, `a step of ${worst} at ${rate}`);
  }
});
