// One part of the page at a time: its button, its panel, its name in the address ("#van-ban"), so that "back" works and links lead to it.
(() => {
  const FIRST = "hoi-dap";
  let shown = "";

  const openers = () => [...document.querySelectorAll('#kh-nav button[id^="kh-open-"]')];
  const nameOf = (opener) => opener.id.replace("kh-open-", "");
  const linked = () => new URLSearchParams(location.search).has("plan");

  function wanted() {
    const name = location.hash.slice(1);
    return openers().some((opener) => nameOf(opener) === name) ? name : linked() ? "van-ban" : FIRST;
  }

  function show(name) {
    shown = name;
    const panes = keHoach.byId("kh-panes");
    panes.dataset.tab = name;
    keHoach.showReader(name);
    for (const panel of panes.querySelectorAll(".kh-tab")) panel.toggleAttribute("data-shown", panel.id === `kh-${name}`);
    for (const opener of openers()) {
      if (nameOf(opener) === name) opener.setAttribute("aria-current", "page");
      else opener.removeAttribute("aria-current");
    }
  }

  // A click also has the server fill the tab in.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest('#kh-nav button[id^="kh-open-"]');
    if (!opener) return;
    show(nameOf(opener));
    if (wanted() !== shown) history.pushState(null, "", `#${shown}`);
  });
  window.addEventListener("popstate", () => { if (wanted() !== shown) show(wanted()); });
  window.addEventListener("hashchange", () => { if (wanted() !== shown) keHoach.byId(`kh-open-${wanted()}`)?.click(); });

  keHoach.settlers.push(() => {
    if (shown || !keHoach.byId("kh-panes") || !openers().length) return;
    const nav = keHoach.byId("kh-nav");
    nav.setAttribute("role", "navigation");
    nav.setAttribute("aria-label", document.querySelector("[data-navigation]")?.dataset.navigation ?? "");
    show(wanted());
    if (shown !== FIRST) setTimeout(() => keHoach.byId(`kh-open-${shown}`).click(), 0);
  });
})();
