// The parts of a debrief: pure functions from what the server folded to elements. Each line stands on the candidate's words.

import { glyph, h } from "./dom.js";
import { lanes, bar, checkLines } from "./stair.js";
import { clock } from "./time.js";
import { BESIDE, CHECKPOINTS, OUTCOMES, RUBRIC, phaseName, plain, toDo, voteName } from "./words.js";

/** @typedef {{turn: number, start: number, end: number, start_ms: number, end_ms: number, quote: string}} Quote */
/** @typedef {(quote: Quote) => HTMLElement} Say */

/** "Hire, two to one." @param {any} d */
export function verdict(d) {
  if (!d.vote) return "Not voted on.";
  const votes = d.voices.map((/** @type {any} */ voice) => voice.vote);
  const yes = votes.filter((/** @type {string} */ vote) => vote === "hire" || vote === "strong_hire").length;
  const hire = d.vote === "hire" || d.vote === "strong_hire";
  const [with_, against] = hire ? [yes, votes.length - yes] : [votes.length - yes, yes];
  const words = ["none", "one", "two", "three", "four", "five"];
  if (against > with_) return `${voteName(d.vote)}, though ${words[against] ?? against} of ${words[votes.length] ?? votes.length} would ${hire ? "not hire" : "hire"}.`;
  const split = against === 0 ? (votes.length > 1 ? "with one voice" : "") : `${words[with_] ?? with_} to ${words[against] ?? against}`;
  return `${voteName(d.vote)}${split ? `, ${split}` : ""}.`;
}

/** @param {any} d */
export function head(d) {
  const problem = d.chain.find((/** @type {any} */ link) => link.phase === "problem");
  const boundary = d.chain.find((/** @type {any} */ link) => link.phase === "boundary");
  const made = d.chain.filter((/** @type {any} */ link) => link.made).length;
  const met = d.pushes.filter((/** @type {any} */ push) => push.outcome === "held" || push.outcome === "revised_with_reason").length;
  /** @type {[string, string][]} */
  const facts = [
    ["The failure, in words", problem?.made ? clock(problem.made.start_ms) : "not said"], ["Boundary made", boundary?.made ? clock(boundary.made.start_ms) : "not made"],
    ["Pushes met with a reason", d.pushes.length ? `${met} of ${d.pushes.length}` : "none made"], ["Links made", `${made} of ${d.chain.length}`],
    ["You spoke", `${clock(d.candidate_ms)} of ${clock(d.duration_ms)}`],
  ];
  return h("div", { class: "verdict" },
    h("div", {}, h("h1", {}, verdict(d)), h("p", {}, [d.first_ten, sentence(d.reason)].filter(Boolean).join(" ")), h("p", { class: "bar-note" }, d.expected)),
    h("dl", { class: "facts" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))));
}

/** @param {string} words */
export const sentence = (words) => (words ? `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?]$/.test(words) ? "" : "."}` : "");

/** @param {any} d @param {Say} say */
export function committee(d, say) {
  if (!d.voices.length) return h("section", {}, h("h2", {}, "The committee"), h("p", { class: "quiet" }, `The room does not vote: ${d.reason}.`));
  /** @param {any} voice */
  const dissents = (voice) => d.dissent && (voice.id === d.dissent || voice.role === d.dissent);
  /** @param {string} name @param {(voice: any) => (Node | string | null)[]} cell @param {string} [kind] */
  const row = (name, cell, kind = "") => [h("div", { class: "rh" }, name), ...d.voices.map((/** @type {any} */ voice) => h("div", { class: `${kind}${dissents(voice) ? " dis" : ""}`, "data-w": plain(voice.role) }, cell(voice)))];
  return h("section", { class: "committee" }, h("h2", {}, "The committee"),
    h("div", { class: "com", "--seats": d.voices.length }, h("span", { class: "rh" }), d.voices.map((/** @type {any} */ voice) => h("span", { class: dissents(voice) ? "who dis" : "who" }, plain(voice.role))),
      row("Vote", (voice) => [voteName(voice.vote)], "vote"),
      row("First concern", (voice) => [sentence(voice.concern), voice.concern_at ? say(voice.concern_at) : null]),
      row("Strongest signal", (voice) => [sentence(voice.strength), voice.strength_at ? say(voice.strength_at) : null])),
    d.dissent_reason ? h("p", { class: "rule-note quiet" }, sentence(d.dissent_reason)) : null);
}

/** @param {any} d @param {Say} say */
export function rubric(d, say) {
  const page = new Map(d.rubric_page.map((/** @type {any} */ line) => [line.dimension, line.written]));
  const wrote = (/** @type {string} */ id) => (page.has(id) ? h("p", { class: "wrote" }, "Your page: ", page.get(id) ? h("span", { class: "said" }, page.get(id)) : "left empty") : null);
  const assessed = d.rubric.filter((/** @type {any} */ line) => line.score !== null);
  const open = d.rubric.filter((/** @type {any} */ line) => line.score === null);
  return h("section", { class: "rubric" }, h("h2", {}, "Six lines", h("small", {}, `1 to 4 for ${d.level}, each on your own words`)),
    h("div", { class: "rub" },
      assessed.map((/** @type {any} */ line) => h("div", { class: "rl" }, h("div", {}, h("h3", {}, rubricName(line.dimension))), steps(line.score),
        h("div", {}, h("p", {}, line.anchor), h("p", { class: "next" }, sentence(line.why)), wrote(line.dimension)),
        h("div", {}, line.quotes.slice(0, 2).map((/** @type {any} */ mark) => labelled(mark, say)), line.quotes.length ? null : h("p", { class: "quiet" }, "No words of yours to point at.")))),
      open.map((/** @type {any} */ line) => h("div", { class: "na" }, h("h3", {}, rubricName(line.dimension)), h("span", { class: "dash" }, "not assessed"), h("div", {}, h("p", {}, sentence(line.why)), wrote(line.dimension))))),
    d.never_said.length ? h("p", { class: "never" }, h("b", {}, "Never said: "), `${d.never_said.join(", ")}.`) : null);
}

/** @param {string} id */
const rubricName = (id) => RUBRIC.find((line) => line.id === id)?.name ?? plain(id);

/** The page that was written before, and for each line the words that came nearest and when. @param {any} d @param {Say} say */
export function besidePage(d, say) {
  if (!d.rubric_page.length) return null;
  const said = d.rubric_page.filter((/** @type {any} */ line) => line.written && line.said).length;
  const wrote = d.rubric_page.filter((/** @type {any} */ line) => line.written).length;
  return h("section", { class: "beside noprint" }, h("h2", {}, "Your page, beside what you said", h("small", {}, `${said} of the ${wrote} ${wrote === 1 ? "line" : "lines"} that you wrote ${said === 1 ? "was" : "were"} said`)),
    h("div", { class: "rub" }, d.rubric_page.map((/** @type {any} */ line) => h("div", { class: "bl" }, h("h3", {}, rubricName(line.dimension)),
      h("p", { class: line.written ? "said" : "quiet" }, line.written || "left empty"),
      line.said ? h("div", {}, say(line.said), line.how === "shared_words" ? h("p", { class: "quiet" }, "Your nearest words. They earned no mark.") : null) : h("p", { class: "quiet" }, "Not said.")))));
}

/** @param {any} mark @param {Say} say */
const labelled = (mark, say) => {
  const el = say(mark.at);
  el.title = mark.name;
  return el;
};

/** @param {number} score */
function steps(score) {
  return h("div", { class: "steps", role: "img", "aria-label": `${score} of 4` }, [1, 2, 3, 4].map((n) => h("i", { class: n <= score ? "on" : "", "--n": n })), h("b", {}, String(score)));
}

/** Words that were cut in the middle end where a word ends. @param {string} words */
export const whole = (words) => (/[.?!,]$/.test(words.trim()) ? words : `${words.replace(/\s+\S*$/, "")} …`);

/** @param {any} d @param {Say} say */
export function pushes(d, say) {
  if (!d.pushes.length) return null;
  return h("section", { class: "pushes" }, h("h2", {}, "Under pressure"), d.pushes.map((/** @type {any} */ push) => {
    const outcome = OUTCOMES[push.outcome];
    return h("div", { class: "pushline" }, h("span", { class: "signs" }, glyph(push.wrong ? "pshw" : "psh"), outcome ? glyph(outcome.glyph, true) : null),
      h("div", {}, h("p", { class: "said them-said" }, h("span", { class: "t" }, `${clock(push.at_ms)} `), push.text), push.wrong ? h("p", { class: "next" }, `Wrong on purpose. ${push.truth ? sentence(push.truth) : "The claim is not in the case."}`) : null),
      h("div", {}, h("p", {}, h("b", {}, outcome ? outcome.sentence : "Not answered.")), push.answer ? say({ ...push.answer, quote: whole(push.answer.quote) }) : null));
  }));
}

/** @param {any} d @param {Say} say */
export function changes(d, say) {
  if (!d.changes.length) return null;
  return h("section", { class: "changes" }, h("h2", {}, `${["No", "One change", "Two changes", "Three changes"][d.changes.length] ?? "Changes"}`, h("small", {}, "your sentence, then a better one for this case")),
    d.changes.map((/** @type {any} */ change, /** @type {number} */ i) => h("div", { class: "change" }, h("b", {}, String(i + 1)), h("h3", {}, toDo(change.signal) ?? plain(change.name)),
      h("div", { class: "own" }, change.said ? say(change.said) : h("p", { class: "quiet" }, "Nothing was said to it.")), glyph("to", true), h("p", { class: "better" }, change.better))));
}

/** @param {any} d */
export function budget(d) {
  const times = Object.fromEntries(d.times.map((/** @type {any} */ time) => [time.phase, time]));
  const total = Math.max(d.duration_ms, d.minutes * 60000) / 1000;
  const rows = lanes({ spans: d.phases, minutes: d.minutes, note: (phase) => `${clock(times[phase]?.spent_ms ?? 0)} / ${clock(times[phase]?.budget_ms ?? 0)}` });
  const beside = d.phases.filter((/** @type {any} */ span) => BESIDE.includes(span.phase));
  rows.push(h("div", { class: "lane cross" }, h("span", { class: "nm" }, "Components", h("small", {}, clock(times["depth"]?.spent_ms ?? 0))), h("div", { class: "tr" }, beside.map((/** @type {any} */ span) => {
    const one = bar(span.phase === "depth" ? "bar off" : "bar thin", span);
    one.title = phaseName(span.phase);
    return one;
  }))));
  return h("div", { class: "budget" }, h("h2", {}, "Where the time went", h("small", {}, "spent / planned")),
    h("div", { class: "stair", "--T": total }, h("div", { class: "ruler", "aria-hidden": "true" }, total < 1500 ? h("span", { class: "l", "--a": 0 }, "0") : null, CHECKPOINTS.filter((at) => at / 1000 <= total).map((at) => h("span", { class: at / 1000 > total * 0.95 ? "ck r" : "ck", "--a": at / 1000 }, clock(at)))),
      h("div", { class: "plot" }, rows, h("div", { class: "over" }, checkLines(0, total * 1000)))));
}

/** @param {any} d @param {string} address */
export function drill(d, address) {
  if (!d.drill) return h("div", {});
  return h("div", { class: "next-drill" }, h("h2", {}, "Next drill"), h("div", { class: "drill" }, h("p", {}, h("b", {}, `${d.drill.title}. `), d.drill.task, h("span", { class: "quiet" }, ` ${d.drill.minutes} minutes.`)),
    h("a", { class: "btn main noprint", href: address }, "Choose a case")));
}

/** @param {any} d */
export function strong(d) {
  if (!d.strong_answer) return null;
  return h("details", { class: "strong noprint" }, h("summary", {}, "How a strong answer to this case could run"), h("dl", {}, Object.entries(d.strong_answer).flatMap(([key, words]) =>
    [h("dt", {}, RUBRIC.find((line) => line.id === key)?.name ?? plain(key)), h("dd", { class: "said" }, String(words))])));
}

/** The empty page for the next mock, on paper only. */
export const nextPage = () => h("section", { class: "next-page" }, h("h2", {}, "Your page for the next one", h("small", {}, "by hand, before you sit down")), h("dl", {}, RUBRIC.flatMap((line) => [h("dt", {}, line.name), h("dd", {})])));
