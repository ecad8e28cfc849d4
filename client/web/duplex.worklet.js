// One worklet for both directions, so that what was heard and what was said share one clock. It counts microphone samples
// for as long as the audio graph runs: where there is no microphone it counts silence.

import { Resampler } from "./resample.js";
import { VoiceQueue } from "./voice_queue.js";

const RATE = 16000;
const FRAME = 512;

class Duplex extends AudioWorkletProcessor {
  constructor() {
    super();
    this.down = new Resampler(sampleRate, RATE);
    this.up = new Resampler(RATE, sampleRate);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.count = 0;
    this.peak = 0;
    this.square = 0;
    this.voice = new VoiceQueue();
    /** @type {number[]} */
    this.spare = [];
    this.port.onmessage = (event) => this.told(event.data);
  }

  /** @param {any} message */
  told(message) {
    if (message.say === "chunk") this.voice.push(message.chunk);
    if (message.say === "hold") this.voice.hold();
    if (message.say === "go_on") this.voice.goOn();
    if (message.say === "stop") {
      this.voice.stop(message.utterance);
      this.spare = [];
    }
  }

  /** @param {Float32Array[][]} inputs @param {Float32Array[][]} outputs */
  process(inputs, outputs) {
    const out = outputs[0]?.[0];
    if (!out) return true;
    const at = this.count;
    const heard = this.down.push(inputs[0]?.[0] ?? new Float32Array(out.length));
    for (const sample of heard) this.take(sample);
    this.play(out, at);
    for (const played of this.voice.take()) this.port.postMessage({ say: "played", played });
    return true;
  }

  /** @param {number} sample */
  take(sample) {
    const size = Math.abs(sample);
    if (size > this.peak) this.peak = size;
    this.square += sample * sample;
    this.frame[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
    this.count++;
    if (this.filled < FRAME) return;
    const pcm = this.frame;
    this.port.postMessage(
      { say: "frame", first: this.count - FRAME, pcm, peak: this.peak, rms: Math.sqrt(this.square / FRAME) },
      [pcm.buffer],
    );
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.peak = 0;
    this.square = 0;
  }

  /** @param {Float32Array} out @param {number} at */
  play(out, at) {
    if (this.up.same) {
      this.voice.fill(out, at);
      return;
    }
    while (this.spare.length < out.length) {
      const block = new Float32Array(64);
      this.voice.fill(block, at);
      this.spare.push(...this.up.push(block));
    }
    out.set(this.spare.splice(0, out.length));
  }
}

registerProcessor("duplex", Duplex);
