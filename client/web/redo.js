// A question answered again: the first answer and the new one side by side, with the difference. Both are kept.

import { address, get } from "./api.js";
import { byId, fill, glyph, h } from "./dom.js";
import { bar, faultNote, query, sessionNav } from "./frame.js";
import { segments } from "./replay_model.js";
import { clock, day, momentHash, seconds } from "./time.js";
import { OUTCOMES, moveName, phaseName, plain } from "./words.js";

const TYPED_MS = 500;
const id = query("id");

async function start() {
  try {
    const [session, redos] = await Promise.all([get(`/api/sessions/${encodeURIComponent(id)}`), get(`/api/sessions/${encodeURIComponent(id)}/redos`)]);
    bar("none", h("span", { class: "what" }, h("b", {}, session.case_title ?? "")), h("span", { class: "what" }, `${day(session.created ?? "")}${session.sample ? ", sample" : ""}`), h("span", { class: "grow" }), sessionNav(id, "none"));
    fill(byId("doc"), h("h1", {}, "Answered again"), redos.length ? redos.toReversed().map(pair) : h("p", { class: "lead" }, "No question of this session was answered again yet. Choose one in the replay and press R."));
  } catch (error) {
    bar("practise");
    fill(byId("doc"), h("h1", {}, "Answered again"), faultNote(error));
  }
}

/** @param {any} redo */
function pair(redo) {
  return h("section", { class: "again" }, h("h2", {}, h("span", { class: "said" }, redo.question), h("small", {}, `${moveName(redo.move)}, again on ${day(redo.created)}`)),
    h("div", { class: "pair" }, answer("First", redo.old), answer("Again", redo.new)), redo.difference ? difference(redo.difference, Math.min(redo.old?.ms ?? 0, redo.new?.ms ?? 0) < TYPED_MS) : h("p", { class: "quiet" }, "There is nothing to compare yet."));
}

/** @param {string} title @param {any} one */
function answer(title, one) {
  if (!one) return h("div", {}, h("h3", {}, title), h("p", { class: "quiet" }, "No answer was kept."));
  return h("div", {}, h("h3", {}, title, h("small", { class: "quiet" }, ` ${one.words} words${one.ms < TYPED_MS ? ", typed" : ` in ${clock(one.ms)}`}`)), one.turns.map((/** @type {any} */ turn) => {
    const marks = one.marks.filter((/** @type {any} */ mark) => mark.turn === turn.number);
    const body = segments(turn.text, marks.map((/** @type {any} */ mark, /** @type {number} */ i) => ({ start: mark.start, stop: mark.end, kind: mark.kind, id: String(i) })))
      .map((piece) => piece.ids.length ? h("span", { class: `ev${piece.kinds.has("mistake") ? " miss" : ""}` }, piece.text) : piece.text);
    return h("div", {}, h("p", { class: "said" }, h("a", { class: "t", href: address(`/replay.html?id=${encodeURIComponent(one.session)}${momentHash(turn.start_ms)}`) }, glyph("play"), clock(turn.start_ms)), " ", body),
      h("p", { class: "labels" }, marks.map((/** @type {any} */ mark) => h("span", {}, glyph(mark.kind === "mistake" ? "mis" : "sig"), ` ${plain(mark.name)} `))));
  }), one.outcome ? h("p", {}, glyph(OUTCOMES[one.outcome]?.glyph ?? "rest", true), ` ${OUTCOMES[one.outcome]?.sentence ?? one.outcome}`) : null);
}

/** @param {any} d @param {boolean} typed one of the two was typed, so their times tell nothing */
function difference(d, typed) {
  /** @param {any[]} list */
  const names = (list) => list.map((one) => plain(one.name)).join(", ");
  /** @type {[string, string][]} */
  const rows = [
    ["Now said", names(d.signals_won)], ["No longer said", names(d.signals_lost)], ["Mistakes gone", names(d.mistakes_gone)], ["New mistakes", names(d.mistakes_new)],
    ["Links now made", d.links_won.map(phaseName).join(", ")], ["Links no longer made", d.links_lost.map(phaseName).join(", ")],
    ["Length", `${typed ? "" : `${d.ms < 0 ? "shorter" : "longer"} by ${seconds(Math.abs(d.ms))}, `}${Math.abs(d.words)} words ${d.words < 0 ? "fewer" : "more"}`],
  ];
  return h("dl", { class: "difference" }, rows.filter(([, words]) => words).flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]));
}

void start();
