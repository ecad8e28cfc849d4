// Times as people read them. Every argument is milliseconds.

/** 83400 to "1:23"; an hour and more to "1:02:03". @param {number} ms */
export function clock(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(s / 3600);
  const m = Math.floor((s % 3600) / 60);
  const ss = String(s % 60).padStart(2, "0");
  return h ? `${h}:${String(m).padStart(2, "0")}:${ss}` : `${m}:${ss}`;
}

/** What is left, rounded up, so that a countdown shows 1:00 first and 0:00 last. @param {number} ms */
export const countdown = (ms) => clock(Math.ceil(Math.max(0, ms) / 1000) * 1000);

/** 2830 to "2.8 s". @param {number} ms */
export const seconds = (ms) => (ms < 10000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/** "#t=754" or "#t=12:34" to milliseconds; null when there is none. @param {string} hash */
export function momentOf(hash) {
  const m = /[#&]t=(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)/.exec(hash);
  if (!m) return null;
  return Math.round((Number(m[1] ?? 0) * 3600 + Number(m[2] ?? 0) * 60 + Number(m[3])) * 1000);
}

/** Milliseconds to the part after "#t=". @param {number} ms */
export const momentHash = (ms) => `#t=${Math.max(0, Math.round(ms / 100) / 10)}`;

/** "Sun 22 Nov, 21:14" in the reader's own zone. @param {string} iso */
export function day(iso) {
  const d = new Date(iso);
  if (Number.isNaN(d.getTime())) return "";
  const date = d.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" });
  return `${date.replace(",", "")}, ${d.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}

/** "22 Nov". @param {string} iso */
export function shortDay(iso) {
  const d = new Date(iso);
  return Number.isNaN(d.getTime()) ? "" : d.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

/** 45 minutes of seconds in words for a screen reader: "1 minute 17 seconds". @param {number} ms */
export function spoken(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  const m = Math.floor(s / 60);
  const parts = [];
  if (m) parts.push(m === 1 ? "1 minute" : `${m} minutes`);
  if (s % 60 || !m) parts.push(s % 60 === 1 ? "1 second" : `${s % 60} seconds`);
  return parts.join(" ");
}
