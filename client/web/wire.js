// The wire is the log: the server sends each line of the session's log as it is. Everything else on the socket is
// ephemeral and may be lost. Sound travels in binary frames with a 16-byte little-endian header.

/**
 * @typedef {{text: string, start_ms: number, end_ms: number}} Word
 *
 * @typedef {object} SessionStarted
 * @property {"session_started"} type
 * @property {number} t
 * @property {string} session
 * @property {number} version
 * @property {string} created
 * @property {string} case
 * @property {string} case_title
 * @property {string} family
 * @property {string} level
 * @property {string} persona
 * @property {string} persona_name
 * @property {string} pressure
 * @property {number} minutes
 * @property {string} patience
 * @property {string} ear
 * @property {boolean} ear_weak
 * @property {string} voice
 * @property {string} brain
 * @property {string[]} remote
 * @property {boolean} sample
 *
 * @typedef {[number, number, number] | null} SaidAt turn, first character, one past the last
 *
 * @typedef {{type: string, t: number, n?: number}} Line
 * @typedef {SessionStarted & {n?: number}} StartedLine
 * @typedef {Line & {turn: number, start_ms: number, end_ms: number, reason: string}} TurnCommitted
 * @typedef {Line & {turn: number, text: string, words: Word[], source: string}} TurnTranscribed
 * @typedef {Line & {utterance: number, text: string, move: string, target: string | null, phase: string | null,
 *   rung: number, reason: string, source: string, after_turn: number}} QuestionAsked
 * @typedef {Line & {utterance: number, start_ms: number, heard_ms: number, heard_text: string, whole: boolean,
 *   reason: string}} UtteranceEnded
 * @typedef {Line & {at_ms: number, problem: SaidAt, boundary: SaidAt, tradeoff: SaidAt}} CheckpointReached
 *
 * @typedef {object} Welcome
 * @property {"welcome"} type
 * @property {string} session
 * @property {number} n number of the log's last line
 * @property {number} next_sample microphone sample that the server wants next
 * @property {number | null} [replayed_from]
 *
 * @typedef {{code: string, message: string, next_step: string}} Fault
 *
 * @typedef {{kind: number, last: boolean, number: number, firstSample: number, pcm: Int16Array}} Frame
 */

export const RATE = 16000;
export const FRAME = 512;
export const MICROPHONE = 1;
export const VOICE = 2;
const HEADER = 16;

/** Samples to milliseconds on the session clock. @param {number} samples */
export const samplesToMs = (samples) => samples / 16;

/** @param {number} ms */
export const msToSamples = (ms) => Math.round(ms * 16);

/**
 * One binary message.
 * @param {Frame} frame
 * @returns {ArrayBuffer}
 */
export function pack(frame) {
  const out = new ArrayBuffer(HEADER + frame.pcm.length * 2);
  const view = new DataView(out);
  view.setUint8(0, 0x48);
  view.setUint8(1, 0x53);
  view.setUint8(2, frame.kind);
  view.setUint8(3, frame.last ? 1 : 0);
  view.setUint32(4, frame.number, true);
  view.setBigUint64(8, BigInt(frame.firstSample), true);
  for (let i = 0; i < frame.pcm.length; i++) view.setInt16(HEADER + 2 * i, frame.pcm[i] ?? 0, true);
  return out;
}

/**
 * The frame in a binary message, or null when it is not one of ours.
 * @param {ArrayBuffer} data
 * @returns {Frame | null}
 */
export function unpack(data) {
  if (data.byteLength < HEADER || (data.byteLength - HEADER) % 2) return null;
  const view = new DataView(data);
  if (view.getUint8(0) !== 0x48 || view.getUint8(1) !== 0x53) return null;
  const pcm = new Int16Array((data.byteLength - HEADER) / 2);
  for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(HEADER + 2 * i, true);
  return {
    kind: view.getUint8(2),
    last: (view.getUint8(3) & 1) === 1,
    number: view.getUint32(4, true),
    firstSample: Number(view.getBigUint64(8, true)),
    pcm,
  };
}
