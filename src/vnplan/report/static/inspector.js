// What stands at a passage, and which rule made it.

function inspect(view, ids) {
  const found = ids.filter((id) => view.record(id));
  fill(
    byId("inspector"),
    found.map((id) => inspected(view, id)),
  );
}

function inspected(view, id) {
  const [one, kind] = [view.record(id), view.kindOf(id)];
  const told = rules[one.rule];
  return el(
    "article",
    { class: "inspected" },
    el(
      "h3",
      {},
      el("span", { class: `k-${kind}` }, t(`one.${kind}`)),
      " ",
      el("code", {}, id),
      el("button", { class: "ref", onclick: () => view.choose(id, false, true) }, t("show_row")),
    ),
    el("p", { lang: "vi" }, gist(one, kind)),
    el(
      "p",
      { class: "by" },
      t("made_by"),
      " ",
      el("code", { class: "rule-id" }, one.rule),
      ` · ${t("confidence")} ${inPercent(one.confidence)}`,
    ),
    told ? el("p", { class: "aside" }, told.row, told.source ? ` · ${t("rests_on")}: ${told.source}` : "") : null,
    told?.example ? el("p", { class: "aside", lang: "vi" }, `${t("example")}: `, told.example) : null,
  );
}

function gist(one, kind) {
  if (kind === "assignments")
    return [
      one.actors
        .filter((actor) => actor.role === "lead")
        .map((actor) => actor.agency)
        .join(", "),
      one.task,
    ]
      .filter(Boolean)
      .join(": ");
  if (kind === "targets") return [one.indicator ?? one.subject, valueOf(one), timeOf(one)].filter(Boolean).join(" · ");
  if (kind === "deadlines")
    return [named("deadline", one.kind), named("relation_of", one.relation), timeOf(one)].filter(Boolean).join(" · ");
  if (kind === "citations")
    return [labelOf(one.instrument), inDate(one.instrument.issued_on), named("relation", one.relation)]
      .filter(Boolean)
      .join(" · ");
  return [one.name, named("agency", one.kind), named("level", one.level)].filter(Boolean).join(" · ");
}
