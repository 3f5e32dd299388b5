// Conversations stay in this browser (localStorage): kept when an answer is there, listed before the first question.
(() => {
  const PREFIX = "kehoach.conversation.";
  const MOST = 30; // conversations; the oldest go first

  function all() {
    const found = [];
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      try { found.push({ key, ...JSON.parse(localStorage.getItem(key)) }); } catch { localStorage.removeItem(key); }
    }
    return found.sort((a, b) => b.at - a.at);
  }

  function keep(part) {
    const kept = JSON.stringify({ title: part.dataset.title, at: Date.now(), saved: part.dataset.saved });
    all().slice(MOST - 1).forEach(({ key }) => localStorage.removeItem(key));
    for (let tries = 0; tries <= MOST; tries++) {
      try { localStorage.setItem(PREFIX + part.dataset.save, kept); return; } catch { // full: the oldest makes room
        const oldest = all().pop();
        if (!oldest) return;
        localStorage.removeItem(oldest.key);
      }
    }
  }

  function button(className, label, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className, textContent: label });
    made.addEventListener("click", act);
    return made;
  }

  // Titles are what people typed: shown as text.
  function draw(place) {
    const kept = all();
    place.replaceChildren();
    if (!kept.length) return;
    const heading = Object.assign(document.createElement("p"), { textContent: place.dataset.heading });
    const list = document.createElement("ul");
    for (const { key, title, at, saved } of kept) {
      const item = document.createElement("li");
      const open = button("suggestion", `${title} (${new Date(at).toLocaleDateString("vi-VN")})`, () => {});
      Object.assign(open.dataset, { event: "input", saved });
      const forget = button("plain", "✕", () => { localStorage.removeItem(key); draw(place); });
      forget.setAttribute("aria-label", `${place.dataset.forget}: ${title}`);
      item.append(open, forget);
      list.append(item);
    }
    const forgetAll = button("plain", place.dataset.forgetAll, () => { kept.forEach(({ key }) => localStorage.removeItem(key)); draw(place); });
    place.append(heading, list, forgetAll);
  }

  keHoach.watchers.push((element) => {
    const part = element.closest("#kh-log")?.querySelector("[data-save]");
    if (part) keep(part);
  });
  keHoach.settlers.push(() => {
    const place = document.querySelector("[data-history]");
    if (place && !("drawn" in place.dataset)) { place.dataset.drawn = ""; draw(place); }
  });
})();
