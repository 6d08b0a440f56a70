// One document: its text on one side, what was found in it on the other.

const TABS = [...KINDS, "head", "tables", "diagnostics"];
const hiddenKinds = new Set(["agencies"]); // too many to read between; the legend shows them
let rules = {};

async function showDocument(number, wanted) {
  const [text, plan, told] = await Promise.all([load(`text-${number}`), load(`plan-${number}`), load("rules")]);
  rules = told ?? {};
  if (plan === null) return fill(byId("main"), el("p", { class: "empty" }, t("nothing")));
  const matcher = matcherOf(chosen.query);
  const place = wanted && /^\d+-\d+$/.test(wanted) ? wanted.split("-").map(Number) : null;
  const drawn = drawText(text, plan, matcher ? placesOf(text, matcher) : [], place);
  const view = viewOf(text, plan, drawn, number);
  fill(
    byId("main"),
    documentHead(number, plan, drawn, view),
    el("div", { class: "document" }, textSide(drawn, view), recordSide(plan, view)),
  );
  stepThrough(drawn, (id) => view.choose(id, false, true));
  watchText(drawn, view);
  if (wanted && !place && view.record(wanted)) view.choose(wanted, true);
  else {
    view.openTab(TABS.find((tab) => plan[tab]?.length) ?? "head");
    const first = drawn.place ?? drawn.hits[0];
    if (first) bringTo(first);
  }
}

function viewOf(text, plan, drawn, number) {
  const records = new Map();
  for (const kind of KINDS) for (const one of plan[kind] ?? []) records.set(one.id, { one, kind });
  plan.words = ([start, end]) => text.slice(start, end);
  return {
    text,
    plan,
    drawn,
    number,
    words: plan.words,
    record: (id) => records.get(id)?.one,
    kindOf: (id) => records.get(id)?.kind,
    choose(id, toText, focusRow = false) {
      chooseRecord(this, id, toText, focusRow);
    },
    openTab(tab) {
      openTab(this, tab);
    },
    goTo([start, end]) {
      location.hash = `#/plan/${number}/${start}-${end}`;
    },
  };
}

function documentHead(number, plan, drawn, view) {
  const entry = catalogue.plans[number];
  return el(
    "div",
    { class: "document-head" },
    catalogue.plans.length > 1 ? link("plans", { class: "back" }, `← ${t("plans")}`) : null,
    el("h1", { lang: "vi" }, entry.title),
    el("p", { class: "about" }, aboutPlan(entry), entry.date ? ` · ${inDate(entry.date)}` : ""),
    legend(plan, drawn, view),
    drawn.hits.length ? hitSteps(drawn) : null,
  );
}

function legend(plan, drawn) {
  return el(
    "fieldset",
    { class: "legend" },
    el("legend", { class: "unseen" }, t("marked")),
    KINDS.filter((kind) => plan[kind]?.length).map((kind) => {
      const box = el("input", {
        type: "checkbox",
        checked: !hiddenKinds.has(kind),
        onchange: () => {
          if (box.checked) hiddenKinds.delete(kind);
          else hiddenKinds.add(kind);
          drawn.root.classList.toggle(`hide-${kind}`, !box.checked);
        },
      });
      drawn.root.classList.toggle(`hide-${kind}`, hiddenKinds.has(kind));
      return el(
        "label",
        {},
        box,
        el("span", { class: `k-${kind}` }, t(kind)),
        el("small", {}, ` ${plan[kind].length}`),
      );
    }),
  );
}

function hitSteps(drawn) {
  let at = 0;
  const told = el("span", { role: "status" }, "");
  const go = (by) => {
    at = (at + by + drawn.hits.length) % drawn.hits.length;
    told.textContent = t("hit_of", { n: at + 1, total: drawn.hits.length });
    for (const hit of drawn.hits) hit.classList.toggle("on", hit === drawn.hits[at]);
    bringTo(drawn.hits[at]);
  };
  told.textContent = t("hit_of", { n: 1, total: drawn.hits.length });
  return el(
    "p",
    { class: "steps" },
    told,
    el("button", { "aria-label": t("hit_before"), onclick: () => go(-1) }, "↑"),
    el("button", { "aria-label": t("hit_after"), onclick: () => go(1) }, "↓"),
  );
}

const textSide = (drawn, view) =>
  el(
    "section",
    { class: "words-side", tabindex: "0", "aria-label": t("text") },
    view.text ? drawn.root : el("p", { class: "empty" }, t("no_text")),
  );

function recordSide(plan, view) {
  const tabs = TABS.filter((tab) => tab === "head" || plan[tab]?.length);
  const list = el(
    "div",
    { role: "tablist", class: "tabs", "aria-label": t("records") },
    tabs.map((tab) =>
      el(
        "button",
        {
          role: "tab",
          id: `tab-${tab}`,
          "aria-controls": "panel",
          "aria-selected": "false",
          tabindex: "-1",
          onclick: () => view.openTab(tab),
        },
        t(tab),
        plan[tab]?.length ? el("small", {}, ` ${plan[tab].length}`) : null,
      ),
    ),
  );
  list.addEventListener("keydown", (event) => {
    const at = tabs.findIndex((tab) => `tab-${tab}` === document.activeElement.id);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    view.openTab(tabs[(to + tabs.length) % tabs.length]);
    byId(`tab-${tabs[(to + tabs.length) % tabs.length]}`).focus();
  });
  return el(
    "section",
    { class: "record-side", "aria-label": t("records") },
    list,
    el("div", { id: "panel", role: "tabpanel", tabindex: "0" }),
    el(
      "aside",
      { id: "inspector", "aria-live": "polite", "aria-label": t("inspector") },
      el("p", { class: "hint" }, t("hint")),
    ),
  );
}

function panelOf(tab, plan, view) {
  if (tab === "head") return headTable(plan);
  if (tab === "tables") return ownTables(plan);
  if (tab === "diagnostics") return diagnosticList(plan, view);
  return wide(t(tab), recordTable(tab, plan, view));
}

function openTab(view, tab) {
  if (view.tab === tab) return;
  view.tab = tab;
  for (const button of document.querySelectorAll("[role=tab]")) {
    const own = button.id === `tab-${tab}`;
    button.setAttribute("aria-selected", own);
    button.tabIndex = own ? 0 : -1;
  }
  byId("panel").setAttribute("aria-labelledby", `tab-${tab}`);
  fill(byId("panel"), panelOf(tab, view.plan, view));
  byId("panel").scrollTop = 0;
}

// a choice shows on both sides, in the inspector and in the address
function chooseRecord(view, id, toText, focusRow) {
  const kind = view.kindOf(id);
  if (!kind) return;
  for (const on of document.querySelectorAll(".text .on, #panel .on")) on.classList.remove("on");
  view.openTab(kind);
  const pieces = view.drawn.pieces.get(id) ?? [];
  for (const piece of pieces) piece.classList.add("on");
  const row = byId("panel").querySelector(`[data-record="${CSS.escape(id)}"]`);
  row?.classList.add("on");
  inspect(view, [id]);
  history.replaceState(null, "", `#/plan/${view.number}/${id}`);
  if (toText && pieces[0]) bringTo(pieces[0]);
  if (row) (row.closest("tr") ?? row).scrollIntoView({ block: "nearest" });
  if (focusRow) (row?.matches("button") ? row : row?.querySelector("button"))?.focus();
}

const bringTo = (piece) => piece.scrollIntoView({ block: "center" });

function watchText(drawn, view) {
  const under = (event) => event.target.closest("[data-records]");
  const tell = (event) => {
    const piece = under(event);
    if (piece) inspect(view, piece.dataset.records.split(" "));
  };
  drawn.root.addEventListener("pointerover", tell);
  drawn.root.addEventListener("focusin", tell);
  drawn.root.addEventListener("click", (event) => {
    const piece = under(event);
    if (!piece || String(getSelection())) return;
    const visible = piece.dataset.records.split(" ").filter((id) => !hiddenKinds.has(view.kindOf(id)));
    if (visible.length) view.choose(visible[0], false);
    inspect(view, piece.dataset.records.split(" "));
  });
}
