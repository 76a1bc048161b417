// What is shown as rows and bars. Everything that came over the network is set as text.
export const byId = id => document.getElementById(id);

export function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
}

export function bytes(count) {
  let at = 0;
  for (; count >= 1000 && at < 4; ++at) count /= 1000;
  return (at ? count.toFixed(1) : count) + " " + ["B", "kB", "MB", "GB", "TB"][at];
}
export function seconds(value) {
  if (value === null) return "–";
  if (value === 0) return "0 s";
  if (value < 0.1) return (1000 * value).toFixed(value < 0.01 ? 1 : 0) + " ms";
  if (value < 120) return value.toFixed(value < 10 ? 2 : 0) + " s";
  return (value / 60).toFixed(0) + " min";
}
export const percent = share => (100 * share).toFixed(0) + " %";
export const fileName = path => path.split(/[/\\]/).pop();

/// `columns`: {title, className}; `rows`: {key, cells}. A cell is a text or a node; rows of known keys keep their nodes,
/// so that the button under a finger is not exchanged for another one.
export function fill(table, columns, rows, none) {
  if (!rows.length) {
    table.replaceChildren(element("caption", none));
    return;
  }
  table.className = "cards";
  const body = table.tBodies[0] || prepare(table, columns);
  const known = new Map([...body.rows].map(row => [row.dataset.key, row]));
  rows.forEach(({key, cells}, place) => {
    const row = known.get(String(key)) || element("tr");
    known.delete(String(key));
    row.dataset.key = key;
    cells.forEach((cell, i) => put(row.cells[i] || row.insertCell(), cell, columns[i]));
    if (body.rows[place] !== row) body.insertBefore(row, body.rows[place] || null);
  });
  for (const row of known.values()) row.remove();
}

function prepare(table, columns) {
  const row = element("tr");
  for (const {title, className} of columns) {
    const head = element("th", title, className);
    head.scope = "col";
    row.append(head);
  }
  const head = element("thead"), body = element("tbody");
  head.append(row);
  table.replaceChildren(head, body);
  return body;
}

function put(place, cell, {title, className}) {
  place.className = className || "";
  if (className !== "name" && className !== "act") place.dataset.title = title;
  if (cell instanceof Node) {
    const old = place.firstChild;
    if (old && old.isEqualNode(cell)) return;
    place.replaceChildren(cell);
  } else if (place.textContent !== String(cell ?? "")) {
    place.textContent = cell ?? "";
  }
}

/// A named bar from 0 to 1; null: not known.
export function meter(name, share, text) {
  const row = element("div", null, "meter"), bar = element("meter");
  const label = element("span", name);
  label.title = name;
  bar.value = share === null ? 0 : Math.max(0, Math.min(share, 1));
  bar.setAttribute("aria-label", name);
  row.append(label, bar, element("span", text ?? (share === null ? "unknown" : percent(share))));
  return row;
}

export function button(text, label, act) {
  const made = element("button", text);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", async () => {
    made.disabled = true;
    try { await act(); } finally { made.disabled = false; }
  });
  return made;
}
