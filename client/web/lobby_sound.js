// The sound check: is the microphone heard, is it loud enough, is the room quiet, and can the interviewer be heard.

import { fill, h, text } from "./dom.js";
import { keyed } from "./frame.js";
import { Meter } from "./meter.js";
import { Sound, devices } from "./sound.js";
import { recall, remember } from "./store.js";

const SENTENCE = "I would start with the person it fails today, and what that costs them.";
const TAKE_MS = 6000;
const FRAME_MS = 32;

/**
 * What a take says about level and room. Peaks are 0..1, one each 32 ms.
 * @param {{peak: number, rms: number}[]} frames
 * @returns {{good: boolean, heard: boolean, words: string}}
 */
export function verdict(frames) {
  const levels = frames.map((frame) => frame.rms).sort((a, b) => a - b);
  const quiet = levels[Math.floor(levels.length * 0.1)] ?? 0;
  const loud = levels[Math.floor(levels.length * 0.92)] ?? 0;
  const peak = Math.max(0, ...frames.map((frame) => frame.peak));
  const room = quiet > 0.02 ? "The room is loud: a headset will be understood better." : quiet > 0.006 ? "The room can be heard." : "Room is quiet.";
  if (loud < 0.002 || loud < quiet * 2.5) return { good: false, heard: false, words: "No voice was heard. Is the right microphone chosen, and not muted?" };
  if (peak > 0.985) return { good: false, heard: true, words: `Too loud: some of it is cut. Turn the microphone down or move back. ${room}` };
  if (loud < 0.012) return { good: false, heard: true, words: `Level is low. Come closer, or turn the microphone up. ${room}` };
  return { good: true, heard: true, words: `Level is good. ${room}` };
}

export class SoundCheck {
  constructor() {
    this.wanted = { microphone: "", speakers: "", loudspeakers: false, ...recall("sound", {}) };
    /** @type {Sound | null} */
    this.sound = null;
    /** @type {{peak: number, rms: number}[]} */
    this.frames = [];
    /** @type {Int16Array[]} */
    this.pcm = [];
    this.taking = false;
    this.meter = new Meter(32, "Microphone level", "wide");
    this.said = h("span", { id: "mic-said", role: "status" }, "Not checked yet.");
    this.micRow = h("div", { class: "pick" });
    this.outRow = h("div", { class: "pick" });
    this.again = h("button", { type: "button", class: "btn", onclick: () => this.playBack(), hidden: true }, "Hear yourself");
    this.checkButton = h("button", { type: "button", class: "btn", onclick: () => this.check() }, ...keyed("M", "Check the microphone"));
    const use = h("select", { id: "ears", onchange: () => this.want({ loudspeakers: use.value === "loudspeakers" }) },
      h("option", { value: "headset", selected: !this.wanted.loudspeakers }, "a headset"),
      h("option", { value: "loudspeakers", selected: this.wanted.loudspeakers }, "loudspeakers, with the browser's echo canceller"));
    this.prompt = h("p", { class: "say", hidden: true }, h("span", { class: "quiet" }, "Say: "), h("span", { class: "said" }, SENTENCE));
    this.element = h("div", { class: "sound", role: "group", "aria-label": "Sound check" },
      h("span", {}, "Microphone"), h("div", {}, this.meter.element, this.micRow, this.prompt), h("div", { class: "acts" }, this.checkButton, this.again),
      h("span", {}), this.said, h("span", {}),
      h("label", { for: "ears" }, "I listen on"), h("div", { class: "pick" }, use, this.outRow), h("button", { type: "button", class: "btn", onclick: () => this.playTone() }, ...keyed("P", "Play three notes")));
    void this.quietly();
  }

  /** Opens the microphone without asking where that was allowed before. */
  async quietly() {
    try {
      const permission = await navigator.permissions.query({ name: /** @type {any} */ ("microphone") });
      if (permission.state === "granted") await this.openMicrophone();
    } catch {
      // this browser does not tell: the check button asks
    }
  }

  /** @param {Partial<SoundCheck["wanted"]>} change */
  want(change) {
    this.wanted = { ...this.wanted, ...change };
    remember("sound", this.wanted);
    if (this.sound) void this.sound.listen(this.wanted);
  }

  async openMicrophone() {
    if (this.sound) return;
    this.sound = new Sound({ frame: (frame) => this.hear(frame), played: () => undefined, mic: (state, detail) => this.mic(state, detail) });
    await this.sound.open();
    await this.sound.listen(this.wanted);
    await this.sound.speakThrough(this.wanted.speakers);
    await this.list();
  }

  async list() {
    const { microphones, speakers } = await devices();
    fill(this.micRow, microphones.length > 1 ? this.menu("Which microphone", microphones, "microphone") : h("span", { class: "quiet" }, microphones[0]?.label ?? ""));
    fill(this.outRow, speakers.length > 1 && "setSinkId" in AudioContext.prototype ? this.menu("Where the interviewer is heard", speakers, "speakers") : null);
  }

  /** @param {string} label @param {MediaDeviceInfo[]} list @param {"microphone" | "speakers"} key */
  menu(label, list, key) {
    const select = h("select", { "aria-label": label, onchange: () => this.want({ [key]: select.value }) },
      list.map((device) => h("option", { value: device.deviceId, selected: device.deviceId === this.wanted[key] }, device.label || "unnamed")));
    return select;
  }

  /** @param {import("./sound.js").Heard} frame */
  hear(frame) {
    this.meter.hear(frame.peak);
    if (!this.taking) return;
    this.frames.push({ peak: frame.peak, rms: frame.rms });
    this.pcm.push(frame.pcm);
    if (this.frames.length * FRAME_MS >= TAKE_MS) this.judge();
  }

  /** @param {import("./sound.js").MicState} state @param {string} detail */
  mic(state, detail) {
    const words = {
      ok: "The microphone is open. Check it by saying one sentence.",
      silent: "The microphone gives nothing but silence. Is it muted?",
      lost: detail === "ended" ? "The microphone was unplugged. Plug it in, or type your answers." : "No microphone was found. Plug one in, or type your answers.",
      denied: detail === "insecure" ? "Browsers give the microphone only to this machine or to https. Open the page on the machine that runs Hotseat, or type." : "The browser keeps the microphone from this page. Allow it beside the address, or type your answers.",
    };
    text(this.said, words[state]);
    if (state !== "ok" && state !== "silent") this.meter.show(0);
  }

  /** Six seconds in which one sentence is said. */
  async check() {
    await this.openMicrophone();
    if (!this.sound || this.taking) return;
    await this.sound.wake();
    if (this.sound.state === "lost" || this.sound.state === "denied") await this.sound.listen(this.wanted);
    if (this.sound.state === "lost" || this.sound.state === "denied") return;
    await this.list();
    this.frames = [];
    this.pcm = [];
    this.taking = true;
    this.prompt.hidden = false;
    text(this.said, "Listening for six seconds.");
  }

  judge() {
    this.taking = false;
    const found = verdict(this.frames);
    text(this.said, found.words);
    this.prompt.hidden = found.good;
    this.again.hidden = !found.heard;
  }

  playBack() {
    const context = this.sound?.context;
    if (!context) return;
    const total = this.pcm.reduce((sum, pcm) => sum + pcm.length, 0);
    const buffer = context.createBuffer(1, total, 16000);
    const data = buffer.getChannelData(0);
    let at = 0;
    for (const pcm of this.pcm) for (const sample of pcm) data[at++] = sample / 32768;
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.start();
  }

  /** Three notes at the interviewer's level, so that the headset can be set before it matters. */
  async playTone() {
    const context = this.sound?.context ?? new AudioContext();
    await context.resume();
    [392, 494, 587].forEach((frequency, i) => {
      const tone = new OscillatorNode(context, { frequency, type: "triangle" });
      const gain = new GainNode(context, { gain: 0 });
      const at = context.currentTime + 0.05 + i * 0.32;
      gain.gain.setTargetAtTime(0.22, at, 0.02);
      gain.gain.setTargetAtTime(0, at + 0.2, 0.05);
      tone.connect(gain).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.6);
    });
  }
}
