// Filters of the question list: show what fits every chosen value.
const selects = [...document.querySelectorAll(".filters select")];
const rows = [...document.querySelectorAll("details[data-kind]")];
const shown = document.getElementById("shown");
function apply() {
  let count = 0;
  for (const row of rows) {
    const fits = selects.every((s) => !s.value || row.dataset[s.name] === s.value || (s.value === "failed" && s.name === "outcome" && row.dataset.outcome !== "right"));
    row.hidden = !fits;
    count += fits;
  }
  shown.textContent = `${count}/${rows.length}`;
}
selects.forEach((s) => s.addEventListener("change", apply));
apply();
