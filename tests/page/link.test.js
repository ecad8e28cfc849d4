import assert from "node:assert/strict";
import { test } from "node:test";

import { Link } from "../../client/web/link.js";

/** A socket that is told what the server says. */
class Socket {
  /** @type {Socket[]} */
  static made = [];
  static OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  /** @type {string[]} */
  sent = [];
  /** @type {(event: {data: string}) => void} */
  onmessage = () => {};
  onclose = () => {};
  onopen = () => {};
  close() {}
  constructor() {
    Socket.made.push(this);
  }
  /** @param {string} data */
  send(data) {
    this.sent.push(data);
  }
  /** @param {object} message */
  tell(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

/** @type {(() => void)[]} */
const later = [];
Object.assign(globalThis, {
  WebSocket: Socket,
  location: new URL("http://127.0.0.1/interview.html?id=a"),
  sessionStorage: { getItem: () => null, setItem: () => {} },
  window: { setTimeout: (/** @type {() => void} */ work) => later.push(work) },
});

function started() {
  Socket.made.length = 0;
  later.length = 0;
  /** @type {string[]} */
  const told = [];
  const nothing = () => {};
  const link = new Link("a", {
    after: () => 7, line: nothing, welcome: () => told.push("welcome"), partial: nothing, voice: nothing, stop: nothing, hold: nothing, goOn: nothing, clock: nothing,
    fault: (fault) => told.push(fault.code),
    state: (state) => told.push(state),
  });
  link.open();
  return { told, link };
}

/** @param {string} code */
function refusedWith(code) {
  const socket = /** @type {Socket} */ (Socket.made.at(-1));
  socket.tell({ type: "error", code, message: "No.", next_step: "" });
  socket.onclose();
}

test("who comes back to a full server is told so, and goes on trying until there is a place", () => {
  const { told, link } = started();
  refusedWith("server_full");
  assert.deepEqual(told, ["server_full", "lost"]);
  later.shift()?.();
  refusedWith("server_full");
  later.shift()?.();
  assert.equal(Socket.made.length, 3);
  Socket.made.at(-1)?.tell({ type: "welcome", n: 7, next_sample: 0 });
  assert.deepEqual(told.slice(-2), ["open", "welcome"]);
  link.close();
});

test("a session that is unknown is not tried again", () => {
  const { told } = started();
  refusedWith("session_unknown");
  assert.deepEqual([told, later.length], [["session_unknown", "refused"], 0]);
});
