// Which plans are shown: province, year, type, agency, instrument, words. All views keep to it.

const FIELDS = ["province", "year", "type"];
let catalogue = { plans: [], agencies: [], instruments: [] };
let chosen = { province: "", year: "", type: "", agency: "", instrument: "", query: "" };
let shown = []; // numbers of the plans that are left, in the order of the list
const inText = new Map(); // number of a plan: places of the words in its text, see fulltext.js

const wayTo = {
  date: (a, b) => (b.date ?? "").localeCompare(a.date ?? ""),
  title: (a, b) => a.title.localeCompare(b.title, "vi"),
  province: (a, b) => (a.province ?? "\uffff").localeCompare(b.province ?? "\uffff", "vi"),
  records: (a, b) => sum(b.counts) - sum(a.counts),
};
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

function readCatalogue(read) {
  catalogue = read;
  catalogue.plans.forEach((plan, number) => {
    plan.at = number;
    plan.words = [plan.title, plan.number, plan.issuer, plan.province, plan.type, plan.name].filter(Boolean).join("\n");
  });
  fillChoices();
}

function fillChoices() {
  for (const field of FIELDS) {
    const counts = new Map();
    for (const plan of catalogue.plans)
      if (plan[field] !== undefined) counts.set(plan[field], (counts.get(plan[field]) ?? 0) + 1);
    const values = [...counts.keys()].sort((a, b) =>
      field === "year" ? b - a : String(a).localeCompare(String(b), "vi"),
    );
    const select = byId(`filter-${field}`);
    fill(
      select,
      el("option", { value: "" }, t("all")),
      values.map((value) => el("option", { value }, `${value} (${counts.get(value)})`)),
    );
    select.value = chosen[field];
  }
  suggest("agency", catalogue.agencies, "agencies");
  suggest("instrument", catalogue.instruments, "instruments");
}

// the names that most plans have; others can be typed too
function suggest(field, names, of) {
  const counts = new Map();
  for (const plan of catalogue.plans) for (const name of plan[of]) counts.set(name, (counts.get(name) ?? 0) + 1);
  const common = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b).slice(0, 300);
  fill(
    byId(`names-${field}`),
    common.map((name) => el("option", { value: names[name] })),
  );
}

// the numbers of names that hold what is asked, null where nothing is
function numbersWith(names, asked) {
  const matcher = matcherOf(asked);
  if (!matcher) return null;
  return new Set(names.flatMap((name, number) => (occursIn(name, matcher) ? [number] : [])));
}

function filterPlans() {
  const agencies = numbersWith(catalogue.agencies, chosen.agency);
  const instruments = numbersWith(catalogue.instruments, chosen.instrument);
  const matcher = matcherOf(chosen.query);
  shown = catalogue.plans
    .filter(
      (plan) =>
        FIELDS.every((field) => chosen[field] === "" || String(plan[field]) === chosen[field]) &&
        (!agencies || plan.agencies.some((name) => agencies.has(name))) &&
        (!instruments || plan.instruments.some((name) => instruments.has(name))) &&
        (!matcher || inText.has(plan.at) || occursIn(plan.words, matcher)),
    )
    .sort(wayTo[byId("sort").value])
    .map((plan) => plan.at);
  tellCount();
}

function tellCount() {
  const total = catalogue.plans.length;
  byId("count").textContent =
    shown.length === total ? t("count.all", { total }) : t("count.some", { total, shown: shown.length });
  byId("reset").hidden = Object.values(chosen).every((value) => value === "");
}

function watchFilters(changed) {
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (!(event.target.name in chosen)) return;
    chosen[event.target.name] = event.target.value;
    if (event.target.name === "query") searchTexts(changed);
    filterPlans();
    changed();
  });
  byId("open-filters").addEventListener("click", (event) => {
    event.target.setAttribute("aria-expanded", form.classList.toggle("open"));
  });
  byId("sort").addEventListener("change", () => {
    filterPlans();
    changed();
  });
  byId("reset").addEventListener("click", () => {
    for (const name of Object.keys(chosen)) {
      chosen[name] = "";
      form.elements[name].value = "";
    }
    searchTexts(changed);
    filterPlans();
    changed();
    form.elements.query.focus();
  });
}
