// The lobby: a case, one sentence of settings, a sound check, the page before the mock, and what was done before.

import { get, post, address, ApiError } from "./api.js";
import { byId, fill, glyph, h, pageKey } from "./dom.js";
import { bar, faultNote, keyed } from "./frame.js";
import { engineRows, engineSummary } from "./lobby_engines.js";
import { keepTools } from "./lobby_keep.js";
import { pastSessions } from "./lobby_past.js";
import { SoundCheck } from "./lobby_sound.js";
import { recall, remember } from "./store.js";
import { shortDay } from "./time.js";
import { RUBRIC, familyName } from "./words.js";

/** @typedef {{id: string, family: string, title: string, prompt: string}} Case */

const FAMILY_ORDER = ["consumer", "enterprise", "agent", "search", "platform"];
const DEFAULTS = { case: "", level: "L6", persona: "", pressure: "normal", minutes: 45, patience: "normal", ear: "auto", voice: "auto", brain: "auto" };

/** @type {Record<string, any>} */
let chosen = { ...DEFAULTS };
/** @type {Record<string, string>} */
let page = recall("page", {});
/** @type {any} */
let lobby = {};
/** @type {Case[]} */
let cases = [];
/** @type {any[]} */
let sessions = [];
/** @type {SoundCheck | null} */
let sound = null;
let seated = false;
const earlier = h("div", { class: "earlier" });

async function start() {
  try {
    [lobby, cases, sessions] = await Promise.all([get("/api/lobby"), get("/api/cases"), get("/api/sessions")]);
  } catch (error) {
    bar("practise");
    fill(byId("setup"), faultNote(error));
    return;
  }
  bar("practise", h("span", { class: "grow" }), ...engineSummary(lobby.engines ?? {}));
  chosen = { ...DEFAULTS, ...(lobby.defaults ?? {}), ...recall("choices", {}) };
  if (!cases.some((one) => one.id === chosen["case"])) chosen["case"] = cases[0]?.id ?? "";
  drawStrips();
  drawCases();
  drawSetup();
  fill(byId("past"), earlier, keepTools(reload));
  drawEarlier();
}

const drawEarlier = () => fill(earlier, ...pastSessions(sessions, reload));

async function reload() {
  sessions = await get("/api/sessions");
  drawEarlier();
  drawCases();
}

function drawStrips() {
  const strips = (lobby.notices ?? []).map((/** @type {any} */ notice) =>
    h("div", { class: "strip" }, h("b", {}, notice.message), h("span", {}, notice.next_step)));
  const live = sessions.find((one) => one.state === "live");
  if (live) strips.unshift(h("div", { class: "strip" }, h("b", {}, `Your interview “${live.case_title}” is still open.`),
    h("a", { href: address(`/interview.html?id=${encodeURIComponent(live.id)}`) }, "Go back in")));
  fill(byId("strips"), strips);
}

function drawCases() {
  const families = [...new Set([...FAMILY_ORDER, ...cases.map((one) => one.family)])];
  const parts = families.flatMap((family) => {
    const own = cases.filter((one) => one.family === family);
    if (!own.length) return [];
    return [h("h2", { id: `family-${family}` }, familyName(family)), h("ul", { "aria-labelledby": `family-${family}` }, own.map(caseRow))];
  });
  fill(byId("cases"), parts.length ? parts : h("p", { class: "quiet" }, "No cases were found."));
}

/** @param {Case} one */
function caseRow(one) {
  const last = sessions.find((session) => session.case === one.id && !session.sample);
  return h("li", {}, h("button", { type: "button", "aria-pressed": one.id === chosen["case"] ? "true" : "false", onclick: () => choose("case", one.id) },
    h("span", {}, one.title), h("small", {}, last ? shortDay(last.created) : "")));
}

/** @param {string} key @param {any} value */
function choose(key, value) {
  chosen[key] = value;
  remember("choices", chosen);
  if (key !== "case") return;
  for (const button of byId("cases").querySelectorAll("button")) button.setAttribute("aria-pressed", "false");
  const at = cases.findIndex((one) => one.id === value);
  const ordered = [...byId("cases").querySelectorAll("button")];
  const title = cases[at]?.title;
  ordered.find((button) => button.querySelector("span")?.textContent === title)?.setAttribute("aria-pressed", "true");
  drawHead();
}

/** @param {string} key @param {string} label @param {any[]} options */
function pick(key, label, options) {
  const list = options.map((option) => (typeof option === "object" ? option : { id: option, name: String(option) }));
  if (list.length && !list.some((option) => String(option.id) === String(chosen[key]))) chosen[key] = (list.find((o) => o.id === DEFAULTS[/** @type {"level"} */ (key)]) ?? list[0]).id;
  const select = h("select", { "aria-label": label, onchange: () => choose(key, list[select.selectedIndex]?.id) },
    list.map((option) => h("option", { value: option.id, selected: String(option.id) === String(chosen[key]) }, option.name)));
  return select;
}

function drawHead() {
  const one = cases.find((each) => each.id === chosen["case"]);
  if (!one) return fill(byId("head"), h("h1", {}, "No case to choose"), h("p", { class: "why" }, "Put a case file into your cases folder, then reload."));
  fill(byId("head"), h("p", { class: "dim" }, familyName(one.family)), h("h1", {}, one.title),
    h("p", { class: "why" }, "The interviewer reads the case to you when you sit down. Facts are given only if you ask for them."),
    h("details", { class: "prompt" }, h("summary", {}, "Read the case first"), h("p", { class: "said" }, one.prompt)));
}

function drawSetup() {
  const minutes = (lobby.minutes ?? [45]).map((/** @type {number} */ m) => ({ id: m, name: `${m} minutes` }));
  const personas = (lobby.personas ?? []).map((/** @type {any} */ p) => ({ id: p.id, name: p.role ? `${p.name}, ${lower(p.role)},` : p.name }));
  const patience = (lobby.patience ?? []).map((/** @type {any} */ p) => ({ id: p.id ?? p, name: String(p.name ?? p).toLowerCase() }));
  const pressures = (lobby.pressures ?? []).map((/** @type {any} */ p) => ({ id: p.id ?? p, name: String(p.name ?? p).toLowerCase() }));
  sound = new SoundCheck();
  fill(byId("setup"),
    h("div", { id: "head" }),
    h("p", { class: "sentence" }, "Interview me at ", pick("level", "Level", lobby.levels ?? ["L6"]), " level for ", pick("minutes", "Length", minutes), ". ",
      pick("persona", "Interviewer", personas), " asks, with ", pick("pressure", "Pressure", pressures), " pressure, and is ",
      pick("patience", "Patience", patience), " when I stop to think."),
    sound.element,
    h("details", { class: "engines" }, h("summary", {}, "Who hears, speaks and asks"), engineRows(lobby, chosen, choose)),
    rubricPage(),
    h("div", { class: "start" },
      h("button", { type: "button", class: "seat", id: "seat", onclick: sit }, ...keyed("Enter", "Take the seat")),
      h("span", { class: "quiet" }, "The interviewer begins. You can leave at any time; what was said is kept until you delete it."),
      h("div", { id: "seat-fault", class: "seat-fault" })));
  drawHead();
}

/** @param {string} role */
const lower = (role) => `${role.charAt(0).toLowerCase()}${role.slice(1)}`;

function rubricPage() {
  const rows = RUBRIC.flatMap((line) => {
    const input = h("input", { id: `page-${line.id}`, value: page[line.id] ?? "", placeholder: line.hint, autocomplete: "off", maxlength: 400,
      oninput: () => {
        page = { ...page, [line.id]: input.value };
        remember("page", page);
      } });
    return [h("dt", {}, h("label", { for: `page-${line.id}` }, line.name)), h("dd", {}, input)];
  });
  return h("section", { class: "page1", "aria-labelledby": "page1-title" },
    h("h2", { id: "page1-title" }, "Your page before you sit down. The debrief lays it beside what you said. May stay empty."), h("dl", {}, rows));
}

async function sit() {
  if (seated || !chosen["case"]) return;
  seated = true;
  const body = { ...chosen };
  for (const role of ["ear", "voice", "brain"]) if (body[role] === "auto") delete body[role];
  const written = Object.fromEntries(RUBRIC.map((line) => [line.id, (page[line.id] ?? "").trim()]));
  try {
    const made = await post("/api/sessions", { ...body, rubric_page: written });
    remember("sound", sound?.wanted ?? {});
    remember("page", {});
    location.href = address(`/interview.html?id=${encodeURIComponent(made.id)}`);
  } catch (error) {
    seated = false;
    const fault = error instanceof ApiError ? error.fault : { message: "The session could not be made.", next_step: "Try again." };
    fill(byId("seat-fault"), h("p", { role: "alert" }, glyph("mis"), h("b", {}, ` ${fault.message} `), fault.next_step));
  }
}

document.addEventListener("keydown", (event) => {
  const key = pageKey(event);
  const onControl = event.target instanceof HTMLElement && event.target.closest("button, a, summary");
  if (key === "enter" && !onControl) void sit();
  if (key === "p") void sound?.playTone();
  if (key === "m") void sound?.check();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

void start();
