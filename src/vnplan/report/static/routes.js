// Addresses in the page: #/plans, #/plan/NUMBER[/RECORD or START-END], #/compare/TAB, #/timeline, ...

const VIEWS = {
  plans: showPlans,
  plan: (number, wanted) => showDocument(Number(number), wanted),
  compare: showCompare,
  timeline: showTimeLine,
  lag: showLag,
  reuse: showReuse,
  graph: showGraph,
  diagnostics: showDiagnostics,
};
let lastRoute = "";

const routeNow = () => {
  const parts = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean);
  const [view = "plans", ...rest] = parts;
  const known = Object.hasOwn(VIEWS, view) && (view !== "plan" || catalogue.plans[Number(rest[0])]);
  if (catalogue.plans.length === 1 && (view === "plans" || !known)) return ["plan", "0"];
  return known ? [view, ...rest] : ["plans"];
};

// One view is drawn after the other: what was asked for last stands in the end, however long another took to unpack.
let asked = 0;
let drawing = Promise.resolve();

function show() {
  asked += 1;
  const own = asked;
  drawing = drawing.then(() => (own === asked ? draw() : null)).catch(reportError);
  return drawing;
}

async function draw() {
  const [view, ...rest] = routeNow();
  finishChart();
  document.body.dataset.view = view;
  byId("filters").hidden = view === "plan" && catalogue.plans.length > 1;
  for (const each of document.querySelectorAll("#views a")) {
    if (each.hash === `#/${view}` || each.hash.startsWith(`#/${view}/`)) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  }
  if (view !== "plans" && view !== "plan") await nameNumbers();
  await VIEWS[view](...rest);
  document.body.dataset.shown = location.hash || "#/"; // what tests wait for
}

async function changeRoute() {
  const view = routeNow()[0];
  const moved = view !== lastRoute;
  lastRoute = view;
  await show();
  if (moved && view !== "plan") scrollTo(0, 0);
  if (moved) byId("main").focus({ preventScroll: true });
}

function chooseLanguage(chosenLanguage) {
  language = chosenLanguage;
  translatePage();
  for (const button of document.querySelectorAll("#language button"))
    button.setAttribute("aria-pressed", button.lang === language);
  fillChoices();
  tellCount();
}

// on paper everything that was found stands after the text
function printAll() {
  if (routeNow()[0] !== "plan" || !byId("panel")) return;
  const number = Number(routeNow()[1]);
  // both are unpacked already: they are there before the page is drawn for the printer
  Promise.all([load(`text-${number}`), load(`plan-${number}`)]).then(([text, plan]) => {
    const view = viewOf(text, plan, { pieces: new Map() }, number);
    const parts = TABS.filter((tab) => tab === "head" || plan[tab]?.length).map((tab) => [
      el("h2", {}, t(tab)),
      panelOf(tab, plan, view),
    ]);
    byId("paper").replaceChildren(...parts.flat(Infinity).filter(Boolean));
  });
}

async function start() {
  readCatalogue(await load("catalogue"));
  document.body.classList.toggle("single", catalogue.plans.length === 1);
  byId("views").hidden = catalogue.plans.length === 1;
  chooseLanguage(language);
  for (const button of document.querySelectorAll("#language button"))
    button.addEventListener("click", () => {
      chooseLanguage(button.lang);
      show();
    });
  filterPlans();
  watchFilters(() => {
    drawn = AT_ONCE;
    if (document.body.dataset.view !== "plan" || catalogue.plans.length === 1) show();
  });
  lastRoute = routeNow()[0];
  await show();
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // its address is that of no view
    byId("main").focus();
  });
  addEventListener("hashchange", changeRoute);
  addEventListener("beforeprint", printAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  document.body.dataset.ready = Math.round(performance.now()); // ms since the page was asked for
}

start();
