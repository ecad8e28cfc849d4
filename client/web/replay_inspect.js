// What is known about the thing that was chosen: the words, the outcome, and the four ways in which a push can end.

import { address } from "./api.js";
import { fill, glyph, h } from "./dom.js";
import { query } from "./frame.js";
import { clock, momentHash } from "./time.js";
import { OUTCOMES } from "./words.js";

/** @typedef {import("./replay_model.js").Item} Item */
/** @typedef {import("./replay_model.js").Model} Model */

/** A line of somebody's words that plays. @param {number} t @param {string} text @param {(t: number) => void} play */
export const quote = (t, text, play) =>
  h("a", { class: "quote", href: momentHash(t), onclick: (/** @type {Event} */ event) => { event.preventDefault(); play(t); } }, h("span", { class: "t" }, glyph("play"), clock(t)), h("span", { class: "vh" }, ": "), text);

/**
 * @param {HTMLElement} box
 * @param {Model} model
 * @param {Item | null} item
 * @param {{play: (item: {t: number, end: number}) => void, copy: (t: number) => void, again: (item: Item) => void, redos: number, cost: string}} acts
 */
export function inspect(box, model, item, acts) {
  if (!item) {
    box.setAttribute("aria-label", "Nothing chosen");
    fill(box, h("div", {}, h("h2", {}, "Nothing is chosen"), h("p", { class: "quiet" }, "Choose a sign above, or go through them with J and K. A click on a word plays from there."), acts.cost ? h("p", { class: "quiet" }, acts.cost) : null));
    return;
  }
  const pushes = model.items.filter((one) => one.kind === "push");
  const sign = { signal: "sig", mistake: "mis", push: item.wrong ? "pshw" : "psh", question: "ask", cut: "cut", barge: "barge", pause: "pause", link: "sig", check: "" }[item.kind];
  const title = item.kind === "push" ? `Push ${pushes.indexOf(item) + 1} of ${pushes.length} at ${clock(item.t)}${item.wrong ? ", wrong on purpose" : ""}` : `${item.name} at ${clock(item.t)}`;
  const answer = model.items.filter((one) => item.kind === "push" && one.turn === item.turn && one.turn > 0 && (one.kind === "signal" || one.kind === "mistake"));
  const reply = item.kind === "push" ? model.turns.find((turn) => turn.who === "candidate" && turn.turn === item.turn) : undefined;
  const kind = { signal: "Signal", mistake: "Mistake", link: "Link of the chain", question: "Question", cut: "Our doing", barge: "Your doing", pause: "Pause", check: "", push: "" }[item.kind];
  box.setAttribute("aria-label", `Chosen: ${title}`);
  fill(box, h("div", {}, h("h2", {}, sign ? glyph(sign) : null, ` ${title}`, kind ? h("small", { class: "quiet" }, kind) : null),
    item.kind === "push" ? h("p", { class: "said them-said" }, item.text) : item.text ? quote(item.t, item.text, () => acts.play(item)) : null,
    item.kind === "check" ? checked(item, acts.play) : null,
    item.outcome ? h("p", {}, h("b", {}, OUTCOMES[item.outcome]?.sentence ?? item.outcome), item.wrong ? " The claim is not in the case." : "") : item.kind === "push" ? h("p", { class: "quiet" }, "It was not answered.") : null,
    answer.length ? answer.slice(0, 3).map((one) => quote(one.t, one.text, () => acts.play(one))) : reply ? quote(reply.start_ms, reply.text.split(/(?<=[.?])\s/)[0] ?? "", () => acts.play({ t: reply.start_ms, end: reply.end_ms ?? reply.start_ms })) : null,
    h("p", { class: "acts" }, h("button", { type: "button", class: "btn small", onclick: () => acts.play(item) }, h("span", {}, "Play it"), h("kbd", {}, "Enter")), h("button", { type: "button", class: "btn small", onclick: () => acts.copy(item.t) }, h("span", {}, "Copy link"), h("kbd", {}, "C")),
      item.kind === "push" || item.kind === "question" ? h("button", { type: "button", class: "btn small", onclick: () => acts.again(item) }, h("span", {}, "Answer it again"), h("kbd", {}, "R")) : null,
      acts.redos ? h("a", { class: "btn small", href: address(`/redo.html?id=${encodeURIComponent(query("id"))}`) }, `Answered again: ${acts.redos}`) : null)),
    item.kind === "push" ? four(item.outcome) : h("div"));
}

/** What a checkpoint asks for, and the words that said it by then. @param {Item} item @param {(item: {t: number, end: number}) => void} play */
const checked = (item, play) => h("ul", { class: "checked" }, item.boxes.map((box) => {
  const { at } = box;
  return h("li", {}, h("span", { class: at ? "box yes" : "box" }, `${box.name}${at ? "" : ": not said by then"}`), at ? quote(at.t, at.text, () => play(at)) : null);
}));

/** Two bits, four outcomes. @param {string} outcome */
function four(outcome) {
  /** @param {string} key */
  const cell = (key) => h("div", { class: key === outcome ? "c is" : "c" }, glyph(OUTCOMES[key]?.glyph ?? "rest", true), OUTCOMES[key]?.name ?? "");
  return h("div", { class: "four", role: "img", "aria-label": `Four outcomes: the line stayed or moved, with or without a reason. This one: ${OUTCOMES[outcome]?.sentence ?? "not answered"}` },
    h("span"), h("span", { class: "hd" }, "with a reason"), h("span", { class: "hd" }, "without"),
    h("span", { class: "hd" }, "line", h("br"), "stayed"), cell("held"), cell("restated"),
    h("span", { class: "hd" }, "line", h("br"), "moved"), cell("revised_with_reason"), cell("caved"));
}
