// Who hears, who speaks, who asks: which engine was picked and why, and what leaves this machine.

import { h } from "./dom.js";
import { roleName } from "./words.js";

/** @typedef {{name: string, weak?: boolean, remote?: boolean, reason?: string, cure?: string}} Engine */

const ROLES = ["ear", "voice", "brain"];
/** @type {Record<string, string>} */
const LEAVES = { ear: "the sound of your voice", voice: "the interviewer's words", brain: "what you said, as text" };

/** @param {string | undefined} words */
const closed = (words) => (words ? `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}` : "");

/** One line for the bar at the top. @param {Record<string, Engine>} engines */
export function engineSummary(engines) {
  const parts = ROLES.flatMap((role) => {
    const engine = engines[role];
    return engine ? [h("span", { class: "what wide" }, `${roleName(role)} `, h("b", {}, engine.name))] : [];
  });
  parts.push(h("span", { class: "what" }, leaves(engines)));
  return parts;
}

/** @param {Record<string, Engine>} engines */
export function leaves(engines) {
  const away = ROLES.filter((role) => engines[role]?.remote).map((role) => LEAVES[role]);
  return away.length ? `Leaves this machine: ${away.join(", ")}` : "Everything stays on this machine";
}

/**
 * @param {any} lobby
 * @param {Record<string, any>} chosen
 * @param {(key: string, value: string) => void} choose
 */
export function engineRows(lobby, chosen, choose) {
  const rows = ROLES.flatMap((role) => {
    /** @type {Engine | undefined} */
    const engine = lobby.engines?.[role];
    if (!engine) return [];
    const given = (lobby.choices?.[role] ?? []).map((/** @type {any} */ c) => (typeof c === "object" ? c : { id: c, name: c }));
    const options = given.some((/** @type {any} */ c) => c.id === "auto") ? given : [{ id: "auto", name: "auto" }, ...given];
    if (!options.some((/** @type {any} */ c) => c.id === chosen[role])) chosen[role] = "auto";
    const select = h("select", { id: `engine-${role}`, onchange: () => choose(role, options[select.selectedIndex].id) },
      options.map((/** @type {any} */ c) => h("option", { value: c.id, selected: c.id === chosen[role] }, c.id === "auto" ? `automatic: ${engine.name}` : c.name)));
    return [h("dt", {}, h("label", { for: `engine-${role}` }, roleName(role))),
      h("dd", {}, select, h("p", { class: "quiet" }, [closed(engine.reason), closed(engine.cure), engine.weak ? "Good for the gist, weak for quoting you." : "", engine.remote ? `Sends ${LEAVES[role]} to another machine.` : ""].filter(Boolean).join(" ")))];
  });
  return h("dl", {}, rows);
}
