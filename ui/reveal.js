// What the server has changed comes into sight: the plan scrolls to the quote, the conversation to its newest turn.
(() => {
  let opener = null; // the button whose place in a plan is open

  // Scrolls `inner` inside its scrolling box only, so that the page around it stands still.
  function scrollInside(box, inner, margin) {
    const top = inner.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - margin;
    box.scrollTo({ top, behavior: "auto" });
  }

  // A plan stays beside the part it was opened from; the other parts have the room for themselves.
  let openedIn = "";
  keHoach.showReader = (tab) => {
    const isOpen = openedIn === tab && Boolean(document.querySelector("#kh-reader :is(.reader, .hint)"));
    for (const id of ["kh-sources", "kh-panes"]) keHoach.byId(id)?.toggleAttribute("data-reading", isOpen);
  };

  function revealReader() {
    const reader = document.querySelector("#kh-reader .reader");
    openedIn = keHoach.byId("kh-panes").dataset.tab;
    keHoach.showReader(openedIn);
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
    if (keHoach.isStacked()) keHoach.scrollTo(reader, "start");
  }

  let turns = 0;
  function revealTurn() {
    const log = keHoach.byId("kh-log");
    const found = log.querySelectorAll(".turn");
    const chat = keHoach.byId("kh-hoi-dap");
    chat.toggleAttribute("data-waiting", Boolean(log.querySelector(".pending")));
    const isNew = found.length !== turns;
    turns = found.length;
    if (!turns) return;
    const last = found[turns - 1];
    const box = keHoach.byId("kh-talk");
    if (!isNew && !last.querySelector(".pending, .answer, .refusal, .failure")) return;
    if (keHoach.isStacked()) { if (isNew) keHoach.scrollTo(last, "start"); }
    else scrollInside(box, last, 8);
  }

  keHoach.watchers.push((element) => {
    if (element.closest("#kh-reader")) revealReader();
    else if (element.closest("#kh-log")) revealTurn();
  });

  // Back from the plan to where it was opened from.
  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-open]");
    if (open && !open.closest("#kh-reader")) opener = open.dataset.open;
    if (event.target.closest('[data-open="close:"]')) requestAnimationFrame(back);
    if (event.target.closest("[data-scroll]")) back();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelector('#kh-reader [data-open="close:"]')?.click();
  });

  function back() {
    const places = opener ? document.querySelectorAll(`.kh-tab[data-shown] [data-open="${CSS.escape(opener)}"]`) : [];
    const place = places[0] ?? document.querySelector(".kh-tab[data-shown]");
    if (!place) return;
    if (keHoach.isStacked()) keHoach.scrollTo(place, "center");
    place.focus({ preventScroll: true });
  }

  // Which part a screen reader announces.
  keHoach.settlers.push(() => {
    const log = keHoach.byId("kh-log");
    if (!log || log.hasAttribute("role")) return;
    log.setAttribute("role", "log");
    log.setAttribute("aria-live", "polite");
  });

  // Where typing starts; not on a phone, where it would call the keyboard up.
  let isFocused = false;
  keHoach.settlers.push(() => {
    const question = document.querySelector("#kh-question textarea");
    if (isFocused || !question?.offsetParent) return; // not there, or not shown yet
    isFocused = true;
    if (!keHoach.isStacked() && !location.hash && !location.search) question.focus();
  });
})();
