// Earlier sessions as small staircases, each against its own working clock.

import { address, remove, ApiError } from "./api.js";
import { fill, h } from "./dom.js";
import { miniature } from "./stair.js";
import { clock, day } from "./time.js";

const FIRST = 8;

/** @param {any[]} sessions newest first @param {() => Promise<void>} changed */
export function pastSessions(sessions, changed) {
  const own = sessions.filter((one) => !one.sample);
  const samples = sessions.filter((one) => one.sample);
  /** @type {HTMLElement[]} */
  const parts = [h("h2", {}, own.length ? "Earlier sessions, each against the working clock" : "Earlier sessions")];
  if (!own.length) parts.push(h("p", { class: "empty" }, "Your first session will stand here."));
  const shown = own.length ? own : samples;
  if (shown.length) {
    const list = h("ul", {}, shown.slice(0, FIRST).map((one) => row(one, changed)));
    parts.push(list);
    if (shown.length > FIRST) {
      const more = h("button", { type: "button", class: "btn small", onclick: () => {
        list.append(...shown.slice(FIRST).map((one) => row(one, changed)));
        list.querySelectorAll("a")[FIRST]?.focus();
        more.remove();
      } }, `All ${shown.length} sessions`);
      parts.push(more);
    }
  }
  return parts;
}

/** @param {any} one @param {() => Promise<void>} changed */
function row(one, changed) {
  const page = one.state === "live" ? "interview" : "replay";
  const told = one.sample ? "sample, not you" : { live: "still open: go back in", cut_off: "cut off, kept", ended: "" }[/** @type {"live"} */ (one.state)] ?? "";
  const item = h("li", {},
    h("a", { href: address(`/${page}.html?id=${encodeURIComponent(one.id)}`) },
      h("span", { class: "ttl" }, one.case_title),
      miniature({ phases: one.phases ?? [], minutes: one.minutes ?? 45, duration_ms: one.duration_ms ?? 0 }),
      h("span", { class: "row" }, h("span", {}, one.vote ? one.vote : told || one.level), h("span", { class: "sm" }, `${day(one.created)} · ${clock(one.duration_ms ?? 0)}`))));
  const tools = h("p", { class: "row sm tools" });
  const calm = () => fill(tools,
    one.state === "live" ? null : h("a", { href: address(`/debrief.html?id=${encodeURIComponent(one.id)}`) }, "Debrief"),
    one.sample ? null : h("button", { type: "button", class: "link", "aria-label": `Delete ${one.case_title}, ${day(one.created)}`, onclick: ask }, "Delete"));
  const ask = () => {
    const no = h("button", { type: "button", class: "link", onclick: () => { calm(); tools.querySelector("button")?.focus(); } }, "Keep it");
    fill(tools, h("span", {}, "Sound, log and debrief go for good."), h("button", { type: "button", class: "link", onclick: gone }, "Delete"), no);
    no.focus();
  };
  const gone = async () => {
    try {
      await remove(`/api/sessions/${encodeURIComponent(one.id)}`);
      await changed();
    } catch (error) {
      fill(tools, h("span", { role: "alert" }, error instanceof ApiError ? error.fault.message : "It could not be deleted."));
    }
  };
  calm();
  item.append(tools);
  return item;
}
