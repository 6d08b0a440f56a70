// Charts: specifications made by Vega-Altair, drawn by Vega from the page itself, without `eval`.

let vegaIsHere = null;
let finishChart = () => {};

function loadVega() {
  // the policy of the page knows the hash of this one script
  vegaIsHere ??= textOf("vega").then((code) => {
    if (code === null) return false;
    document.head.append(el("script", {}, code));
    return Boolean(window.vegaEmbed);
  });
  return vegaIsHere;
}

const COMMA = { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] };
const POINT = { decimal: ".", thousands: ",", grouping: [3], currency: ["", " ₫"] };

// `@key` in a specification is a text of the interface
function translated(value) {
  if (typeof value === "string") return value.startsWith("@") ? t(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map(translated);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translated(item)]));
  return value;
}

function look() {
  const style = getComputedStyle(document.body);
  const colour = (name) => style.getPropertyValue(name).trim();
  const [ink, faint, line] = [colour("--ink"), colour("--faint"), colour("--line")];
  return {
    background: "transparent",
    font: style.fontFamily,
    axis: {
      labelColor: faint,
      titleColor: ink,
      gridColor: line,
      domainColor: line,
      tickColor: line,
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: 500,
      labelLimit: innerWidth < 640 ? 120 : 260,
    },
    legend: { labelColor: ink, titleColor: ink, labelFontSize: 12, orient: "top", titleFontWeight: 500 },
    view: { stroke: null },
    range: {
      category: ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7"].map(colour),
      heatmap: [colour("--cool"), colour("--warm")],
    },
    mark: { color: colour("--c1") },
    text: { fill: ink },
    rule: { color: faint },
    title: { color: ink },
  };
}

// A chart with named data. What it shows is told in words and as a table too, for those who do not see it.
async function drawChart(holder, name, data, picked = null) {
  finishChart();
  const [specs, here] = await Promise.all([load("charts"), loadVega()]);
  if (!here || !specs) return fill(holder, el("p", { class: "empty" }, t("no_charts")));
  const made = await window.vegaEmbed(holder, translated(specs[name]), {
    actions: false,
    ast: true,
    renderer: "svg",
    config: look(),
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    formatLocale: language === "vi" ? COMMA : POINT,
    patch: (spec) => ({
      ...spec,
      data: spec.data.map((each) => (data[each.name] ? { ...each, values: data[each.name] } : each)),
    }),
  });
  finishChart = () => {
    made.finalize();
    finishChart = () => {};
  };
  if (picked)
    made.view.addEventListener("click", (event, item) => {
      if (item?.datum) picked(item.datum);
    });
  holder.setAttribute("role", "img");
  holder.setAttribute("aria-label", t(`chart.${name}`));
  return made;
}

const chartHolder = () => el("div", { class: "chart" });
const rowName = (number) =>
  catalogue.plans[number].province ?? catalogue.plans[number].issuer ?? catalogue.plans[number].name;

async function showTimeLine() {
  const left = new Set(shown);
  const rows = ((await load("deadlines")) ?? []).filter(([number]) => left.has(number));
  const counted = new Map();
  for (const [number, , day, dates] of rows) {
    const key = [rowName(number), day.slice(0, 7), dates].join("\n");
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  const values = [...counted].map(([key, n]) => {
    const [row, month, dates] = key.split("\n");
    return { row, month: `${month}-15`, shown: inDate(month), dates: t(`dates.${dates}`), n };
  });
  const [holder, list] = [chartHolder(), el("div", {})];
  const listed = (some) => fill(list, deadlineTable(some));
  fill(
    byId("main"),
    el("h1", {}, t("timeline")),
    el("p", { class: "lead" }, t("about.timeline")),
    holder,
    el("h2", {}, t("deadlines")),
    list,
  );
  listed(rows);
  if (rows.length === 0) return null;
  return drawChart(
    holder,
    "timeline",
    { rows: values },
    (datum) =>
      datum.row &&
      listed(
        rows.filter(([number, , day]) => rowName(number) === datum.row && inDate(day.slice(0, 7)) === datum.shown),
      ),
  );
}

function deadlineTable(rows, most = 100) {
  if (rows.length === 0) return el("p", { class: "empty" }, t("nothing"));
  const made = rows
    .slice(0, most)
    .map(([number, id, day, dates, words, leads]) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, inDate(day)),
        el("td", {}, vietnamese(rowName(number))),
        el(
          "td",
          {},
          link(`plan/${number}/${id}`, { lang: "vi" }, words),
          leads.length ? aside(leads.join(", "), "vi") : null,
        ),
        el("td", {}, t(`dates.${dates}`)),
      ),
    );
  const all = wide(
    t("deadlines"),
    table(t("deadlines"), [t("head.when"), t("head.plan"), t("head.said"), t("head.kind")], made, { class: "records" }),
  );
  return [all, moreRows(rows.length - most, () => deadlineTable(rows, most * 5))];
}

const BARS = 100; // plans on the chart of lags
let lagOf = null;

async function showLag() {
  const [lags, plans] = await Promise.all([loadTable("lags"), loadTable("plans")]);
  const left = new Set(columnsOf(plans).map((plan) => plan.plan));
  const rows = lags.filter((row) => row.days !== null && left.has(row.plan));
  const byInstrument = [...grouped(rows, (row) => row.instrument)].sort(
    (a, b) => b[1][0].carried_out - a[1][0].carried_out || b[1].length - a[1].length,
  );
  const head = [el("h1", {}, t("lag")), el("p", { class: "lead" }, t("about.lag"))];
  if (byInstrument.length === 0) return fill(byId("main"), head, el("p", { class: "empty" }, t("nothing")));
  const known = byInstrument.some(([key]) => key === lagOf);
  if (!known) lagOf = byInstrument[0][0];
  const select = el(
    "select",
    {
      id: "lag-of",
      onchange: () => {
        lagOf = select.value;
        show();
      },
    },
    byInstrument.map(([key, members]) =>
      el("option", { value: key, selected: key === lagOf }, `${members[0].label} (${members.length})`),
    ),
  );
  const own = byInstrument.find(([key]) => key === lagOf)[1].sort((a, b) => a.days - b.days);
  const holder = chartHolder();
  const list = el("div", {}, lagTable(own));
  const note = own.length > BARS ? el("p", { class: "aside" }, t("first_bars", { n: BARS })) : null;
  fill(
    byId("main"),
    head,
    el("p", {}, el("label", { for: "lag-of" }, t("head.instrument")), " ", select),
    holder,
    note,
    list,
  );
  const values = own.slice(0, BARS).map((row) => ({ plan: row.plan, days: row.days, on: inDate(row.plan_on) }));
  return drawChart(holder, "lag", { rows: values }, (datum) => {
    if (datum.plan) location.hash = `#/plan/${numberOf(datum.plan)}`;
  });
}

function lagTable(rows, most = 100) {
  const all = wide(
    t("lag"),
    table(
      t("lag"),
      [t("head.plan"), t("head.when"), t("head.days")],
      rows.slice(0, most).map((row) => lagRow(row)),
      { class: "records" },
    ),
  );
  return [all, moreRows(rows.length - most, () => lagTable(rows, most * 5))];
}

// a button that puts a longer table in the place of its own
const moreRows = (left, longer) =>
  left > 0
    ? el(
        "button",
        { class: "more", onclick: (event) => fill(event.target.parentElement, longer()) },
        t("more", { n: left }),
      )
    : null;

const lagRow = (row) =>
  el(
    "tr",
    {},
    el("th", { scope: "row" }, link(`plan/${numberOf(row.plan)}/${row.record}`, { lang: "vi" }, row.plan)),
    el("td", {}, inDate(row.plan_on)),
    el("td", { class: "number" }, inNumbers(row.days)),
  );
