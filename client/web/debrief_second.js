// The second judge: what a model would have marked in the same answers. It counts for nothing, and says so.

import { glyph, h } from "./dom.js";
import { plain } from "./words.js";

const MOST = 6;

/** @param {any} d @param {import("./debrief_parts.js").Say} say */
export function second(d, say) {
  const found = d.second_opinion;
  if (!found) return null;
  const answers = `${found.turns} ${found.turns === 1 ? "answer" : "answers"}`;
  return h("section", { class: "second noprint" }, h("h2", {}, "A second opinion", h("small", {}, `${found.source} read ${answers}; it decided nothing`)),
    h("p", {}, [`Both judges set ${found.agreed} ${found.agreed === 1 ? "mark" : "marks"} alike.`, found.why, found.dropped ? `Of the model's, ${found.dropped} pointed at nothing that you said and ${found.dropped === 1 ? "is" : "are"} left out.` : ""].filter(Boolean).join(" ")),
    h("div", { class: "two" }, list("Only the model heard", found.only_model, say), list("Only the judge that counts heard", found.only_scripted, say)));
}

/** @param {string} title @param {any[]} marks @param {import("./debrief_parts.js").Say} say */
const list = (title, marks, say) => h("div", {}, h("h3", {}, title), marks.length ? h("ul", {}, marks.slice(0, MOST).map((mark) => h("li", {}, h("b", {}, glyph(mark.kind === "mistake" ? "mis" : "sig"), ` ${plain(mark.name)}`), say(mark.at)))) : h("p", { class: "quiet" }, "Nothing more."),
  marks.length > MOST ? h("p", { class: "quiet" }, `And ${marks.length - MOST} more.`) : null);
