// What JavaScript adds to a page that is whole without it: sorting in place, and finding a claimant or an order.
"use strict";

const told = document.getElementById("told");
const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

function tell(text) {
  if (told) told.textContent = text;
}

function counted(number, what) {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
}

function sort(table, heading) {
  const headings = Array.from(heading.parentElement.children);
  const column = headings.indexOf(heading);
  const before = heading.getAttribute("aria-sort");
  const numeric = heading.classList.contains("number");
  const descending = before ? before === "ascending" : numeric;
  const body = table.tBodies[0];
  const keyed = Array.from(body.rows, (row) => ({ row, value: valueOf(row, column) }));
  keyed.sort((one, other) =>
    typeof one.value === "number" && typeof other.value === "number"
      ? one.value - other.value
      : compare(String(one.value), String(other.value)),
  );
  if (descending) keyed.reverse();
  body.append(...keyed.map(({ row }) => row));
  for (const other of headings) other.removeAttribute("aria-sort");
  const direction = descending ? "descending" : "ascending";
  heading.setAttribute("aria-sort", direction);
  tell(`Sorted by ${heading.textContent.trim()}, ${direction}.`);
}

function makeSortable(table) {
  for (const link of table.querySelectorAll("thead a")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = link.textContent;
    button.addEventListener("click", () => sort(table, button.closest("th")));
    link.replaceWith(button);
  }
}

function addFinder(place) {
  const label = document.createElement("label");
  label.textContent = "Find a claimant or an order";
  const field = document.createElement("input");
  field.type = "search";
  field.autocomplete = "off";
  field.spellcheck = false;
  label.append(field);
  const box = document.createElement("div");
  box.className = "finder";
  const count = document.createElement("p");
  count.className = "found";
  box.append(label, count);
  place.before(box);

  const orders = Array.from(document.querySelectorAll("section.order"), (section) => ({
    section,
    name: section.querySelector("h3").textContent.toLowerCase(),
    rows: Array.from(section.querySelectorAll("tbody tr"), (row) => ({ row, text: row.textContent.toLowerCase() })),
    total: section.querySelector("tfoot"),
  }));

  function find() {
    const wanted = field.value.trim().toLowerCase();
    let lines = 0;
    let shown = 0;
    for (const { section, name, rows, total } of orders) {
      const whole = name.includes(wanted);
      let found = 0;
      for (const { row, text } of rows) {
        row.hidden = !(whole || text.includes(wanted));
        if (!row.hidden) found += 1;
      }
      section.hidden = !(whole || found);
      if (total) total.hidden = found < rows.length; // a total of rows that are not shown would mislead
      if (!section.hidden) shown += 1;
      lines += found;
    }
    count.textContent = wanted ? `${counted(lines, "claimant")} on ${counted(shown, "order")}` : "";
    tell(count.textContent);
  }
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  });
}

document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
const first = document.querySelector("section.order");
if (first) addFinder(first);
