// The interviewer's voice on its way to the ears: chunks in order, at most one utterance at a time, and an exact account
// of what was heard. Pure: it counts samples, the worklet gives it blocks to fill.

/** @typedef {{utterance: number, first: number, pcm: Int16Array, last: boolean}} Chunk */
/** @typedef {{utterance: number, state: "started" | "progress" | "held" | "ended" | "cut", at: number, samples: number}} Played */
/** @typedef {{utterance: number, samples: number, at: number, told: number, waits: boolean}} Playing */

const PREBUFFER = 640;
const PROGRESS = 4000;
const FADE = 80;

export class VoiceQueue {
  constructor() {
    /** @type {Chunk[]} */
    this.chunks = [];
    this.offset = 0;
    /** @type {Playing | null} */
    this.playing = null;
    /** @type {Map<number, number>} samples of each utterance that have come; Infinity when it is over for good */
    this.come = new Map();
    this.gain = 1;
    this.held = false;
    this.stopping = false;
    /** @type {Played[]} */
    this.news = [];
  }

  /** A chunk that came before, or of an utterance that is over, is left out. @param {Chunk} chunk */
  push(chunk) {
    const come = this.come.get(chunk.utterance) ?? 0;
    if (chunk.first < come) return;
    this.come.set(chunk.utterance, chunk.first + chunk.pcm.length);
    this.chunks.push(chunk);
  }

  /** Stops for good, with a fade of a few milliseconds against the click. @param {number} [utterance] all when left out */
  stop(utterance) {
    const current = this.playing?.utterance;
    const named = utterance === undefined ? new Set(this.chunks.map((chunk) => chunk.utterance)) : new Set([utterance]);
    for (const number of named) this.come.set(number, Infinity);
    this.chunks = this.chunks.filter((chunk) => chunk.utterance === current || !named.has(chunk.utterance));
    if (current === undefined || (utterance !== undefined && utterance !== current)) return;
    this.stopping = true;
    if (this.gain === 0 || !this.chunks.length) this.finish("cut");
  }

  /** Pauses where it is: somebody made a sound. */
  hold() {
    this.held = this.playing !== null;
  }

  /** It was nothing: the rest follows. */
  goOn() {
    this.held = false;
  }

  /**
   * Fills a block. `at` is the number of the microphone sample that goes with its first sample.
   * @param {Float32Array} out
   * @param {number} at
   */
  fill(out, at) {
    let i = 0;
    while (i < out.length) {
      const chunk = this.chunks[0];
      if (!chunk || !this.ready(chunk)) break;
      if (this.playing?.utterance !== chunk.utterance) this.begin(chunk, at + i);
      if (this.playing) this.realign(this.playing, at + i);
      i = this.copy(chunk, out, i);
      if (this.playing && this.gain === 0) break;
    }
    out.fill(0, i);
    if (this.stopping && i < out.length) this.finish("cut");
    const playing = this.playing;
    if (!playing) return;
    if (i < out.length && !playing.waits) {
      playing.waits = true;
      this.tell(playing, "held");
    } else if (playing.samples - playing.told >= PROGRESS) this.tell(playing, "progress");
  }

  /** After a hold or a gap in the sound the rest lies later on the clock. @param {Playing} playing @param {number} at */
  realign(playing, at) {
    if (playing.at === at - playing.samples || this.gain === 0 && (this.held || this.stopping)) return;
    playing.at = at - playing.samples;
    playing.waits = false;
    this.tell(playing, "progress");
  }

  /** @param {Playing} playing @param {Played["state"]} state */
  tell(playing, state) {
    playing.told = playing.samples;
    this.news.push({ utterance: playing.utterance, state, at: playing.at, samples: playing.samples });
  }

  /** @param {Chunk} chunk @param {Float32Array} out @param {number} i @returns {number} */
  copy(chunk, out, i) {
    const playing = this.playing;
    const target = this.held || this.stopping ? 0 : 1;
    while (playing && i < out.length && this.offset < chunk.pcm.length) {
      if (this.gain !== target) this.gain = Math.min(1, Math.max(0, this.gain + (target ? 1 : -1) / FADE));
      if (this.gain === 0) {
        if (this.stopping) this.finish("cut");
        return i;
      }
      out[i++] = ((chunk.pcm[this.offset++] ?? 0) / 32768) * this.gain;
      playing.samples++;
    }
    if (this.offset >= chunk.pcm.length) {
      this.chunks.shift();
      this.offset = 0;
      if (chunk.last) this.finish(this.stopping ? "cut" : "ended");
    }
    return i;
  }

  /** What happened since the last call. @returns {Played[]} */
  take() {
    return this.news.splice(0);
  }

  /** @param {Chunk} chunk */
  ready(chunk) {
    if (this.playing?.utterance === chunk.utterance) return true;
    let held = 0;
    for (const next of this.chunks) {
      if (next.utterance !== chunk.utterance) break;
      held += next.pcm.length;
      if (next.last || held >= PREBUFFER) return true;
    }
    return false;
  }

  /** @param {Chunk} chunk @param {number} at */
  begin(chunk, at) {
    if (this.playing) this.finish("ended");
    this.playing = { utterance: chunk.utterance, samples: chunk.first, at: at - chunk.first, told: 0, waits: false };
    this.tell(this.playing, "started");
  }

  /** @param {"ended" | "cut"} state */
  finish(state) {
    const playing = this.playing;
    this.playing = null;
    this.gain = 1;
    this.held = false;
    this.stopping = false;
    if (!playing) return;
    this.come.set(playing.utterance, Infinity);
    if (state === "cut") {
      this.chunks = this.chunks.filter((chunk) => chunk.utterance !== playing.utterance);
      this.offset = 0;
    }
    this.tell(playing, state);
  }
}
