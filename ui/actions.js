// Buttons that need no server, and what goes with those that do.
(() => {
  // Whether the person agrees, where a button asks first.
  keHoach.agreed = (button) => !button.dataset.confirm || confirm(button.dataset.confirm);

  // What is sent with a button's event: its own data, and the form around it.
  keHoach.detail = (button) => {
    const detail = { ...button.dataset, wrong: [], comment: "" };
    const form = "form" in button.dataset ? button.closest(".form") : null;
    if (form) {
      detail.wrong = [...form.querySelectorAll('[name="wrong"]:checked')].map((box) => box.value);
      detail.comment = form.querySelector('[name="comment"]').value;
    }
    return detail;
  };

  // Pages served over plain http have no clipboard of their own, but the old way still works.
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    if (!isDone) throw new Error("copy");
  }

  async function copyFrom(button) {
    const words = document.querySelector("[data-navigation]").dataset;
    const label = button.dataset.label ?? (button.dataset.label = button.textContent);
    const text = button.dataset.copy ?? `${location.origin}${location.pathname}?${button.dataset.link}`;
    const said = await copy(text).then(() => words.copied, () => words.copyFailed);
    document.querySelector("[data-announcer]").textContent = button.textContent = said;
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-link]");
    if (button) copyFrom(button);
  });

  // What Gradio's choices say only in English.
  keHoach.settlers.push(() => {
    for (const button of document.querySelectorAll('.kh-tab :is([title^="Remove"], [title="Clear"], [aria-label^="Remove"], [aria-label="Clear"])')) {
      const said = document.querySelector("[data-navigation]").dataset.unchoose;
      button.title = said;
      button.setAttribute("aria-label", `${said} ${button.closest(".token")?.textContent.trim() ?? ""}`.trim());
    }
  });

  // The chart may be wider than the screen: the keyboard must be able to scroll it.
  keHoach.settlers.push(() => {
    const chart = keHoach.byId("kh-chart");
    if (!chart || chart.tabIndex === 0) return;
    chart.tabIndex = 0;
    chart.setAttribute("role", "region");
    chart.setAttribute("aria-label", document.querySelector("[data-navigation]").dataset.chart);
  });

  // Gradio reports what fails between browser and server, in English; it goes on trying to connect by itself.
  keHoach.settlers.push(() => {
    for (const toast of document.querySelectorAll(".toast-body")) {
      const words = document.querySelector("[data-navigation]").dataset;
      const [title, text] = [toast.querySelector(".toast-title"), toast.querySelector(".toast-message-text")];
      if (title && title.textContent !== words.failedTitle) title.textContent = words.failedTitle;
      if (text && text.textContent !== words.failedText) text.textContent = words.failedText;
    }
  });

  // A file that the server has made.
  function save(part) {
    const bytes = Uint8Array.from(atob(part.dataset.content), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: part.dataset.type }));
    link.download = part.dataset.download;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  keHoach.watchers.push((element) => {
    const part = element.closest("#kh-download")?.querySelector("[data-download]");
    if (part) save(part);
  });
})();
