// Progress over sessions, from their debriefs. Pure. A number that rests on little says so.

import { RUBRIC } from "./words.js";

/** @typedef {{session: any, debrief: any}} Kept */

const FEW = 3;

/** Sessions that count, oldest first: ended ones with enough said to be judged; samples do not count. @param {Kept[]} all @returns {Kept[]} */
export const counted = (all) => all.filter((one) => !one.session.sample && one.session.state !== "live" && one.debrief?.rubric).sort((a, b) => String(a.session.created).localeCompare(String(b.session.created)));

/** Score by rubric line and session; null where it was not assessed. @param {Kept[]} kept */
export const rubricLines = (kept) => RUBRIC.map((line) => ({ id: line.id, name: line.name, scores: kept.map((one) => /** @type {number | null} */ (one.debrief.rubric.find((/** @type {any} */ r) => r.dimension === line.id)?.score ?? null)) }));

/** When each link was made, in ms, by session. @param {Kept[]} kept @param {readonly string[]} chain */
export const linkTimes = (kept, chain) => chain.map((phase) => ({ phase, times: kept.map((one) => /** @type {number | null} */ (one.debrief.chain.find((/** @type {any} */ link) => link.phase === phase)?.made?.start_ms ?? null)) }));

/**
 * Mistakes by how often they came in the earlier and the later half of the sessions.
 * @param {Kept[]} kept
 * @returns {{label: string, name: string, before: number, after: number, sessions: boolean[], turn: "came back" | "went away" | "new" | "stays"}[]}
 */
export function mistakes(kept) {
  const half = Math.floor(kept.length / 2);
  /** @type {Map<string, {label: string, name: string, sessions: boolean[]}>} */
  const all = new Map();
  kept.forEach((one, i) => {
    for (const mark of one.debrief.marks) {
      if (mark.kind !== "mistake") continue;
      const entry = all.get(mark.label) ?? { label: mark.label, name: mark.name, sessions: kept.map(() => false) };
      entry.sessions[i] = true;
      all.set(mark.label, entry);
    }
  });
  return [...all.values()].map((entry) => {
    const before = entry.sessions.slice(0, half).filter(Boolean).length;
    const after = entry.sessions.slice(half).filter(Boolean).length;
    const last = entry.sessions.at(-1) ?? false;
    const first = entry.sessions.indexOf(true);
    const gap = entry.sessions.slice(first).includes(false);
    /** @type {"came back" | "went away" | "new" | "stays"} */
    const turn = !last ? "went away" : first === kept.length - 1 ? "new" : gap ? "came back" : "stays";
    return { ...entry, before, after, turn };
  }).sort((a, b) => b.before + b.after - a.before - a.after || a.name.localeCompare(b.name));
}

/** Outcomes of every push that was answered. @param {Kept[]} kept */
export function pressure(kept) {
  /** @type {Record<string, number>} */
  const out = { held: 0, revised_with_reason: 0, restated: 0, caved: 0 };
  for (const one of kept) for (const push of one.debrief.pushes) if (push.outcome) out[push.outcome] = (out[push.outcome] ?? 0) + 1;
  return out;
}

/** Families and how often each was practised. @param {Kept[]} kept @param {string[]} families */
export const covered = (kept, families) => families.map((family) => ({ family, times: kept.filter((one) => one.session.family === family).length }));

/** What to say about how much these numbers rest on. @param {number} sessions */
export const honesty = (sessions) =>
  sessions === 0 ? "" : sessions < FEW ? `${sessions === 1 ? "One session is" : "Two sessions are"} too few to speak of a direction. What follows is what happened, not a trend.` : sessions < 8 ? `${sessions} sessions: one step up or down can be chance.` : `${sessions} sessions.`;
