"use strict";
// Everything that a person does goes to /window/act; what came of it is fetched as a part of the page.

const about = document.getElementById("about");
const grid = () => document.getElementById("grid");
const line = document.getElementById("line");
const who = document.getElementById("who");
let here = { row: 0, column: 0 };
let editing = null;
let version = Number(document.body.dataset.version);

function say(words) {
  const said = document.getElementById("said");
  if (!said) return;
  said.textContent = words;
  clearTimeout(say.timer);
  if (words) say.timer = setTimeout(() => { said.textContent = ""; }, 6000);
}

async function act(told) {
  const answer = await fetch("/window/act", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ who: who ? who.value : "", ...told }),
  });
  const { error } = await answer.json();
  say(error || "");
  await refresh();
  return !error;
}

function part() {
  const path = location.pathname.replace(/\/$/, "") + "/part";
  const query = new URLSearchParams(location.search);
  if (who) query.set("who", who.value);
  if (about) { query.set("tab", about.dataset.tab); query.set("first", about.dataset.first); }
  return `${path}?${query}`;
}

// Tells whether the page now shows what is: not while somebody types, or has a menu open.
async function refresh() {
  if (editing) return false;
  const place = document.getElementById("scroll") || document.getElementById("trees") || document.getElementById("paper");
  if (!place || document.querySelector("details.sorts[open]")) return false;
  const answer = await fetch(part());
  if (!answer.ok || editing) return false;
  const closed = [...place.querySelectorAll("details[data-id]:not([open])")].map((one) => one.dataset.id);
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  place.innerHTML = await answer.text();
  for (const one of place.querySelectorAll("details[data-id]")) one.open = !closed.includes(one.dataset.id);
  if (grid()) select(here.row, here.column, held !== null);
  return true;
}

async function watch() {
  try {
    const told = await (await fetch("/window/version")).json();
    if (told.version !== version && await refresh()) version = told.version;
  } catch { /* The emulator is gone; it may come back. */ }
  setTimeout(watch, document.hidden ? 5000 : 800);
}

// The grid.

function cellAt(row, column) {
  return grid() && grid().querySelector(`td[data-row="${row}"][data-column="${column}"]`);
}

function select(row, column, focus = true) {
  const cell = cellAt(row, column) || grid().querySelector("td");
  if (!cell) return;
  for (const one of grid().querySelectorAll("[aria-selected]")) {
    one.removeAttribute("aria-selected");
    one.tabIndex = -1;
  }
  for (const one of grid().querySelectorAll("th.here")) one.classList.remove("here");
  here = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  cell.setAttribute("aria-selected", "true");
  cell.tabIndex = 0;
  cell.parentElement.querySelector("th").classList.add("here");
  const letters = cell.id.replace(/\d+$/, "");
  for (const one of grid().querySelectorAll("thead th[scope=col]")) {
    one.classList.toggle("here", one.firstElementChild.textContent === letters);
  }
  document.getElementById("place").textContent = cell.id;
  line.value = cell.dataset.typed || "";
  line.readOnly = cell.getAttribute("aria-readonly") === "true";
  if (focus) cell.focus({ preventScroll: false });
}

function step(rows, columns) {
  const cells = [...grid().querySelectorAll("td")];
  const want = { row: here.row + rows, column: here.column + columns };
  // Hidden rows and columns are stepped over.
  const fits = (one) => (rows ? Number(one.dataset.column) === here.column
    && Math.sign(one.dataset.row - here.row) === Math.sign(rows)
    : Number(one.dataset.row) === here.row && Math.sign(one.dataset.column - here.column) === Math.sign(columns));
  const far = (one) => Math.abs(one.dataset.row - want.row) + Math.abs(one.dataset.column - want.column);
  const found = cells.filter(fits).sort((one, other) => far(one) - far(other))[0];
  if (found) select(Number(found.dataset.row), Number(found.dataset.column));
}

function edit(cell, text) {
  if (editing || cell.getAttribute("aria-readonly") === "true") {
    if (!editing) say("This cell is protected.");
    return;
  }
  const choices = (cell.dataset.choices || "").split("\n").filter(Boolean);
  const box = document.createElement(choices.length && text === null ? "select" : "input");
  box.className = "editor";
  box.setAttribute("aria-label", `Edit ${cell.id}`);
  if (box.tagName === "SELECT") {
    for (const choice of ["", ...choices]) box.add(new Option(choice || "–", choice));
  }
  box.value = text === null ? cell.dataset.typed || "" : text;
  editing = { cell, box, before: [...cell.childNodes] };
  cell.replaceChildren(box);
  cell.classList.add("editing");
  box.focus();
  if (box.select && text === null) box.setSelectionRange(box.value.length, box.value.length);
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") { event.preventDefault(); leave(true, event.shiftKey ? -1 : 1, 0); }
    else if (event.key === "Tab") { event.preventDefault(); leave(true, 0, event.shiftKey ? -1 : 1); }
    else if (event.key === "Escape") { event.preventDefault(); leave(false, 0, 0); }
  });
  box.addEventListener("blur", () => leave(true, 0, 0));
  if (box.tagName === "SELECT") box.addEventListener("change", () => leave(true, 0, 0));
}

async function leave(keep, rows, columns) {
  if (!editing) return;
  const { cell, box, before } = editing;
  const text = box.value;
  editing = null;
  cell.replaceChildren(...before);
  cell.classList.remove("editing");
  if (keep && text !== (cell.dataset.typed || "")) await type(cell.id, text);
  if (rows || columns) step(rows, columns);
  else select(here.row, here.column);
}

function type(cell, text) {
  const place = { file: about.dataset.file, tab: about.dataset.tab, cell };
  return text === "" ? act({ do: "clear", ...place }) : act({ do: "type", text, ...place });
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-20, 0], PageDown: [20, 0] };

function onKey(event) {
  const cell = event.target.closest("td");
  if (!cell || editing || event.altKey) return;
  const bare = !event.ctrlKey && !event.metaKey;
  if (MOVES[event.key]) step(...MOVES[event.key]);
  else if (event.key === "Tab") {
    // At the edge, Tab goes on to what comes after the grid.
    const before = cell.id;
    step(0, event.shiftKey ? -1 : 1);
    if (document.activeElement.id === before) return;
  }
  else if (event.key === "Home") select(event.ctrlKey ? 0 : here.row, 0);
  else if (event.key === "Enter" || event.key === "F2") {
    if (cell.classList.contains("tick")) tick(cell); else edit(cell, null);
  }
  else if (event.key === " " && cell.classList.contains("tick")) tick(cell);
  else if (event.key === "Delete" || event.key === "Backspace") type(cell.id, "");
  else if (bare && event.key.length === 1) edit(cell, event.key);
  else return;
  event.preventDefault();
}

function tick(cell) {
  type(cell.id, cell.textContent.includes("☑") ? "FALSE" : "TRUE");
}

function onPaste(event) {
  const cell = event.target.closest && event.target.closest("td");
  if (!cell || editing) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r\n/g, "\n").replace(/\n$/, "");
  event.preventDefault();
  act({ do: "paste", text, file: about.dataset.file, tab: about.dataset.tab, cell: cell.id });
}

function onCopy(event) {
  const cell = event.target.closest && event.target.closest("td");
  if (!cell || editing) return;
  event.clipboardData.setData("text/plain", cell.textContent);
  event.preventDefault();
}

function startGrid() {
  const scroll = document.getElementById("scroll");
  scroll.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("td");
    if (cell && !event.target.closest(".editor")) select(Number(cell.dataset.row), Number(cell.dataset.column));
  });
  scroll.addEventListener("click", (event) => {
    const sort = event.target.closest("[data-sort]");
    if (sort) {
      sort.closest("details").open = false;
      act({ do: "sort", column: sort.dataset.column, order: sort.dataset.sort, file: about.dataset.file, tab: about.dataset.tab });
    }
    const cell = event.target.closest("td.tick");
    if (cell && event.target.closest(".box")) tick(cell);
  });
  scroll.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td");
    if (cell && !cell.classList.contains("tick")) edit(cell, null);
  });
  scroll.addEventListener("keydown", onKey);
  document.addEventListener("paste", onPaste);
  document.addEventListener("copy", onCopy);
  line.addEventListener("keydown", async (event) => {
    if (event.key === "Enter") { await type(document.getElementById("place").textContent, line.value); step(1, 0); }
    if (event.key === "Escape") select(here.row, here.column);
  });
  line.addEventListener("focus", () => { editing = editing || { line: true }; });
  line.addEventListener("blur", () => { if (editing && editing.line) editing = null; });
  const name = document.getElementById("name");
  name.addEventListener("change", () => act({ do: "rename", text: name.value, file: about.dataset.file }));
  for (const tab of document.querySelectorAll("nav [data-tab]")) {
    const rename = (event) => {
      event.preventDefault();
      const text = prompt("Name of the tab", tab.textContent);
      if (text) act({ do: "rename-tab", text, file: about.dataset.file, tab: tab.dataset.tab }).then((done) => { if (done) location.reload(); });
    };
    tab.addEventListener("dblclick", rename);
    tab.addEventListener("keydown", (event) => { if (event.key === "F2") rename(event); });
    tab.addEventListener("click", (event) => { if (tab.hasAttribute("aria-current")) event.preventDefault(); });
  }
  if (grid()) select(0, 0, false);
}

function startDrive() {
  document.getElementById("trees").addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-id]");
    const file = button.dataset.in || row.dataset.id;
    const told = { do: button.dataset.act, file };
    if (told.do === "folder" || told.do === "rename") {
      const before = told.do === "rename" ? row.querySelector("[data-name]").textContent : "";
      told.text = prompt(told.do === "rename" ? "New name" : "Name of the folder", before);
      if (!told.text) return;
    }
    act(told);
  });
}

if (who) who.addEventListener("change", () => who.form.requestSubmit());
if (who && about) {
  // The form keeps the tab that is looked at.
  const kept = document.createElement("input");
  Object.assign(kept, { type: "hidden", name: "tab", value: about.dataset.tab });
  who.form.append(kept);
}
if (about) startGrid();
if (document.getElementById("trees")) startDrive();
watch();
