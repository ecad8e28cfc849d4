// The interview: lines from the server folded into a view, the view drawn, keys and sound sent back.

import { address } from "./api.js";
import { byId, fill, h, pageKey, text } from "./dom.js";
import { bar, keyed, query } from "./frame.js";
import { interviewMs } from "./clocks.js";
import { cueTone } from "./cue.js";
import { leaves } from "./lobby_engines.js";
import { Link } from "./link.js";
import { Meter } from "./meter.js";
import { Rail } from "./rail.js";
import { Roll } from "./roll.js";
import { Sound } from "./sound.js";
import { stageWords, stripWords } from "./stage_words.js";
import { recall, remember } from "./store.js";
import { clock } from "./time.js";
import { Typing } from "./typing.js";
import { begin, fold, withPartial } from "./view.js";

const id = query("id");
let view = begin();
let net = "connecting";
let mic = { state: "ok", detail: "", at: 0 };
/** @type {import("./wire.js").Fault | null} */
let fault = null;
let serverClock = 0;
let shift = 0;
let asking = false;
let quiet = "";
let goal = -1;
/** @type {Map<number, object>} what was last told of each utterance */
const played = new Map();

const top = {
  title: h("h1", { class: "what" }),
  level: h("span", { class: "what opt" }),
  persona: h("span", { class: "what opt" }),
  clock: h("span", { class: "what", id: "clock" }),
  pause: h("button", { type: "button", class: "btn small opt", id: "pause", onclick: () => togglePause() }),
  end: h("span", { class: "ending", id: "ending" }),
};
bar("none", top.title, top.level, top.persona, h("span", { class: "grow" }), top.clock, top.pause, top.end);

const rail = new Rail(byId("rail"), byId("chainline"));
const roll = new Roll(byId("roll"));
const meter = new Meter(20, "Your microphone", "fine");
const typing = new Typing(byId("typing"), (words) => say(words));
const keys = {
  done: key("Space", "Done", () => done()),
  think: key("T", "A minute to think", () => press("think")),
  repeat: key("R", "Say that again", () => press("repeat")),
  type: key("/", "Type instead", () => typing.open()),
};
fill(byId("keys"), Object.values(keys), h("div", { class: "hear" }, h("span", {}, "Heard"), meter.element));

const sound = new Sound({
  frame(frame) {
    shift = link.kept.next - frame.first;
    if (view.floor !== "stopped") link.hear(frame.pcm);
    meter.hear(frame.peak);
  },
  played(news) {
    const message = { type: "played", utterance: news.utterance, state: news.state, at_sample: Math.max(0, news.at + shift + sound.delay), samples: news.samples };
    played.set(news.utterance, message);
    link.send(message);
  },
  mic(state, detail) {
    mic = { state, detail, at: now() };
    link.send({ type: "mic", state });
    draw();
  },
});

const link = new Link(id, {
  after: () => view.n,
  line(line) {
    if (line.n !== undefined && line.n <= view.n) return;
    view = fold(view, line);
    react(line);
    draw();
  },
  welcome(welcome) {
    fault = null;
    goal = welcome.n;
    if (welcome.n < view.n) {
      view = begin();
      roll.clear();
      link.again();
    }
    reconcile();
  },
  partial(partial) {
    view = withPartial(view, partial);
    draw();
  },
  voice: (frame) => sound.play({ utterance: frame.number, first: frame.firstSample, pcm: frame.pcm, last: frame.last }),
  stop: (utterance) => sound.stop(utterance),
  hold: () => sound.hold(),
  goOn: () => sound.goOn(),
  clock(t) {
    serverClock = Math.max(serverClock, t);
  },
  fault(given) {
    if (given.code === "session_over") location.replace(address(`/replay.html?id=${encodeURIComponent(id)}`));
    fault = given;
    draw();
    setTimeout(() => {
      if (fault === given && net !== "refused") fault = null;
    }, 12000);
  },
  state(state) {
    net = state;
    draw();
  },
});

/** What a line asks of this page besides being shown. @param {import("./wire.js").Line} line */
function react(line) {
  const any = /** @type {any} */ (line);
  if (line.type === "session_started") introduce();
  if (line.type === "cue_given" && line.t > now() - 3000) cueTone(sound.context);
  if (line.type === "utterance_ended" && !any.whole) sound.stop(any.utterance);
  if (line.type === "session_ended") over();
  if (goal >= 0 && view.n >= goal) reconcile();
}

/** After a return: say again what the server may not have heard. */
function reconcile() {
  if (goal < 0 || view.n < goal) return;
  goal = -1;
  for (const turn of view.turns) {
    if (turn.who !== "interviewer" || turn.end_ms !== null) continue;
    const last = played.get(turn.utterance);
    if (last) link.send(last);
  }
  const waiting = new Set(link.kept.notes.map((note) => /** @type {any} */ (note.message).text));
  for (const words of typing.unheard(view)) if (!waiting.has(words)) link.send({ type: "say", text: words });
}

function introduce() {
  const session = view.session;
  if (!session) return;
  fill(top.title, h("b", {}, session.case_title));
  text(top.level, session.level);
  text(top.persona, session.persona_name);
  document.title = `Hotseat: ${session.case_title}`;
  quiet = `Recording on this machine. ${leaves(Object.fromEntries(session.remote.map((role) => [role, { name: role, remote: true }])))}. Ear ${session.ear}, voice ${session.voice}, questions ${session.brain}.`;
  text(byId("heard-note"), session.ear_weak ? "As heard, by a weak ear: for the gist" : "As heard");
}

/** The session clock: what the server said, or what the microphone has counted since. */
function now() {
  if (view.ended) return view.ended.t;
  const stop = view.stops.at(-1);
  if (stop && stop.to === null) return stop.from;
  return Math.max(view.t, serverClock, link.everWelcomed ? link.kept.next / 16 : 0);
}

let asked = 0;
function draw() {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    paint();
  });
}

function paint() {
  const t = now();
  const words = stageWords(view, t);
  document.body.dataset["floor"] = words.floor;
  text(byId("you-state"), words.you);
  text(byId("digits"), words.digits);
  text(byId("digits-note"), words.note);
  text(byId("them-state"), words.them);
  text(byId("question"), words.question);
  byId("question").classList.toggle("long", words.question.length > 130);
  text(byId("turn"), words.spoken);
  byId("talk").style.setProperty("--b", String(Math.min(300, words.answer / 1000)));
  const minutes = view.session?.minutes ?? 45;
  fill(top.clock, h("b", {}, clock(interviewMs(view, t))), ` of ${minutes}:00`);
  paintStrip(t);
  paintKeys();
  rail.draw(view, t);
  roll.draw(view);
}

/** @param {number} t */
function paintStrip(t) {
  const words = stripWords({ net, began: link.everWelcomed, keptMs: link.kept.waitingMs, dropped: link.kept.dropped, fault, mic: mic.state, micDetail: mic.detail, micAt: mic.at, asleep: sound.context !== null && sound.asleep, view, now: t, quiet });
  text(byId("strip-head"), words.head);
  text(byId("strip-rest"), words.rest);
  byId("strip").dataset["level"] = words.level;
  const act = byId("strip-act");
  if (act.dataset["act"] === words.act) return;
  act.dataset["act"] = words.act;
  const acts = { wake: ["Begin", () => void sound.wake()], type: ["Type", () => typing.open()], retry: ["Try again", () => link.anew()], "": null };
  const found = /** @type {[string, () => void] | null} */ (acts[words.act]);
  fill(act, found ? h("button", { type: "button", class: "btn small", onclick: found[1] }, found[0]) : null);
}

function paintKeys() {
  const stopped = view.floor === "stopped";
  const speaks = view.floor === "interviewer";
  const ended = view.floor === "ended";
  label(keys.done, stopped ? "Go on" : "Done");
  keys.done.setAttribute("aria-disabled", String(!(stopped || (view.open !== null && !ended))));
  keys.think.setAttribute("aria-disabled", String(speaks || stopped || ended));
  keys.repeat.setAttribute("aria-disabled", String(speaks || stopped || ended || view.open !== null));
  byId("keys").inert = ended;
  fill(top.pause, ...keyed("P", stopped ? "Go on" : "Pause"));
  top.pause.hidden = ended;
  byId("after").hidden = !ended;
  if (!asking && !ended && !top.end.firstChild) calmEnd();
}

/** @param {string} name @param {string} words @param {() => void} act */
function key(name, words, act) {
  return h("button", { type: "button", class: "btn", onclick: act, "aria-keyshortcuts": name === "Space" ? "Space" : name }, ...keyed(name, words));
}

/** @param {HTMLElement} button @param {string} words */
const label = (button, words) => button.firstElementChild && text(button.firstElementChild, words);

/** @param {"done" | "think" | "repeat" | "pause" | "unpause"} type */
const press = (type) => link.send({ type });

function done() {
  if (view.floor === "stopped") press("unpause");
  else if (view.open) press("done");
}

const togglePause = () => press(view.floor === "stopped" ? "unpause" : "pause");

/** @param {string} words */
function say(words) {
  link.send({ type: "say", text: words });
}

function calmEnd() {
  asking = false;
  fill(top.end, h("button", { type: "button", class: "btn small", onclick: askEnd }, ...keyed("Esc", "End")));
}

function askEnd() {
  if (view.ended) return;
  asking = true;
  const go = h("button", { type: "button", class: "btn small main", onclick: () => { link.send({ type: "end" }); calmEnd(); } }, ...keyed("Esc", "End it now"));
  fill(top.end, h("button", { type: "button", class: "btn small", onclick: calmEnd }, "Go on"), go);
  go.focus();
}

function over() {
  sound.stop();
  sound.closeMicrophone();
  fill(top.end);
  typing.close();
  const again = /** @type {any} */ (view.session)?.redo_of;
  fill(byId("after"),
    again ? h("a", { class: "btn main", href: address(`/redo.html?id=${encodeURIComponent(again.session)}`) }, "Lay it beside the first") : h("a", { class: "btn main", href: address(`/debrief.html?id=${encodeURIComponent(id)}`) }, "Read the debrief"),
    again ? h("a", { class: "btn", href: address(`/replay.html?id=${encodeURIComponent(again.session)}`) }, "Back to the session") : null,
    h("a", { class: "btn", href: address(`/replay.html?id=${encodeURIComponent(id)}`) }, "Listen again"),
    h("a", { class: "btn", href: address("/") }, "Another case"));
  link.over = true;
  setTimeout(() => link.close(), 500);
}

let hidden = recall("hideTranscript", false);
function hide(/** @type {boolean} */ away) {
  hidden = away;
  remember("hideTranscript", away);
  roll.hide(away);
  fill(byId("hide"), ...keyed("H", away ? "Show" : "Hide"));
  byId("hide").setAttribute("aria-pressed", String(away));
}

/** @type {Record<string, () => void>} */
const SHORTCUTS = {
  " ": done, t: () => press("think"), r: () => press("repeat"), "/": () => typing.open(), h: () => hide(!hidden), p: togglePause,
  escape: () => (asking ? (link.send({ type: "end" }), calmEnd()) : askEnd()),
};

document.addEventListener("keydown", (event) => {
  if (sound.asleep) void sound.wake();
  if (view.ended) return;
  const control = event.target instanceof Element && event.target.closest("button, a");
  if (control && (event.key === " " || event.key === "Enter")) return;
  const act = SHORTCUTS[pageKey(event)];
  if (!act || event.repeat) return;
  event.preventDefault();
  act();
});
document.addEventListener("pointerdown", () => {
  if (sound.asleep) void sound.wake();
});
addEventListener("beforeunload", (event) => {
  if (net === "lost" && link.kept.waitingMs > 1000) event.preventDefault();
});
byId("hide").addEventListener("click", () => hide(!hidden));

/** Nobody touches the machine for 45 minutes: the screen stays on. */
async function keepAwake() {
  const lock = () => navigator.wakeLock?.request("screen").catch(() => undefined);
  await lock();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !view.ended && void lock());
}

async function start() {
  hide(hidden);
  fill(byId("talk"), h("i"), [1, 2, 3, 4, 5].map((m) => h("span", { "--a": m * 60 }, m === 5 ? "5 min" : String(m))));
  draw();
  setInterval(draw, 250);
  const wanted = { microphone: "", loudspeakers: false, speakers: "", ...recall("sound", {}) };
  try {
    await sound.open();
  } catch {
    mic = { state: "denied", detail: "insecure", at: 0 };
  }
  link.open();
  void keepAwake();
  await sound.listen(wanted);
  await sound.speakThrough(wanted.speakers);
}

void start();
