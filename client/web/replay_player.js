// Playing a recording: where it is, how fast, what it skips, what it repeats.

/** @typedef {{from: number, to: number}} Stretch */

const LEAD_MS = 120;

export class Player {
  /**
   * @param {string} source
   * @param {number} duration milliseconds
   * @param {{tick: (ms: number) => void, changed: () => void, failed: () => void}} told
   */
  constructor(source, duration, told) {
    this.audio = new Audio();
    this.audio.preload = "auto";
    this.audio.preservesPitch = true;
    this.audio.src = source;
    this.duration = duration;
    this.told = told;
    /** @type {Stretch[]} */
    this.silences = [];
    this.skips = false;
    /** @type {Stretch | null} */
    this.loop = null;
    this.broken = false;
    this.wanted = -1;
    /** @type {number | null} */
    this.stopAt = null;
    this.audio.addEventListener("play", () => this.run());
    this.audio.addEventListener("pause", () => told.changed());
    this.audio.addEventListener("ended", () => told.changed());
    this.audio.addEventListener("error", () => this.fail());
    this.audio.addEventListener("loadedmetadata", () => this.wanted >= 0 && this.seek(this.wanted));
  }

  fail() {
    this.broken = true;
    this.told.failed();
  }

  get playing() {
    return !this.audio.paused && !this.audio.ended;
  }

  get ms() {
    return this.wanted >= 0 ? this.wanted : this.audio.currentTime * 1000;
  }

  /** @param {number} ms */
  seek(ms) {
    const at = Math.min(Math.max(0, ms), this.duration);
    if (this.audio.readyState >= 1) {
      this.wanted = -1;
      this.audio.currentTime = at / 1000;
    } else this.wanted = at;
    this.told.tick(at);
  }

  /** @param {number | null} [until] stop there, for a quote */
  play(until = null) {
    this.stopAt = until;
    void this.audio.play().catch((error) => {
      if (error.name === "NotSupportedError") this.fail();
    });
  }

  toggle() {
    if (this.playing) this.audio.pause();
    else this.play();
  }

  /** @param {number} rate */
  speed(rate) {
    this.audio.playbackRate = rate;
    this.audio.defaultPlaybackRate = rate;
  }

  run() {
    this.told.changed();
    const step = () => {
      if (!this.playing) return;
      this.advance();
      this.told.tick(this.ms);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  advance() {
    const ms = this.ms;
    if (this.stopAt !== null && ms >= this.stopAt) {
      this.stopAt = null;
      this.audio.pause();
    } else if (this.loop && ms >= this.loop.to) this.audio.currentTime = this.loop.from / 1000;
    else if (this.skips) {
      const silence = this.silences.find((one) => ms > one.from + LEAD_MS && ms < one.to - LEAD_MS);
      if (silence) this.audio.currentTime = (silence.to - LEAD_MS) / 1000;
    }
  }
}
