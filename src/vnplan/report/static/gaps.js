// What has no counterpart, and what changed between two versions of one plan.

async function drawGaps(plans) {
  const left = new Set(columnsOf(plans).map((plan) => plan.plan));
  const rows = (await loadTable("gaps")).filter((row) => left.has(row.plan));
  const some = rows
    .slice(0, compared.rows)
    .map((row) =>
      el(
        "tr",
        {},
        el("th", { scope: "row", lang: "vi" }, row.plan),
        el("td", {}, named("gap", row.gap)),
        el("td", {}, named("one_kind", row.kind)),
        el(
          "td",
          {},
          link(`plan/${row.document}/${row.record}`, { lang: "vi" }, row.label),
          aside(`${t("head.plan")}: ${row.of}`, "vi"),
        ),
      ),
    );
  if (rows.length === 0) return el("p", { class: "empty" }, t("nothing"));
  return [
    wide(
      t("compare.gaps"),
      table(t("compare.gaps"), [t("head.plan"), t("head.gap"), t("head.kind"), t("head.said")], some, {
        class: "records",
      }),
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

async function drawVersions() {
  const [versions, changes] = await Promise.all([loadTable("versions"), loadTable("changes")]);
  if (versions.length === 0) return el("p", { class: "empty" }, t("no_versions"));
  return versions.map((pair) => [
    el("h2", { lang: "vi" }, `${pair.old} → ${pair.new}`),
    el("p", {}, t("version.told", pair)),
    wide(
      t("compare.versions"),
      table(
        `${pair.old} → ${pair.new}`,
        [t("head.change"), t("head.kind"), t("head.before"), t("head.after")],
        changes.filter((row) => row.old === pair.old && row.new === pair.new).map((row) => changeRow(row)),
        { class: "records" },
      ),
    ),
  ]);
}

function changeRow(row) {
  const side = (document, record, words, values) => [
    record ? link(`plan/${document}/${record}`, { lang: "vi" }, words || record) : vietnamese(words ?? ""),
    values.length
      ? aside(row.fields.map((field, at) => `${named("field", field)}: ${values[at] || "—"}`).join("; "), "vi")
      : null,
  ];
  return el(
    "tr",
    { class: `change-${row.change}` },
    el("th", { scope: "row" }, named("change", row.change)),
    el("td", {}, named("one_kind", row.kind)),
    el("td", {}, side(row.old_document, row.old_record, row.old_text, row.before)),
    el("td", {}, side(row.new_document, row.new_record, row.new_text, row.after)),
  );
}
