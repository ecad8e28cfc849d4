// Typed answers: always possible, by anybody. What was typed stays until the server has it in its log.

import { fill, h } from "./dom.js";
import { keyed } from "./frame.js";

export class Typing {
  /** @param {HTMLElement} form @param {(words: string) => void} send */
  constructor(form, send) {
    this.form = form;
    this.send = send;
    /** @type {string[]} */
    this.sent = [];
    this.field = h("textarea", { id: "typed", rows: 4, maxlength: 8000, onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event) });
    fill(form, h("label", { for: "typed", class: "vh" }, "Your answer, typed"), this.field,
      h("div", { class: "row" }, h("button", { type: "submit", class: "btn main" }, ...keyed("Enter", "Send")),
        h("button", { type: "button", class: "btn", onclick: () => this.close() }, ...keyed("Esc", "Close")), h("span", { class: "hint" }, "Shift and Enter for a new line")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  open() {
    this.form.hidden = false;
    this.field.focus();
  }

  close() {
    this.field.blur();
    this.form.hidden = true;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
  }

  submit() {
    const words = this.field.value.trim();
    if (!words) return;
    this.sent.push(words);
    this.send(words);
    this.field.value = "";
    this.close();
  }

  /** Typed answers that the log does not hold yet. @param {import("./view.js").View} view */
  unheard(view) {
    const squeezed = view.turns.map((turn) => (turn.who === "candidate" && turn.source === "typed" ? turn.text : ""));
    return this.sent.filter((words) => !squeezed.includes(words.split(/\s+/).join(" ")));
  }
}
