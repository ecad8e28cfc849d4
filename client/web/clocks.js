// The times of an interview that is under way, from the view and the moment. Pure.

/** @typedef {import("./view.js").View} View */

/** Milliseconds in which the clock stood still up to `now`. @param {View} view @param {number} now */
export function stoodStill(view, now) {
  let sum = 0;
  for (const stop of view.stops) sum += Math.max(0, Math.min(stop.to ?? now, now) - stop.from);
  return sum;
}

/** The time of the interview itself: the session clock less what it stood still. @param {View} view @param {number} now */
export const interviewMs = (view, now) => Math.max(0, now - stoodStill(view, now));

/** How long the answer in progress, or the last one, has lasted. @param {View} view @param {number} now */
export function answerMs(view, now) {
  if (view.open) return Math.max(0, now - view.open.start_ms);
  for (let i = view.turns.length - 1; i >= 0; i--) {
    const turn = view.turns[i];
    if (turn?.who === "candidate" && turn.end_ms !== null && (turn.text || turn.reason !== "silence")) return turn.end_ms - turn.start_ms;
  }
  return 0;
}

/** What is left to think, null when no time was granted. @param {View} view @param {number} now */
export function thinkingLeft(view, now) {
  const thinking = view.thinkings.at(-1);
  if (!thinking || thinking.over_ms !== null) return null;
  return { left: Math.max(0, thinking.until_ms - now), of: thinking.until_ms - thinking.t };
}

const ASIDES = new Set(["repeat", "nudge", "restate", "time_check", "grant_time"]);

/** The question that stands: the last one heard that asks something. @param {View} view */
export function standing(view) {
  for (let i = view.turns.length - 1; i >= 0; i--) {
    const turn = view.turns[i];
    if (turn?.who === "interviewer" && turn.started && !turn.withdrawn && !ASIDES.has(turn.move)) return turn;
  }
  return null;
}

/** The line that is being spoken or is about to be. @param {View} view */
export function speaking(view) {
  const asked = view.asked;
  return asked && !asked.withdrawn && asked.end_ms === null ? asked : null;
}
