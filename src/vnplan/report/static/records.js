// The records of a document as tables: a row leads to its words, its words lead to the row.

const SIGNS = { eq: "", ge: "≥\u00a0", gt: ">\u00a0", le: "≤\u00a0", lt: "<\u00a0", between: "" };

function valueOf(target) {
  const upper = isThere(target.value_max) ? `–${inNumbers(target.value_max)}` : "";
  const unit = target.unit ? `\u00a0${target.unit}` : "";
  const sign = { increase: "+\u00a0", decrease: "−\u00a0" }[target.mode] ?? "";
  return `${target.approximate ? "≈\u00a0" : ""}${SIGNS[target.comparator] ?? ""}${sign}${inNumbers(target.value)}${upper}${unit}${target.per ? `/${target.per}` : ""}`;
}

function timeOf(record) {
  const [start, end] = [inDate(record.start), inDate(record.end)];
  const days = start && end ? (start === end ? end : `${start} – ${end}`) : start ? t("from.day", { day: start }) : end;
  return [days, rhythmOf(record)].filter(Boolean).join("; ");
}

function rhythmOf(record) {
  if (record.rrule) return `↻ ${record.rrule}`;
  if (record.duration) return `${record.duration}${record.business_days ? ` (${t("business_days")})` : ""}`;
  return "";
}

const labelOf = (instrument) => [instrument.type, instrument.designation ?? instrument.title].filter(Boolean).join(" ");

// `view` gives the words of a span and takes a choice: see document.js
const CELLS = {
  assignments: [
    [
      "task",
      (one, view) => [wordsCell(one, view, one.task), one.output ? aside(`${t("output")}: ${one.output}`) : null],
    ],
    [
      "who",
      (one) =>
        one.actors.map((actor) =>
          el(
            "div",
            { class: "actor" },
            el("small", {}, named("role", actor.role)),
            " ",
            el("span", { lang: "vi" }, actor.agency),
          ),
        ),
    ],
    ["when", (one, view) => refs([...(one.deadlines ?? []), ...(one.targets ?? [])], view)],
  ],
  targets: [
    ["words", (one, view) => [wordsCell(one, view), one.indicator || one.subject ? null : aside("—")]],
    [
      "measures",
      (one) => [
        el("span", { lang: "vi" }, one.indicator ?? one.subject ?? ""),
        one.indicator && one.subject ? aside(one.subject) : null,
      ],
    ],
    [
      "value",
      (one) => [
        el("b", { class: "value" }, valueOf(one)),
        one.mode !== "level" ? aside(named("mode", one.mode)) : null,
      ],
    ],
    ["when", (one, view) => [timeOf(one), one.deadline ? [" ", refs([one.deadline], view)] : null]],
  ],
  deadlines: [
    ["words", (one, view) => wordsCell(one, view)],
    ["kind", (one) => [named("deadline", one.kind), one.relation ? aside(named("relation_of", one.relation)) : null]],
    ["when", (one) => timeOf(one)],
    ["for", (one) => el("span", { lang: "vi" }, one.applies_to ?? "")],
  ],
  citations: [
    ["words", (one, view) => wordsCell(one, view)],
    ["instrument", (one, view) => instrumentCell(one, view)],
    ["relation", (one) => named("relation", one.relation)],
  ],
};

function instrumentCell(one, view) {
  const said = one.instrument;
  const parts = [
    el("span", { lang: "vi" }, labelOf(said)),
    aside([inDate(said.issued_on), said.issuer].filter(Boolean).join(" · "), "vi"),
  ];
  if (said.designation && said.title) parts.push(aside(said.title, "vi"));
  if (one.resolves_to)
    parts.push(
      aside([t("means"), " ", one.resolves_to === "document" ? t("this_document") : refs([one.resolves_to], view)]),
    );
  if (one.known?.conflicts?.length) parts.push(aside(`${t("registry_differs")}: ${one.known.conflicts.join(", ")}`));
  return parts;
}

const aside = (content, lang) => (content && content.length ? el("div", { class: "aside", lang }, content) : null);

const wordsCell = (one, view, words) =>
  el("button", { class: "words", lang: "vi", onclick: () => view.choose(one.id, true) }, words ?? view.words(one.span));

// other records by their ids, with the words that they are
function refs(ids, view) {
  return ids.map((id) => {
    const other = view.record(id);
    if (!other) return null;
    return el(
      "button",
      {
        class: `ref k-${view.kindOf(id)}`,
        lang: "vi",
        onclick: (event) => {
          event.stopPropagation();
          view.choose(id, true);
        },
      },
      view.words(other.span),
    );
  });
}

function ruleOf(one) {
  return el("div", { class: "rule" }, el("code", {}, one.rule), ` ${inPercent(one.confidence)}`);
}

function recordTable(kind, plan, view) {
  if (kind === "agencies") return agencyTable(plan, view);
  const columns = CELLS[kind];
  const rows = (plan[kind] ?? []).map((one) =>
    el(
      "tr",
      { "data-record": one.id, onclick: (event) => event.target.closest("button,a") || view.choose(one.id, true) },
      columns.map(([, cell], at) =>
        el(at === 0 ? "th" : "td", at === 0 ? { scope: "row" } : {}, cell(one, view), at === 0 ? ruleOf(one) : null),
      ),
    ),
  );
  return table(
    t(kind),
    columns.map(([head]) => t(`head.${head}`)),
    rows,
    { class: `records of-${kind}` },
  );
}

// one row a body; its places as numbers
function agencyTable(plan, view) {
  const byName = Map.groupBy
    ? Map.groupBy(plan.agencies ?? [], (one) => one.name)
    : grouped(plan.agencies ?? [], (one) => one.name);
  const rows = [...byName].map(([name, ones]) =>
    el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("span", { lang: "vi" }, name),
        aside(
          [named("agency", ones[0].kind), named("level", ones[0].level), ones[0].collective ? t("collective") : ""]
            .filter(Boolean)
            .join(", "),
        ),
        ones[0].successor ? aside(`${t("successor")}: ${ones[0].successor}`, "vi") : null,
        ruleOf(ones[0]),
      ),
      el(
        "td",
        {},
        ones.map((one, at) =>
          el(
            "button",
            {
              class: "ref k-agencies",
              "data-record": one.id,
              title: `${view.words(one.span)} · ${one.rule}`,
              onclick: () => view.choose(one.id, true),
            },
            at + 1,
          ),
        ),
      ),
    ),
  );
  return table(t("agencies"), [t("head.agency"), t("head.places")], rows, { class: "records of-agencies" });
}

function grouped(list, keyFor) {
  const groups = new Map();
  for (const one of list) {
    const key = keyFor(one);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }
  return groups;
}

const HEADER = ["document_type", "designation", "issuer", "parent_body", "place", "issued_on", "province", "key"];

function headTable(plan) {
  const head = plan.header;
  const period = head.period ? timeOf(head.period) : "";
  const signers = (head.signers ?? [])
    .map((one) => [one.capacity, one.position, one.name].filter(Boolean).join(" · "))
    .join("; ");
  const said = [
    ...HEADER.map((name) => [name, name === "issued_on" ? inDate(head[name]) : head[name]]),
    ["period", period],
    ["signers", signers],
    ["recipients", (head.recipients ?? []).join("; ")],
    ["source", plan.source.uri],
    ["media", plan.source.media_type],
    ["sha256", plan.source.sha256],
  ];
  return el(
    "dl",
    { class: "head" },
    said
      .filter(([, value]) => value)
      .map(([name, value]) => [el("dt", {}, t(`field.${name}`)), el("dd", { lang: "vi" }, value)]),
  );
}

function ownTables(plan) {
  return (plan.tables ?? []).map((found, at) => {
    const rows = found.rows.map((row) =>
      el(
        "tr",
        { class: `row-${row.kind}` },
        row.cells.map((cell) =>
          el(
            row.kind === "header" ? "th" : "td",
            { colspan: cell.columns, scope: row.kind === "header" ? "col" : null },
            plan.words(cell.span),
          ),
        ),
      ),
    );
    return wide(
      `${t("table")} ${at + 1}`,
      el("table", { class: "own", lang: "vi" }, el("caption", {}, `${t("table")} ${at + 1}`), el("tbody", {}, rows)),
    );
  });
}

function diagnosticList(plan, view) {
  return el(
    "ul",
    { class: "diagnostics" },
    (plan.diagnostics ?? []).map((one) =>
      el(
        "li",
        { class: `severity-${one.severity}` },
        el("b", {}, named("severity", one.severity)),
        " ",
        el("code", {}, one.code),
        " ",
        el("span", {}, one.message),
        one.span ? [" ", el("button", { class: "ref", onclick: () => view.goTo(one.span) }, t("show_place"))] : null,
      ),
    ),
  );
}
