// One pure reducer: the lines of a log folded into what can be shown. The interview folds them as they come, the replay
// folds them at once, and both see the same session. Lines it does not know are counted, not guessed.

/** @typedef {import("./wire.js").Line} Line */
/** @typedef {import("./wire.js").Word} Word */

/**
 * @typedef {"waiting" | "open" | "candidate" | "paused" | "thinking" | "interviewer" | "stopped" | "ended"} Floor
 *
 * @typedef {object} Answer a candidate turn
 * @property {"candidate"} who
 * @property {number} turn
 * @property {number} start_ms
 * @property {number | null} end_ms null while it lasts
 * @property {string} text
 * @property {Word[]} words
 * @property {string} reason how it ended
 * @property {string} source ear or typed
 * @property {{text: string, settled: number} | null} partial words so far, while it lasts
 * @property {{at_ms: number, length_ms: number}[]} pauses
 *
 * @typedef {object} Utterance an interviewer's line
 * @property {"interviewer"} who
 * @property {number} utterance
 * @property {number} start_ms
 * @property {number | null} end_ms
 * @property {string} text
 * @property {string} heard what was heard of it
 * @property {boolean} started
 * @property {boolean} whole
 * @property {string} how why it stopped
 * @property {boolean} withdrawn
 * @property {string} move
 * @property {string | null} target
 * @property {string | null} phase
 * @property {number} rung
 * @property {string} source
 * @property {number} after_turn
 *
 * @typedef {{turn: number, start: number, end: number, t: number}} Place
 * @typedef {Place & {label: string, kind: string}} Mark
 * @typedef {{phase: string, start_ms: number, turn: number}} Entry
 * @typedef {{from: number, to: number | null, reason: string}} Stop
 * @typedef {{t: number, at_ms: number, problem: import("./wire.js").SaidAt, boundary: import("./wire.js").SaidAt,
 *   tradeoff: import("./wire.js").SaidAt}} Checkpoint
 *
 * @typedef {object} View
 * @property {number} n number of the last line
 * @property {number} t time of the last line
 * @property {import("./wire.js").SessionStarted | null} session
 * @property {Floor} floor
 * @property {{t: number, reason: string} | null} cue
 * @property {(Answer | Utterance)[]} turns in the order in which they were heard
 * @property {Answer | null} open the answer that is not finished
 * @property {Utterance | null} asked the question that stands
 * @property {Entry[]} phases
 * @property {Record<string, Place>} links
 * @property {Record<string, Place>} statements
 * @property {Mark[]} marks
 * @property {Record<number, {outcome: string, turn: number, t: number}>} pushes by utterance
 * @property {Checkpoint[]} checkpoints
 * @property {{t: number, turn: number, utterance: number}[]} cutoffs ours
 * @property {{t: number, utterance: number}[]} bargeIns theirs
 * @property {{t: number, until_ms: number, asked_by: string, over_ms: number | null}[]} thinkings
 * @property {Stop[]} stops stretches in which the clock stood still
 * @property {{t: number, code: string, message: string, next_step: string}[]} notices
 * @property {{t: number, role: string, was: string, now: string, reason: string}[]} changes
 * @property {{t: number, reason: string}[]} resumptions
 * @property {{t: number, reason: string} | null} ended
 * @property {number} unknown lines that this version does not know
 */

/** @returns {View} */
export function begin() {
  return {
    n: 0, t: 0, session: null, floor: "waiting", cue: null, turns: [], open: null, asked: null, phases: [], links: {},
    statements: {}, marks: [], pushes: {}, checkpoints: [], cutoffs: [], bargeIns: [], thinkings: [], stops: [],
    notices: [], changes: [], resumptions: [], ended: null, unknown: 0,
  };
}

/** The view after one more line; the one given is left as it was. @param {View} view @param {Line} line @returns {View} */
export function fold(view, line) {
  const next = copy(view);
  apply(next, line);
  return next;
}

/** The view of a whole log. @param {Iterable<Line>} lines @returns {View} */
export function foldAll(lines) {
  const view = begin();
  for (const line of lines) apply(view, line);
  return view;
}

/** The view with the words of the answer in progress. @param {View} view @param {{turn: number, text: string, settled?: number}} partial @returns {View} */
export function withPartial(view, partial) {
  if (!view.open || view.open.turn !== partial.turn) return view;
  const next = copy(view);
  if (next.open) next.open.partial = { text: partial.text, settled: partial.settled ?? 0 };
  return next;
}

/** @param {View} view @returns {View} */
function copy(view) {
  const turns = view.turns.map((turn) => ({ ...turn }));
  const open = view.open ? turns[view.turns.indexOf(view.open)] : null;
  const asked = view.asked ? turns[view.turns.indexOf(view.asked)] : null;
  return {
    ...view, turns, open: open?.who === "candidate" ? open : null, asked: asked?.who === "interviewer" ? asked : null,
    phases: [...view.phases], links: { ...view.links }, statements: { ...view.statements }, marks: [...view.marks],
    pushes: { ...view.pushes }, checkpoints: [...view.checkpoints], cutoffs: [...view.cutoffs],
    bargeIns: [...view.bargeIns], thinkings: view.thinkings.map((x) => ({ ...x })), stops: view.stops.map((x) => ({ ...x })),
    notices: [...view.notices], changes: [...view.changes], resumptions: [...view.resumptions],
  };
}

/** @typedef {(view: View, line: any) => void} Step */

/** @type {Record<string, Step>} */
const STEPS = {
  session_started(view, line) {
    view.session = line;
  },
  session_resumed(view, line) {
    view.resumptions.push({ t: line.t, reason: line.reason });
  },
  session_paused(view, line) {
    view.floor = "stopped";
    view.stops.push({ from: line.t, to: null, reason: line.reason });
  },
  session_unpaused(view, line) {
    const stop = view.stops.at(-1);
    if (stop) stop.to = line.t;
    view.floor = resting(view);
  },
  session_ended(view, line) {
    view.floor = "ended";
    view.cue = null;
    view.ended = { t: line.t, reason: line.reason };
  },
  engine_changed(view, line) {
    view.changes.push({ t: line.t, role: line.role, was: line.was, now: line.now, reason: line.reason });
  },
  notice(view, line) {
    view.notices.push({ t: line.t, code: line.code, message: line.message, next_step: line.next_step ?? "" });
  },
  turn_opened(view, line) {
    const known = answer(view, line.turn);
    const turn = known ?? newAnswer(line.turn, line.t);
    if (!known) view.turns.push(turn);
    turn.end_ms = null;
    view.open = turn;
    view.floor = "candidate";
  },
  turn_paused(view, line) {
    if (view.open && view.floor !== "thinking") view.floor = "paused";
    const turn = answer(view, line.turn);
    if (turn) turn.pauses = [...turn.pauses, { at_ms: line.since_ms, length_ms: 0 }];
  },
  turn_resumed(view, line) {
    const turn = answer(view, line.turn);
    const pause = turn?.pauses.at(-1);
    if (turn && pause) turn.pauses = [...turn.pauses.slice(0, -1), { at_ms: pause.at_ms, length_ms: line.paused_ms }];
    if (view.open) view.floor = "candidate";
  },
  turn_committed(view, line) {
    const known = answer(view, line.turn);
    const turn = known ?? newAnswer(line.turn, line.start_ms);
    if (!known) view.turns.push(turn);
    turn.start_ms = line.start_ms;
    turn.end_ms = line.end_ms;
    turn.reason = line.reason;
    turn.pauses = turn.pauses.filter((pause) => pause.length_ms > 0);
    if (view.open === turn) view.open = null;
    view.cue = null;
    if (view.floor !== "ended") view.floor = "interviewer";
  },
  turn_rejoined(view, line) {
    const turn = answer(view, line.turn);
    view.cutoffs.push({ t: line.t, turn: line.turn, utterance: line.utterance });
    if (!turn) return;
    turn.end_ms = null;
    view.open = turn;
    view.floor = "candidate";
    view.marks = view.marks.filter((mark) => mark.turn !== line.turn);
    view.links = without(view.links, line.turn);
    view.statements = without(view.statements, line.turn);
  },
  turn_transcribed(view, line) {
    const turn = answer(view, line.turn);
    if (!turn) return;
    turn.text = line.text;
    turn.words = line.words ?? [];
    turn.source = line.source;
    turn.partial = null;
    if (!line.text && !view.open && view.floor === "interviewer") view.floor = resting(view);
  },
  thinking_granted(view, line) {
    view.thinkings.push({ t: line.t, until_ms: line.until_ms, asked_by: line.asked_by, over_ms: null });
    view.floor = "thinking";
  },
  thinking_over(view, line) {
    const thinking = view.thinkings.at(-1);
    if (thinking) thinking.over_ms = line.t;
    if (view.floor === "thinking") view.floor = resting(view);
  },
  cue_given(view, line) {
    view.cue = { t: line.t, reason: line.reason };
  },
  phase_entered(view, line) {
    view.phases.push({ phase: line.phase, start_ms: line.t, turn: line.turn });
  },
  link_made(view, line) {
    view.links[line.phase] ??= { t: line.t, turn: line.turn, start: line.start, end: line.end };
  },
  statement_made(view, line) {
    view.statements[line.what] ??= { t: line.t, turn: line.turn, start: line.start, end: line.end };
  },
  mark_made(view, line) {
    view.marks.push({ t: line.t, turn: line.turn, start: line.start, end: line.end, label: line.label, kind: line.kind });
  },
  push_answered(view, line) {
    view.pushes[line.utterance] = { outcome: line.outcome, turn: line.turn, t: line.t };
  },
  checkpoint_reached(view, line) {
    view.checkpoints.push({ t: line.t, at_ms: line.at_ms, problem: line.problem, boundary: line.boundary, tradeoff: line.tradeoff });
  },
  question_asked(view, line) {
    const asked = newUtterance(line);
    view.turns.push(asked);
    view.asked = asked;
    if (!view.open && view.floor !== "ended" && view.floor !== "stopped") view.floor = "interviewer";
  },
  question_continued(view, line) {
    const begun = utterance(view, line.utterance);
    if (begun) begun.text = `${begun.text} ${line.text}`;
  },
  model_called() {},
  model_marked() {},
  question_withdrawn(view, line) {
    const withdrawn = utterance(view, line.utterance);
    if (!withdrawn) return;
    withdrawn.withdrawn = true;
    if (view.asked === withdrawn) view.asked = lastHeard(view, withdrawn);
    if (view.floor === "interviewer") view.floor = resting(view);
  },
  utterance_started(view, line) {
    const started = utterance(view, line.utterance);
    view.cue = null;
    view.floor = "interviewer";
    if (!started) return;
    started.started = true;
    started.start_ms = line.t;
    started.end_ms = null;
  },
  utterance_ended(view, line) {
    const over = utterance(view, line.utterance);
    if (over) {
      over.started = over.started || line.heard_ms > 0;
      over.start_ms = line.start_ms;
      over.end_ms = line.start_ms + line.heard_ms;
      over.heard = line.heard_text;
      over.whole = line.whole;
      over.how = line.reason;
    }
    if (line.reason === "barge_in" && !over?.withdrawn) view.bargeIns.push({ t: line.start_ms + line.heard_ms, utterance: line.utterance });
    if (view.floor === "interviewer") view.floor = resting(view);
  },
};

/** @param {View} view @param {Line} line */
function apply(view, line) {
  view.n = line.n ?? view.n + 1;
  view.t = Math.max(view.t, line.t);
  const step = Object.hasOwn(STEPS, line.type) ? STEPS[line.type] : undefined;
  if (step) step(view, line);
  else view.unknown++;
}

/** Whose turn it is when nobody has just begun. @param {View} view @returns {Floor} */
function resting(view) {
  if (view.open) return "candidate";
  const thinking = view.thinkings.at(-1);
  return thinking && thinking.over_ms === null && thinking.until_ms > view.t ? "thinking" : "open";
}

/** A rejoined turn is judged again: what its first half made is dropped. @param {Record<string, Place>} made @param {number} turn */
const without = (made, turn) => Object.fromEntries(Object.entries(made).filter(([, place]) => place.turn !== turn));

/** @param {number} turn @param {number} t @returns {Answer} */
const newAnswer = (turn, t) => ({
  who: "candidate", turn, start_ms: t, end_ms: null, text: "", words: [], reason: "", source: "ear", partial: null, pauses: [],
});

/** @param {any} line @returns {Utterance} */
const newUtterance = (line) => ({
  who: "interviewer", utterance: line.utterance, start_ms: line.t, end_ms: null, text: line.text, heard: line.text,
  started: false, whole: true, how: "", withdrawn: false, move: line.move, target: line.target, phase: line.phase,
  rung: line.rung, source: line.source, after_turn: line.after_turn,
});

/** @param {View} view @param {number} number @returns {Answer | undefined} */
function answer(view, number) {
  for (let i = view.turns.length - 1; i >= 0; i--) {
    const turn = view.turns[i];
    if (turn?.who === "candidate" && turn.turn <= number) return turn.turn === number ? turn : undefined;
  }
  return undefined;
}

/** @param {View} view @param {number} number @returns {Utterance | undefined} */
function utterance(view, number) {
  for (let i = view.turns.length - 1; i >= 0; i--) {
    const turn = view.turns[i];
    if (turn?.who === "interviewer" && turn.utterance <= number) return turn.utterance === number ? turn : undefined;
  }
  return undefined;
}

/** @param {View} view @param {Utterance} except @returns {Utterance | null} */
function lastHeard(view, except) {
  for (let i = view.turns.length - 1; i >= 0; i--) {
    const turn = view.turns[i];
    if (turn?.who === "interviewer" && turn !== except && turn.started && !turn.withdrawn) return turn;
  }
  return null;
}
