// What the page remembers between visits, on this machine only.

/** @template T @param {string} key @param {T} fallback @returns {T} */
export function recall(key, fallback) {
  try {
    const found = localStorage.getItem(`hotseat.${key}`);
    return found === null ? fallback : JSON.parse(found);
  } catch {
    return fallback;
  }
}

/** @param {string} key @param {unknown} value */
export function remember(key, value) {
  try {
    localStorage.setItem(`hotseat.${key}`, JSON.stringify(value));
  } catch {
    // private windows may refuse: the choice then lasts for this visit
  }
}
