// Change of sample rate by a windowed sinc, block by block, without a click between blocks.
// Needed where a browser will not run its audio graph at 16 kHz.

const ZEROS = 8;
const PHASES = 256;

export class Resampler {
  /** @param {number} from @param {number} to */
  constructor(from, to) {
    this.step = from / to;
    this.same = from === to;
    const cutoff = Math.min(1, to / from);
    this.half = Math.ceil(ZEROS / cutoff);
    this.taps = 2 * this.half;
    /** @type {Float32Array[]} */
    this.kernels = [];
    for (let p = 0; p < PHASES; p++) this.kernels.push(kernel(this.half, p / PHASES, cutoff));
    this.history = new Float32Array(this.taps);
    this.at = 0;
  }

  /** As many samples at the new rate as these allow. @param {Float32Array} block @returns {Float32Array} */
  push(block) {
    if (this.same) return block;
    const input = new Float32Array(this.history.length + block.length);
    input.set(this.history);
    input.set(block, this.history.length);
    const out = [];
    while (this.at + this.taps <= input.length) {
      const whole = Math.floor(this.at);
      const taps = this.kernels[Math.floor((this.at - whole) * PHASES)] ?? this.kernels[0];
      let sum = 0;
      if (taps) for (let i = 0; i < this.taps; i++) sum += (input[whole + i] ?? 0) * (taps[i] ?? 0);
      out.push(sum);
      this.at += this.step;
    }
    const used = Math.min(Math.floor(this.at), input.length);
    this.history = input.slice(used);
    this.at -= used;
    return Float32Array.from(out);
  }
}

/** @param {number} half @param {number} shift @param {number} cutoff */
function kernel(half, shift, cutoff) {
  const taps = new Float32Array(2 * half);
  let sum = 0;
  for (let i = 0; i < taps.length; i++) {
    const x = i - half + 1 - shift;
    const arg = Math.PI * x * cutoff;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / half);
    const value = Math.abs(x) >= half ? 0 : (x === 0 ? 1 : Math.sin(arg) / arg) * window;
    taps[i] = value;
    sum += value;
  }
  for (let i = 0; i < taps.length; i++) taps[i] = (taps[i] ?? 0) / sum;
  return taps;
}
