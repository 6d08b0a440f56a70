// Text that plans share: a heat map, how much of each plan is its own, the passages side by side.

const HOT = 60; // plans on the heat map, those that share most

async function showReuse(pair) {
  const [plans, reuse, originality] = await Promise.all(["plans", "reuse", "originality"].map(loadTable));
  const left = new Set(columnsOf(plans).map((plan) => plan.plan));
  const rows = reuse.filter((row) => left.has(row.plan) && left.has(row.other) && row.share > 0);
  const head = [el("h1", {}, t("reuse")), el("p", { class: "lead" }, t("about.reuse"))];
  if (rows.length === 0) return fill(byId("main"), head, el("p", { class: "empty" }, t("no_reuse")));
  const most = new Map();
  for (const row of rows) most.set(row.plan, Math.max(most.get(row.plan) ?? 0, row.share));
  const hot = new Set(
    [...most]
      .sort((a, b) => b[1] - a[1])
      .slice(0, HOT)
      .map(([plan]) => plan),
  );
  const values = rows
    .filter((row) => hot.has(row.plan) && hot.has(row.other))
    .map((row) => ({
      plan: row.plan,
      other: row.other,
      share: row.share,
      words: row.words,
      kind: named("reuse", row.kind),
    }));
  const [holder, list] = [chartHolder(), el("div", { id: "passages" })];
  const choose = (one, other) => passagePairs(list, one, other);
  fill(
    byId("main"),
    head,
    most.size > HOT ? el("p", {}, t("hottest", { n: HOT })) : null,
    holder,
    list,
    el("h2", {}, t("own_text")),
    ownTable(
      originality.filter((row) => left.has(row.plan)),
      choose,
    ),
  );
  const asked = pair
    ?.split("-")
    .map(Number)
    .map((number) => plans.find((plan) => plan.document === number)?.plan);
  if (asked?.every(Boolean)) await choose(...asked);
  return drawChart(holder, "reuse", { rows: values }, (datum) => {
    if (datum.other) choose(datum.plan, datum.other);
  });
}

function ownTable(rows, choose) {
  const sorted = [...rows].sort((a, b) => a.own - b.own).slice(0, 100);
  return wide(
    t("own_text"),
    table(
      t("own_text"),
      [t("head.plan"), t("head.own"), t("head.from_central"), t("head.source")],
      sorted.map((row) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, link(`plan/${numberOf(row.plan)}`, { lang: "vi" }, row.plan)),
          el("td", { class: "number" }, inPercent(row.own)),
          el("td", { class: "number" }, inPercent(row.from_central)),
          el(
            "td",
            {},
            row.source
              ? [
                  el("button", { class: "ref", lang: "vi", onclick: () => choose(row.plan, row.source) }, row.source),
                  ` ${inPercent(row.source_share)}`,
                ]
              : "",
          ),
        ),
      ),
      { class: "records" },
    ),
  );
}

async function passagePairs(holder, one, other) {
  const found = (await loadTable("passages")).filter(
    (row) => (row.earlier === one && row.later === other) || (row.earlier === other && row.later === one),
  );
  const made = await Promise.all(found.slice(0, 50).map(passagePair));
  fill(
    holder,
    el("h2", { tabindex: "-1", lang: "vi" }, `${one} ↔ ${other}`),
    el("p", {}, t("passages", { n: found.length })),
    made,
  );
  holder.firstElementChild.focus({ preventScroll: true });
  holder.scrollIntoView({ block: "nearest" });
}

async function passagePair(row) {
  const side = async (plan, document, start, end) => {
    const text = await load(`text-${document}`);
    return el(
      "blockquote",
      { lang: "vi" },
      el("cite", {}, link(`plan/${document}/${start}-${end}`, {}, plan)),
      el("p", {}, text.slice(start, end)),
    );
  };
  return el(
    "figure",
    { class: "pair" },
    el(
      "figcaption",
      {},
      t("passage.told", {
        words: row.words,
        likeness: inPercent(row.likeness),
        direction: named("direction", row.direction),
        kind: named("reuse", row.kind),
      }),
    ),
    await side(row.earlier, row.earlier_document, row.earlier_span_start, row.earlier_span_end),
    await side(row.later, row.later_document, row.later_span_start, row.later_span_end),
  );
}
