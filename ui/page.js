// What the page does without the server. Each of the files beside this one adds to `keHoach`; parts.py calls `changed`, `agreed`, `detail`.
window.keHoach = {
  byId: (id) => document.getElementById(id),
  isCalm: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  isStacked: () => matchMedia("(max-width: 1023px)").matches,
  watchers: [], // told of each part of the page that the server has changed
  settlers: [], // called whenever Gradio has drawn something

  changed(element) {
    // once the other parts have changed too
    requestAnimationFrame(() => requestAnimationFrame(() => keHoach.watchers.forEach((watch) => watch(element))));
  },

  scrollTo(element, block) {
    element.scrollIntoView({ block, behavior: keHoach.isCalm() ? "auto" : "smooth" });
  },

  start() {
    const settle = () => keHoach.settlers.forEach((run) => run());
    settle();
    new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
  },
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => keHoach.start());
else queueMicrotask(() => keHoach.start()); // once the files after this one have run
