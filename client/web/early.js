// Asks for a session's data while the modules are still on their way. Runs before them; api.js takes over what it began.

(() => {
  const asked = new URLSearchParams(location.search);
  const id = asked.get("id");
  if (!id) return;
  const token = asked.get("token") ?? sessionStorage.getItem("hotseat.token");
  /** @type {Record<string, Promise<Response>>} */
  const begun = {};
  for (const part of (document.currentScript?.dataset["parts"] ?? "").split(" ")) {
    const path = `/api/sessions/${encodeURIComponent(id)}${part}`;
    begun[path] = fetch(token ? `${path}?token=${encodeURIComponent(token)}` : path);
    begun[path].catch(() => undefined);
  }
  /** @type {any} */ (window).hotseatEarly = begun;
})();
