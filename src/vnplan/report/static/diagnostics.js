// What was doubtful, skipped or repaired, over all plans.

async function showDiagnostics() {
  const left = new Set(shown);
  const rows = ((await load("diagnostics")) ?? []).filter(([number]) => left.has(number));
  const byCode = [...grouped(rows, ([, code]) => code)].sort(
    (a, b) => RANK.indexOf(a[1][0][2]) - RANK.indexOf(b[1][0][2]) || b[1].length - a[1].length,
  );
  fill(
    byId("main"),
    el("h1", {}, t("diagnostics")),
    el("p", { class: "lead" }, t("about.diagnostics")),
    byCode.length ? byCode.map(([code, ones]) => codeGroup(code, ones)) : el("p", { class: "empty" }, t("nothing")),
  );
}

const RANK = ["error", "warning", "info"];

function codeGroup(code, ones) {
  const list = el("ul", { class: "diagnostics" });
  const group = el(
    "details",
    {
      class: "group",
      ontoggle: () => {
        if (group.open && !list.hasChildNodes())
          fill(
            list,
            ones.slice(0, 200).map((one) => diagnosticEntry(one)),
          );
      },
    },
    el(
      "summary",
      {},
      el("b", { class: `severity-${ones[0][2]}` }, named("severity", ones[0][2])),
      " ",
      words[`code.${code}`] ? [named("code", code), " ", el("code", {}, code)] : el("code", {}, code),
      ` ${ones.length}`,
    ),
    list,
  );
  return group;
}

const diagnosticEntry = ([number, , , message, span]) =>
  el(
    "li",
    {},
    link(
      span ? `plan/${number}/${span[0]}-${span[1]}` : `plan/${number}`,
      { lang: "vi" },
      catalogue.plans[number].title,
    ),
    aside(message),
  );
