// Microphone and headphones: one audio graph at 16 kHz, opened once and kept while the microphone comes and goes.

/** @typedef {"ok" | "silent" | "lost" | "denied"} MicState */
/** @typedef {{first: number, pcm: Int16Array, peak: number, rms: number}} Heard */
/**
 * @typedef {object} Ears
 * @property {(frame: Heard) => void} frame every 32 ms, numbered from the opening of the graph
 * @property {(played: import("./voice_queue.js").Played) => void} played
 * @property {(state: MicState, detail: string) => void} mic
 */

const RATE = 16000;
const SILENT_FRAMES = 160;
const SILENT_PEAK = 0.0003;

export class Sound {
  /** @param {Ears} ears */
  constructor(ears) {
    this.ears = ears;
    /** @type {AudioContext | null} */
    this.context = null;
    /** @type {AudioWorkletNode | null} */
    this.node = null;
    /** @type {MediaStream | null} */
    this.stream = null;
    /** @type {MediaStreamAudioSourceNode | null} */
    this.source = null;
    /** @type {MicState} */
    this.state = "lost";
    this.quiet = 0;
    this.wanted = { microphone: "", loudspeakers: false };
    this.onDevices = () => void this.devicesChanged();
  }

  /** Starts the graph; without a gesture it may stay suspended until `wake`. */
  async open() {
    if (this.context) return;
    const context = newContext();
    this.context = context;
    await context.audioWorklet.addModule(new URL("./duplex.worklet.js", import.meta.url));
    const node = new AudioWorkletNode(context, "duplex", { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1] });
    node.port.onmessage = (event) => this.told(event.data);
    node.connect(context.destination);
    this.node = node;
    navigator.mediaDevices?.addEventListener?.("devicechange", this.onDevices);
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
  }

  /** True until the browser lets sound run. */
  get asleep() {
    return this.context?.state !== "running";
  }

  async wake() {
    await this.context?.resume();
  }

  /**
   * Opens a microphone. Echo is cancelled only on loudspeakers: a headset needs none, and cancelling costs clarity.
   * @param {{microphone: string, loudspeakers: boolean}} wanted
   */
  async listen(wanted) {
    this.wanted = wanted;
    this.closeMicrophone();
    if (!this.context || !this.node) return;
    if (!navigator.mediaDevices?.getUserMedia) {
      this.tell("denied", "insecure");
      return;
    }
    const loud = wanted.loudspeakers;
    /** @type {MediaTrackConstraints} */
    const audio = { channelCount: 1, echoCancellation: loud, noiseSuppression: loud, autoGainControl: loud };
    if (wanted.microphone) audio.deviceId = { ideal: wanted.microphone };
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio });
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      this.tell(name === "NotAllowedError" || name === "SecurityError" ? "denied" : "lost", name);
      return;
    }
    const track = this.stream.getAudioTracks()[0];
    track?.addEventListener("ended", () => {
      this.closeMicrophone();
      this.tell("lost", "ended");
    });
    track?.addEventListener("mute", () => this.tell("silent", "muted"));
    this.source = this.context.createMediaStreamSource(this.stream);
    this.source.connect(this.node);
    this.quiet = 0;
    this.tell("ok", track?.label ?? "");
  }

  closeMicrophone() {
    this.source?.disconnect();
    this.source = null;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  /** @param {string} device */
  async speakThrough(device) {
    const context = /** @type {any} */ (this.context);
    if (device && context?.setSinkId) await context.setSinkId(device).catch(() => undefined);
  }

  /** @param {import("./voice_queue.js").Chunk} chunk */
  play(chunk) {
    this.node?.port.postMessage({ say: "chunk", chunk }, [chunk.pcm.buffer]);
  }

  /** @param {number} [utterance] */
  stop(utterance) {
    this.node?.port.postMessage({ say: "stop", utterance });
  }

  /** Pauses the voice where it is, until `goOn`. */
  hold() {
    this.node?.port.postMessage({ say: "hold" });
  }

  goOn() {
    this.node?.port.postMessage({ say: "go_on" });
  }

  /** Samples that lie between the graph and the ear. */
  get delay() {
    const seconds = (this.context?.baseLatency ?? 0) + (this.context?.outputLatency ?? 0);
    return Number.isFinite(seconds) ? Math.round(seconds * RATE) : 0;
  }

  close() {
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.onDevices);
    this.closeMicrophone();
    void this.context?.close();
    this.context = null;
    this.node = null;
  }

  /** @param {any} message */
  told(message) {
    if (message.say === "played") this.ears.played(message.played);
    if (message.say !== "frame") return;
    this.watch(message.peak);
    this.ears.frame(message);
  }

  /** Says it when an open microphone gives nothing but silence for five seconds. @param {number} peak */
  watch(peak) {
    if (!this.source) return;
    this.quiet = peak > SILENT_PEAK ? 0 : this.quiet + 1;
    if (this.quiet === SILENT_FRAMES) this.tell("silent", "");
    if (this.quiet === 0 && this.state === "silent") this.tell("ok", this.stream?.getAudioTracks()[0]?.label ?? "");
  }

  async devicesChanged() {
    if (this.state === "lost") await this.listen(this.wanted);
  }

  /** @param {MicState} state @param {string} detail */
  tell(state, detail) {
    this.state = state;
    this.ears.mic(state, detail);
  }
}

/** At 16 kHz where the browser allows it; Firefox takes a microphone only at its own rate, and the worklet converts. */
function newContext() {
  const own = /Firefox\//.test(navigator.userAgent);
  return own ? new AudioContext({ latencyHint: "interactive" }) : new AudioContext({ sampleRate: RATE, latencyHint: "interactive" });
}

/** @returns {Promise<{microphones: MediaDeviceInfo[], speakers: MediaDeviceInfo[]}>} */
export async function devices() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return {
    microphones: all.filter((device) => device.kind === "audioinput" && device.deviceId),
    speakers: all.filter((device) => device.kind === "audiooutput" && device.deviceId),
  };
}
