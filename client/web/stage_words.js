// What the stage says in each state of the floor: one function from the view to words, so that no state is forgotten.

import { answerMs, interviewMs, speaking, standing, thinkingLeft } from "./clocks.js";
import { clock, countdown } from "./time.js";

/** @typedef {import("./view.js").View} View */
/**
 * @typedef {object} StageWords
 * @property {string} floor what lights the halves
 * @property {string} you
 * @property {string} digits
 * @property {string} note
 * @property {string} them
 * @property {string} question
 * @property {number} answer milliseconds of the answer bar
 * @property {string} spoken what a screen reader is told
 */

const CHOOSING_MS = 1500;

/** @param {View} view @param {number} now @returns {StageWords} */
export function stageWords(view, now) {
  const line = speaking(view);
  const question = standing(view);
  const asked = question ? `The question, asked at ${clock(question.start_ms)}:` : "";
  const text = question?.text ?? "";
  const answer = answerMs(view, now);
  const base = { floor: view.floor, digits: clock(answer), note: "this answer", question: text, answer };
  switch (view.floor) {
    case "candidate":
      if (view.cue) return { ...base, floor: "cue", you: "You have the floor", them: "Wants to come in at your next breath", spoken: "The interviewer wants to come in." };
      return { ...base, you: "You have the floor", them: `Listening. ${asked}`, spoken: "You have the floor." };
    case "paused":
      if (view.cue) return { ...base, floor: "cue", you: "Still your turn", them: "Wants to come in at your next breath", spoken: "The interviewer wants to come in." };
      return { ...base, you: "Still your turn", them: "Waiting. A pause is not an end.", spoken: "You have the floor." };
    case "thinking": {
      const time = thinkingLeft(view, now) ?? { left: 0, of: 60000 };
      return { ...base, you: "Your minute to think", digits: countdown(time.left), note: `left of ${clock(time.of)}. Nobody speaks.`, them: `Waiting. ${asked}`, spoken: "A minute to think." };
    }
    case "open":
      return { ...base, answer: 0, you: "Your turn when you are ready", digits: "0:00", note: "starts when you speak", them: question ? `Asked at ${clock(question.start_ms)}:` : "", spoken: "Your turn when you are ready." };
    case "interviewer": {
      const note = answer ? "was your last answer" : "";
      if (line?.started) return { ...base, you: "Listen", note, them: "The interviewer speaks", question: line.text, spoken: "The interviewer speaks." };
      const last = lastEnd(view);
      const waited = last === null ? 0 : now - last;
      const them = waited > CHOOSING_MS ? `The interviewer weighs your answer, ${clock(waited)}` : "The interviewer takes the floor";
      return { ...base, you: "Listen", note, them, spoken: "The interviewer takes the floor." };
    }
    case "stopped":
      return { ...base, answer: 0, you: `Paused at ${clock(interviewMs(view, now))}`, note: "The clock is stopped. Go on when you are ready.", digits: clock(interviewMs(view, now)), them: asked, spoken: "Paused. The clock is stopped." };
    case "ended":
      return { ...base, answer: 0, you: "The interview is over", digits: clock(interviewMs(view, view.ended?.t ?? now)), note: "recorded and kept on this machine", them: "", question: "", spoken: "The interview is over." };
    default:
      return { ...base, answer: 0, you: "One moment", digits: "0:00", note: "starts when you speak", them: "The interviewer is getting ready", question: "", spoken: "" };
  }
}

/** @param {View} view */
function lastEnd(view) {
  const turn = view.turns.at(-1);
  return turn?.who === "candidate" ? turn.end_ms : null;
}

/**
 * The one line under the bar: the weightiest thing that is wrong, or the quiet facts.
 * @param {{net: string, began: boolean, keptMs: number, dropped: number, fault: import("./wire.js").Fault | null, mic: string, micDetail: string,
 *   micAt: number, asleep: boolean, view: View, now: number, quiet: string}} at
 * @returns {{head: string, rest: string, act: "wake" | "type" | "retry" | "" , level: "quiet" | "told"}}
 */
export function stripWords(at) {
  const told = /** @param {string} head @param {string} rest @param {"wake" | "type" | "retry" | ""} act */ (head, rest, act = "") => ({ head, rest, act, level: /** @type {"told"} */ ("told") });
  if (at.view.floor === "ended") return { head: "", rest: at.quiet, act: "", level: "quiet" };
  if (at.fault && at.net === "refused") return told(at.fault.message, at.fault.next_step, "retry");
  if (at.fault?.code === "server_full" && at.net === "lost") return told(at.fault.message, at.fault.next_step);
  if (at.net === "lost" && !at.began) return told("The server does not answer yet.", "Trying again. Nothing was said so far, and nothing is lost.");
  if (at.net === "lost") {
    const kept = at.keptMs > 500 && at.mic !== "denied" && at.mic !== "lost" ? `Keep talking: your microphone is being kept here, ${clock(at.keptMs)} so far.` : "Everything up to here is kept.";
    return told("Connection lost.", `${kept} Trying again.`);
  }
  if (at.asleep) return told("The browser holds the sound back until you press a key.", "Press any key, or click.", "wake");
  if (at.mic === "denied") return told("The browser keeps the microphone from this page.", at.micDetail === "insecure" ? "It gives one only to this machine or to https. You can type every answer." : "Allow it beside the address, or type every answer.", "type");
  if (at.mic === "lost") return told(at.micDetail === "ended" ? `The microphone was unplugged at ${clock(at.micAt)}.` : "No microphone was found.", "Everything up to then is kept. Plug it in, or type.", "type");
  if (at.mic === "silent" && ["candidate", "open", "paused"].includes(at.view.floor)) return told("The microphone gives nothing but silence.", "Is it muted? Everything said before is kept. You can type.", "type");
  if (at.dropped > 0) return told(`${clock(at.dropped / 16)} of sound could not be kept while the connection was away.`, "The rest is there.");
  const change = recent(at.view.changes, at.now);
  if (change) {
    const back = change.reason === "recovered";
    const who = { ear: "What hears you", voice: "The voice", brain: "What asks" }[change.role] ?? change.role;
    if (back) return told(`${who} is back: ${change.now}.`, "");
    return told(`${who} changed from ${change.was} to ${change.now}.`, [changeWords(change.reason), "Nothing is lost."].filter(Boolean).join(" "));
  }
  const notice = recent(at.view.notices, at.now);
  if (notice) return told(notice.message, notice.next_step);
  if (at.fault) return told(at.fault.message, at.fault.next_step);
  return { head: "", rest: at.quiet, act: "", level: "quiet" };
}

/** Why an engine was left alone, by the end of the error's code; what to do about it stands in `hotseat doctor`. @type {Record<string, string>} */
const WHY = {
  slow: "It took too long.", timeout: "It took too long.", busy: "It is over its limit.", key: "It refuses the key: set HOTSEAT_API_KEY again.",
  key_invalid: "The key cannot be sent: set HOTSEAT_API_KEY again.", unknown: "It does not know the model.", unreachable: "It does not answer.",
  certificate: "Its certificate is not trusted.", malformed: "What answers there is no model's endpoint.", cut_off: "It breaks off.",
  context: "Its context is too small.", unfit: "Its lines broke the rules of the interview.", failed: "It failed.", empty: "It answers with nothing.",
};

/** Why in words; empty for a reason that has none. @param {string} code */
export const changeWords = (code) => WHY[code.replace(/^(model|remote)_/, "")] ?? "";

const TOLD_MS = 20000;

/** @template {{t: number}} T @param {T[]} list @param {number} now @returns {T | null} */
function recent(list, now) {
  const last = list.at(-1);
  return last && now - last.t < TOLD_MS ? last : null;
}
