// Elements are made here and nowhere else: whatever a document says becomes text, never markup.

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const byId = (id) => document.getElementById(id);

function fill(parent, ...children) {
  parent.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""),
  );
  return parent;
}

// a link inside the page; `route` is made of numbers and ids, see routes.js
const link = (route, attributes, ...children) => el("a", { href: `#/${route}`, ...attributes }, ...children);

// a table whose first cell of each row is its heading; a cell is text, an element or a list of these
function table(caption, heads, rows, attributes = {}) {
  return el(
    "table",
    attributes,
    el("caption", { class: "unseen" }, caption),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        heads.map((head) => el("th", { scope: "col" }, head)),
      ),
    ),
    el("tbody", {}, rows),
  );
}

// what is wider than the screen scrolls by itself, also by keyboard
const wide = (label, ...children) =>
  el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": label }, ...children);
