// HTTP: JSON in, JSON out, faults as values that say what to do.

/** @typedef {import("./wire.js").Fault} Fault */

export class ApiError extends Error {
  /** @param {Fault} fault @param {number} status */
  constructor(fault, status) {
    super(fault.message);
    this.fault = fault;
    this.status = status;
  }
}

const KEY = "hotseat.token";

/** The token that the printed address carried, if the server asked for one. */
export function token() {
  const given = new URLSearchParams(location.search).get("token");
  if (given) sessionStorage.setItem(KEY, given);
  return given ?? sessionStorage.getItem(KEY) ?? "";
}

/** An address on this server, with the token where one is needed. @param {string} path */
export function address(path) {
  const t = token();
  if (!t) return path;
  const [head, hash] = path.split("#");
  return `${head}${head?.includes("?") ? "&" : "?"}token=${encodeURIComponent(t)}${hash ? `#${hash}` : ""}`;
}

/** @param {string} id */
export const socketAddress = (id) =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${address(`/ws/sessions/${encodeURIComponent(id)}`)}`;

/** What early.js began to fetch: taken once, so that asking again asks anew. @param {string} path @returns {Promise<Response> | undefined} */
function taken(path) {
  /** @type {Record<string, Promise<Response>> | undefined} */
  const begun = /** @type {any} */ (globalThis).hotseatEarly;
  const found = begun?.[path];
  if (begun) delete begun[path];
  return found;
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
async function ask(path, init) {
  let response;
  try {
    response = await (init ? fetch(address(path), init) : taken(path) ?? fetch(address(path)));
  } catch {
    throw new ApiError(
      { code: "unreachable", message: "The Hotseat server does not answer.", next_step: "Start it again with make run, then reload." },
      0,
    );
  }
  if (response.ok) return response;
  /** @type {Fault} */
  let fault = { code: `http_${response.status}`, message: `The server answered ${response.status}.`, next_step: "Reload the page." };
  try {
    const body = await response.json();
    const given = body.detail ?? body;
    if (typeof given.message === "string") fault = { next_step: "", ...given };
  } catch {
    // not JSON: the plain status is all there is to say
  }
  throw new ApiError(fault, response.status);
}

/** @param {string} path @returns {Promise<any>} */
export const get = async (path) => (await ask(path)).json();

/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export const post = async (path, body) =>
  (await ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();

/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export const put = async (path, body) =>
  (await ask(path, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();

/** Bytes as they are. @param {string} path @param {Blob} body @returns {Promise<any>} */
export const send = async (path, body) => (await ask(path, { method: "POST", headers: { "content-type": "application/zip" }, body })).json();

/** @param {string} path */
export const remove = (path) => ask(path, { method: "DELETE" });

/**
 * The log of a session. A torn last line is left out and counted.
 * @param {string} id
 * @returns {Promise<{events: import("./wire.js").Line[], torn: number}>}
 */
export async function log(id) {
  const body = await (await ask(`/api/sessions/${encodeURIComponent(id)}/events`)).text();
  return parseLines(body);
}

/** @param {string} body @returns {{events: import("./wire.js").Line[], torn: number}} */
export function parseLines(body) {
  /** @type {import("./wire.js").Line[]} */
  const events = [];
  let torn = 0;
  for (const line of body.split("\n")) {
    if (!line.trim()) continue;
    try {
      const event = JSON.parse(line);
      if (typeof event?.type === "string" && typeof event?.t === "number") events.push(event);
      else torn++;
    } catch {
      torn++;
    }
  }
  return { events, torn };
}
