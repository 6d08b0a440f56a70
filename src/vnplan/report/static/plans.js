// The list of plans.

const AT_ONCE = 60; // plans that are drawn before more are asked for
let drawn = AT_ONCE;

function showPlans() {
  const parts = shown.slice(0, drawn).map((number) => planEntry(catalogue.plans[number]));
  fill(
    byId("main"),
    el("h1", { class: "unseen" }, t("plans")),
    shown.length ? el("ol", { class: "plans" }, parts) : el("p", { class: "empty" }, t("nothing")),
    shown.length > drawn
      ? el("button", { class: "more", onclick: showMore }, t("more", { n: shown.length - drawn }))
      : null,
  );
}

function showMore() {
  const first = drawn;
  drawn += AT_ONCE * 4;
  showPlans();
  byId("main").querySelectorAll(".plans a")[first]?.focus();
}

function planEntry(plan) {
  const found = inText.get(plan.at);
  return el(
    "li",
    {},
    el("div", { class: "when" }, inDate(plan.date) || "—"),
    el(
      "div",
      {},
      el("h2", { lang: "vi" }, link(`plan/${plan.at}`, {}, plan.title)),
      el("p", { class: "about" }, aboutPlan(plan)),
      found ? el("p", { class: "found", "data-plan": plan.at }, foundIn(plan.at, found)) : null,
    ),
    el("div", { class: "counts" }, countsOf(plan)),
  );
}

function aboutPlan(plan) {
  const said = [
    [plan.type, plan.number].filter(Boolean).join(" "),
    plan.issuer ?? "",
    plan.province && !plan.issuer?.includes(plan.province) ? plan.province : "",
  ];
  return [
    el("span", { lang: "vi" }, said.filter(Boolean).join(" · ") || plan.name),
    plan.status === "ok" ? "" : el("strong", { class: "bad" }, ` ${t(`status.${plan.status}`)}`),
  ];
}

const KINDS = ["assignments", "targets", "deadlines", "citations", "agencies"];

function countsOf(plan) {
  return KINDS.map((kind, at) =>
    plan.counts[at]
      ? el("span", { class: `count k-${kind}`, title: t(kind) }, el("b", {}, plan.counts[at]), ` ${t(`short.${kind}`)}`)
      : null,
  );
}

function foundIn(number, places) {
  const holder = el("span", {});
  load(`text-${number}`).then((text) => holder.append(snippet(text, places[0])));
  return [el("span", { class: "hits" }, t("hits", { n: places.length })), " ", holder];
}
