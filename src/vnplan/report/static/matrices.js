// Comparison: matrices whose columns are the plans that the filters leave.

const COLUMNS = 24; // plans side by side
const ROWS = 80;
const compared = { tab: "instruments", column: 0, rows: ROWS };
const COMPARED = ["instruments", "targets", "tasks", "workload", "gaps", "versions"];

async function showCompare(tab) {
  if (COMPARED.includes(tab) && tab !== compared.tab) Object.assign(compared, { tab, column: 0, rows: ROWS });
  const plans = await loadTable("plans");
  if (plans.length === 0) return fill(byId("main"), el("p", { class: "empty" }, t("no_comparison")));
  const drawn = await drawCompared(plans);
  return fill(
    byId("main"),
    el("h1", {}, t("compare")),
    compareTabs(),
    el("p", { class: "lead" }, t(`about.${compared.tab}`)),
    drawn,
  );
}

const compareTabs = () =>
  el(
    "nav",
    { class: "tabs", "aria-label": t("compare") },
    COMPARED.map((tab) =>
      link(`compare/${tab}`, { "aria-current": tab === compared.tab ? "page" : null }, t(`compare.${tab}`)),
    ),
  );

// the plans that are columns: the central one first, then as the list has them
function columnsOf(plans) {
  const rank = new Map(shown.map((number, at) => [number, at]));
  return plans
    .filter((plan) => rank.has(plan.document) || plan.central)
    .sort((a, b) => b.central - a.central || rank.get(a.document) - rank.get(b.document));
}

async function drawCompared(plans) {
  if (compared.tab === "gaps") return drawGaps(plans);
  if (compared.tab === "versions") return drawVersions(plans);
  const columns = columnsOf(plans);
  const makers = { instruments: instrumentRows, targets: targetRows, tasks: taskRows, workload: workloadRows };
  const { head, rows } = await makers[compared.tab](new Set(columns.map((plan) => plan.plan)));
  if (rows.length === 0) return el("p", { class: "empty" }, t("nothing"));
  return matrix(columns, head, rows);
}

function matrix(columns, head, rows) {
  const some = columns.slice(compared.column, compared.column + COLUMNS);
  const heads = some.map((plan) =>
    el(
      "th",
      { scope: "col", class: plan.central ? "central" : null },
      link(`plan/${plan.document}`, { lang: "vi" }, plan.plan),
      plan.central ? el("small", {}, t("central")) : null,
    ),
  );
  const body = rows.slice(0, compared.rows).map((row) => matrixRow(row, some));
  return [
    steps(columns.length),
    wide(
      t(`compare.${compared.tab}`),
      el(
        "table",
        { class: "matrix" },
        el("caption", { class: "unseen" }, t(`compare.${compared.tab}`)),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, head), heads)),
        el("tbody", {}, body),
      ),
    ),
    rows.length > compared.rows
      ? el(
          "button",
          {
            class: "more",
            onclick: () => {
              compared.rows += ROWS * 3;
              show();
            },
          },
          t("more", { n: rows.length - compared.rows }),
        )
      : null,
  ];
}

function matrixRow(row, columns) {
  const made = el(
    "tr",
    {},
    el("th", { scope: "row" }, row.head),
    columns.map((plan) => el("td", {}, row.cell(plan) ?? el("span", { class: "none" }, "·"))),
  );
  if (!row.detail) return made;
  const button = el(
    "button",
    {
      class: "ref",
      "aria-expanded": "false",
      onclick: () => {
        const open = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", !open);
        if (open) made.nextElementSibling.remove();
        else made.after(el("tr", { class: "detail" }, el("td", { colspan: columns.length + 1 }, row.detail())));
      },
    },
    t("details"),
  );
  made.firstElementChild.append(el("div", {}, button));
  return made;
}

function steps(total) {
  if (total <= COLUMNS) return null;
  const to = (column) => {
    compared.column = column;
    show();
  };
  return el(
    "p",
    { class: "steps" },
    t("columns_of", { from: compared.column + 1, to: Math.min(total, compared.column + COLUMNS), total }),
    el(
      "button",
      {
        disabled: compared.column === 0,
        "aria-label": t("before"),
        onclick: () => to(Math.max(0, compared.column - COLUMNS)),
      },
      "←",
    ),
    el(
      "button",
      {
        disabled: compared.column + COLUMNS >= total,
        "aria-label": t("after"),
        onclick: () => to(compared.column + COLUMNS),
      },
      "→",
    ),
  );
}

const toRecord = (plan, record, content, attributes = {}) =>
  link(`plan/${plan.document}/${record}`, attributes, content);
const vietnamese = (words) => el("span", { lang: "vi" }, words);

async function membersBy(name, group, among) {
  const rows = (await loadTable(name)).filter((row) => among.has(row.plan));
  return grouped(rows, (row) => row[group]);
}

// rows with most plans first
const byBreadth = (rows) => rows.filter((row) => row.members.length).sort((a, b) => b.breadth - a.breadth);

async function instrumentRows(among) {
  const cited = await membersBy("cited", "instrument", among);
  const rows = (await loadTable("instruments")).map((one) => {
    const members = cited.get(one.instrument) ?? [];
    const byPlan = new Map(members.map((member) => [member.plan, member]));
    return {
      members,
      breadth: byPlan.size,
      head: [
        vietnamese(one.label),
        aside([inDate(one.issued_on), named("standing", one.standing)].filter(Boolean).join(" · ")),
        one.title ? aside(one.title, "vi") : null,
      ],
      cell: (plan) => {
        const member = byPlan.get(plan.plan);
        return (
          member &&
          toRecord(plan, member.record, member.mentions, {
            class: "cell k-citations",
            title: member.relations.map((each) => named("relation", each)).join(", "),
          })
        );
      },
    };
  });
  return { head: t("head.instrument"), rows: byBreadth(rows) };
}

const VERSUS = { above: "▲", below: "▼", equal: "=" };

async function targetRows(among) {
  const targets = await membersBy("targets", "group", among);
  const rows = (await loadTable("indicators")).map((one) => {
    const members = targets.get(one.group) ?? [];
    const byPlan = grouped(members, (member) => member.plan);
    return {
      members,
      breadth: byPlan.size,
      head: [
        vietnamese(one.label),
        aside([one.unit, one.mode !== "level" ? named("mode", one.mode) : ""].filter(Boolean).join(" · ")),
      ],
      cell: (plan) =>
        byPlan
          .get(plan.plan)
          ?.map((member) =>
            el(
              "div",
              {},
              toRecord(plan, member.record, valueOf(member), { class: `cell k-targets ${member.ambition ?? ""}` }),
              member.versus_central
                ? el(
                    "span",
                    {
                      class: "versus",
                      role: "img",
                      "aria-label": named("versus", member.versus_central),
                      title: named("versus", member.versus_central),
                    },
                    VERSUS[member.versus_central],
                  )
                : null,
              member.year ? el("small", {}, ` ${member.year}`) : null,
            ),
          ),
      detail: () => alignedTable(members, (member) => valueOf(member)),
    };
  });
  return { head: t("head.indicator"), rows: byBreadth(rows) };
}

async function taskRows(among) {
  const assignments = await membersBy("assignments", "group", among);
  const rows = (await loadTable("tasks")).map((one) => {
    const members = assignments.get(one.group) ?? [];
    const byPlan = grouped(members, (member) => member.plan);
    return {
      members,
      breadth: byPlan.size,
      head: [
        vietnamese(one.label),
        one.agreement !== null && byPlan.size > 1 ? aside(t("agreement", { share: inPercent(one.agreement) })) : null,
      ],
      cell: (plan) =>
        byPlan
          .get(plan.plan)
          ?.map((member) =>
            el(
              "div",
              { class: member.lead_differs ? "differs" : null },
              toRecord(plan, member.record, vietnamese(member.comparable_lead.join(", ") || "✓"), {
                class: "cell k-assignments",
              }),
              member.due ? el("small", {}, ` ${inDate(member.due)}`) : null,
            ),
          ),
      detail: () => alignedTable(members, (member) => vietnamese(member.task)),
    };
  });
  return { head: t("head.task"), rows: byBreadth(rows) };
}

// how each member came into its group: the score and the words that made it
function alignedTable(members, said) {
  return table(
    t("details"),
    [t("head.plan"), t("head.said"), t("head.how"), t("head.score"), t("head.shared_words")],
    members.map((member) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, link(`plan/${numberOf(member.plan)}/${member.record}`, { lang: "vi" }, member.plan)),
        el("td", {}, said(member)),
        el("td", {}, named("how", member.how), member.row ? aside(member.row) : null),
        el("td", {}, member.score === null ? "" : inNumbers(member.score)),
        el("td", { lang: "vi" }, member.shared_words.join(", ")),
      ),
    ),
    { class: "inner" },
  );
}

let numbers = new Map(); // names of plans to their numbers
const numberOf = (plan) => numbers.get(plan);

async function nameNumbers() {
  numbers = new Map((await loadTable("plans")).map((plan) => [plan.plan, plan.document]));
}

async function workloadRows(among) {
  const byAgency = await membersBy("workload", "agency", among);
  const rows = [...byAgency].map(([agency, members]) => {
    const byPlan = new Map(members.map((member) => [member.plan, member]));
    return {
      members,
      breadth: sum(members.map((member) => member.lead)) + members.length / 1000,
      head: vietnamese(agency),
      cell: (plan) => {
        const member = byPlan.get(plan.plan);
        if (!member) return null;
        const told = t("workload.told", member);
        return toRecord(
          plan,
          member.records[0],
          [el("b", {}, member.lead), el("small", {}, ` +${member.coordinate + member.other}`)],
          { class: "cell load", title: told, "aria-label": told },
        );
      },
    };
  });
  return { head: t("head.agency"), rows: byBreadth(rows) };
}
