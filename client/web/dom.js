// The few lines that stand in for a framework. Text never becomes markup; styles go through the object model, so
// that a strict content policy holds.

import { recall, remember } from "./store.js";

/** @typedef {Node | string | number | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. Attributes starting with "on" are listeners, "--x" are custom properties, false and null are left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attrs]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  set(el, attrs);
  el.append(.../** @type {(Node | string)[]} */ (nodes(children)));
  return el;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attrs]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function s(tag, attrs = {}, ...children) {
  const el = document.createElementNS(SVG, tag);
  set(el, attrs);
  el.append(.../** @type {(Node | string)[]} */ (nodes(children)));
  return el;
}

/**
 * @param {HTMLElement | SVGElement} el
 * @param {Record<string, unknown>} attrs
 */
export function set(el, attrs) {
  for (const [key, value] of Object.entries(attrs)) {
    if (key.startsWith("on")) el.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (key.startsWith("--")) el.style.setProperty(key, String(value));
    else if (value === false || value === null || value === undefined) el.removeAttribute(key);
    else el.setAttribute(key, value === true ? "" : String(value));
  }
}

/** @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
function nodes(children) {
  /** @type {(Node | string)[]} */
  const out = [];
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    out.push(typeof child === "number" ? String(child) : child);
  }
  return out;
}

/**
 * The element with this id. A page without it is broken, so this throws.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const el = document.getElementById(id);
  if (!el) throw new Error(`no #${id} on this page`);
  return el;
}

/** Replaces what is in `el`. @param {Element} el @param {...(Child | Child[])} children */
export const fill = (el, ...children) => el.replaceChildren(...nodes(children));

/** Writes text only when it differs, so that nothing is spoken or laid out twice. @param {Element} el @param {string} text */
export function text(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

/** A drawn sign from the sheet in glyphs.js. @param {string} name @param {boolean} [wide] */
export const glyph = (name, wide = false) =>
  s("svg", { class: wide ? "g wide" : "g", "aria-hidden": "true" }, s("use", { href: `#${name}` }));

/** True while typing belongs to a field. @param {EventTarget | null} target */
export function inField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/**
 * The key of a press that is meant for the page, in small letters; empty when it belongs to a field or to the browser, or
 * is a single sign and those are turned off.
 * @param {KeyboardEvent} event
 */
export function pageKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return "";
  const key = event.key.toLowerCase();
  return key.length === 1 && key !== " " && !recall("keys", true) ? "" : key;
}

/** Turns single keys off and on, for who dictates or slips. */
export function keySwitch() {
  const box = h("input", { type: "checkbox", checked: recall("keys", true), onchange: () => remember("keys", box.checked) });
  return h("label", { class: "switch" }, box, " Letters, digits and signs act as keys");
}

/**
 * Owns listeners and timers, so that a part of the page can be put away whole.
 */
export class Scope {
  constructor() {
    /** @type {(() => void)[]} */
    this.undo = [];
  }

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} listener
   * @param {AddEventListenerOptions} [options]
   */
  on(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    this.undo.push(() => target.removeEventListener(type, listener, options));
  }

  /** @param {() => void} f @param {number} ms */
  every(f, ms) {
    const id = setInterval(f, ms);
    this.undo.push(() => clearInterval(id));
  }

  end() {
    for (const f of this.undo.splice(0)) f();
  }
}
