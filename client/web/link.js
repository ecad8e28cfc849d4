// The connection of one interview. It says hello with the last line it holds, keeps sound while it is away, comes back by
// itself, and hands over lines, words in progress and voice.

import { socketAddress } from "./api.js";
import { Kept } from "./kept.js";
import { MICROPHONE, RATE, VOICE, pack, unpack } from "./wire.js";

/** @typedef {import("./wire.js").Fault} Fault */
/**
 * @typedef {object} Listener
 * @property {() => number} after number of the last line held
 * @property {(line: import("./wire.js").Line) => void} line
 * @property {(welcome: import("./wire.js").Welcome) => void} welcome
 * @property {(partial: {turn: number, text: string, settled: number}) => void} partial
 * @property {(frame: import("./wire.js").Frame) => void} voice
 * @property {(utterance: number) => void} stop
 * @property {() => void} hold somebody made a sound: pause where it is
 * @property {() => void} goOn it was nothing: play the rest
 * @property {(t: number) => void} clock
 * @property {(fault: Fault) => void} fault
 * @property {(state: "open" | "lost" | "refused" | "closed") => void} state
 */

const BUSY_TRIES = 5;
const WAITS_MS = [250, 500, 1000, 2000];
const BUFFER_BYTES = 512 * 1024;

export class Link {
  /** @param {string} id @param {Listener} listener */
  constructor(id, listener) {
    this.id = id;
    this.listener = listener;
    this.kept = new Kept(RATE * 60 * 8, RATE * 20);
    /** @type {WebSocket | null} */
    this.socket = null;
    this.welcomed = false;
    this.everWelcomed = false;
    this.over = false;
    this.tries = 0;
    this.flushing = 0;
    this.retry = 0;
    /** @type {Fault | null} */
    this.refusal = null;
  }

  open() {
    if (this.over) return;
    const socket = new WebSocket(socketAddress(this.id));
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", after: this.listener.after(), client: "page" }));
    socket.onmessage = (event) => this.got(event.data);
    socket.onclose = () => this.lost(socket);
  }

  /** Starts again from the first line, when the server knows fewer than we do. */
  again() {
    this.welcomed = false;
    this.socket?.close();
  }

  /** @param {string | ArrayBuffer} data */
  got(data) {
    if (typeof data !== "string") {
      const frame = unpack(data);
      if (frame?.kind === VOICE) this.listener.voice(frame);
      return;
    }
    /** @type {any} */
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof message.n === "number" && typeof message.t === "number" && message.type !== "welcome") this.listener.line(message);
    else if (message.type === "welcome") this.greet(message);
    else if (message.type === "partial") this.listener.partial({ settled: 0, ...message });
    else if (message.type === "stop") this.listener.stop(message.utterance);
    else if (message.type === "hold") this.listener.hold();
    else if (message.type === "go_on") this.listener.goOn();
    else if (message.type === "clock") this.listener.clock(message.t);
    else if (message.type === "error") this.refuse(message);
  }

  /** @param {import("./wire.js").Welcome} welcome */
  greet(welcome) {
    this.kept.from(welcome.next_sample);
    this.welcomed = true;
    this.everWelcomed = true;
    this.tries = 0;
    this.listener.state("open");
    this.listener.welcome(welcome);
    this.flush();
  }

  /** @param {Fault} fault */
  refuse(fault) {
    if (this.welcomed && fault.code === "frame_out_of_place") {
      this.again();
      return;
    }
    // A server that has not yet noticed our going holds the old place for some seconds.
    if (!this.welcomed && fault.code === "session_busy" && this.tries < BUSY_TRIES) return;
    if (!this.welcomed && fault.code === "server_full") {
      this.listener.fault(fault); // the next free place is ours as long as we go on trying
      return;
    }
    if (!this.welcomed) {
      this.refusal = fault;
      this.over = true;
    }
    this.listener.fault(fault);
  }

  /** @param {WebSocket} socket */
  lost(socket) {
    if (socket !== this.socket) return;
    this.socket = null;
    this.welcomed = false;
    if (this.over) {
      this.listener.state(this.refusal ? "refused" : "closed");
      return;
    }
    this.listener.state("lost");
    const wait = WAITS_MS[Math.min(this.tries++, WAITS_MS.length - 1)] ?? 2000;
    this.retry = window.setTimeout(() => this.open(), wait);
  }

  /** Sound from the microphone. @param {Int16Array} pcm */
  hear(pcm) {
    if (!this.everWelcomed) return;
    this.kept.push(pcm);
    this.flush();
  }

  /** @param {object} message */
  send(message) {
    this.kept.note(message);
    this.flush();
  }

  flush() {
    clearTimeout(this.flushing);
    const socket = this.socket;
    if (!socket || !this.welcomed || socket.readyState !== WebSocket.OPEN) return;
    while (socket.bufferedAmount < BUFFER_BYTES) {
      const next = this.kept.shift();
      if (!next) return;
      if ("message" in next) socket.send(JSON.stringify(next.message));
      else socket.send(pack({ kind: MICROPHONE, last: false, number: 0, firstSample: next.piece.first, pcm: next.piece.pcm }));
    }
    this.flushing = window.setTimeout(() => this.flush(), 20);
  }

  /** Tries once more after a refusal. */
  anew() {
    this.over = false;
    this.refusal = null;
    this.tries = 0;
    if (!this.socket) this.open();
  }

  close() {
    this.over = true;
    clearTimeout(this.retry);
    this.socket?.close();
  }
}
