// What the page does without the server: the plan scrolls to the quote, the conversation to its newest turn.
window.keHoach = (() => {
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isStacked = () => matchMedia("(max-width: 1023px)").matches;
  const byId = (id) => document.getElementById(id);

  // Scrolls `inner` inside its scrolling box only, so that the page around it stands still.
  function scrollInside(box, inner, margin) {
    const top = inner.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - margin;
    box.scrollTo({ top, behavior: "auto" });
  }

  function revealReader() {
    const reader = document.querySelector("#kh-reader .reader");
    byId("kh-sources")?.classList.toggle("reading", Boolean(reader));
    if (!reader) return;
    const text = reader.querySelector(".text");
    const outline = reader.querySelector(".outline");
    outline.open = reader.clientWidth >= 560 && !matchMedia("(max-width: 640px)").matches;
    if (text.scrollWidth > text.clientWidth) outline.open = false; // a wide table needs the room
    const place = text.querySelector("mark") ?? text.querySelector("p:not(.around), tr:not(.around)");
    const current = outline.querySelector('[aria-current="true"]');
    const header = place?.closest("table")?.querySelector("tr.names"); // stays in sight above the row
    const settled = new ResizeObserver(() => {
      const margin = Math.max(Math.min(120, text.clientHeight / 4), (header?.offsetHeight ?? 0) + 8);
      if (place) scrollInside(text, place, margin);
      if (current) scrollInside(outline, current, 80);
    });
    settled.observe(text); // its size comes a little later, when the pane around it has changed
    setTimeout(() => settled.disconnect(), 800);
    reader.focus({ preventScroll: true });
    if (isStacked()) reader.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  }

  function revealTurn() {
    const turns = document.querySelectorAll("#kh-log .turn");
    const box = byId("kh-talk");
    if (!turns.length) return;
    const last = turns[turns.length - 1];
    if (isStacked()) last.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    else scrollInside(box, last, 8);
  }

  // Called when the server has changed one of the page's parts.
  function changed(element) {
    const reveal = element.closest("#kh-reader") ? revealReader : element.closest("#kh-log") ? revealTurn : () => {};
    requestAnimationFrame(() => requestAnimationFrame(reveal)); // once the other parts have changed too
  }

  // Back from the plan to the answer it was opened from; the outline is open where there is room.
  let opener = null;
  document.addEventListener("click", (event) => {
    const open = event.target.closest("#kh-log [data-open]");
    if (open) opener = open.dataset.open;
    if (!event.target.closest("[data-scroll]")) return;
    const back = (opener && document.querySelector(`#kh-log [data-open="${opener}"]`)) || byId("kh-log");
    back.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    back.focus({ preventScroll: true });
  });

  // What Gradio's components can't be told: the filter's placeholder, and which parts a screen reader announces.
  function settle() {
    const filter = document.querySelector("#kh-filter input");
    const placeholder = document.querySelector("#kh-filter .token") ? "" : document.querySelector("[data-all-plans]")?.dataset.allPlans;
    if (filter && filter.placeholder !== (placeholder ?? "")) filter.placeholder = placeholder ?? "";
    const log = byId("kh-log");
    const question = document.querySelector("#kh-question textarea");
    if (!log || !question || log.hasAttribute("role")) return;
    log.setAttribute("role", "log");
    log.setAttribute("aria-live", "polite");
    byId("kh-hint")?.setAttribute("aria-live", "polite");
    if (!isStacked()) question.focus(); // on a phone it would call the keyboard up
  }
  function start() {
    settle();
    new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  return { changed };
})();
