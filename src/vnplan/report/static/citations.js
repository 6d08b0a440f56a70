// The graph of citations: when an instrument was made across, from how high it comes down the page.

const BANDS = ["party", "assembly", "government", "ministry", "local", "plan"];
const MOST = 120; // cited instruments that are drawn, those that most plans cite

async function showGraph() {
  const graph = (await load("citations")) ?? { nodes: [], edges: [] };
  const left = new Set(shown);
  const edges = graph.edges.filter(([, , , number]) => left.has(number));
  const plans = new Map(); // node: the plans that cite it
  for (const [, target, , number] of edges) plans.set(target, (plans.get(target) ?? new Set()).add(number));
  const cited = [...plans].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]);
  const head = [el("h1", {}, t("graph")), el("p", { class: "lead" }, t("about.graph"))];
  if (cited.length === 0) return fill(byId("main"), head, el("p", { class: "empty" }, t("nothing")));
  const drawn = new Set(
    cited
      .filter(([node]) => graph.nodes[node][1])
      .slice(0, MOST)
      .map(([node]) => node),
  );
  for (const [source] of edges) if (graph.nodes[source][3] !== null) drawn.add(source);
  const nodes = placeNodes(
    [...drawn].filter((node) => graph.nodes[node][1]),
    graph.nodes,
    plans,
  );
  const at = new Map(nodes.map((node) => [node.node, node]));
  const drawnEdges = new Map(); // one line for each two, however often the one cites the other
  for (const [source, target] of edges)
    if (at.has(source) && at.has(target)) drawnEdges.set(`${source} ${target}`, [source, target]);
  const lines = [...drawnEdges.values()].map(([source, target]) => ({
    x: at.get(source).x,
    y: at.get(source).y,
    x2: at.get(target).x,
    y2: at.get(target).y,
    source,
    target,
  }));
  const holder = chartHolder();
  fill(
    byId("main"),
    head,
    holder,
    el("p", { class: "aside" }, t("graph.left_out", { n: cited.filter(([node]) => !at.has(node)).length })),
    citedTable(graph, edges, cited),
  );
  const bands = BANDS.map((band, row) => ({ y: row, label: t(`band.${band}`) }));
  return drawChart(holder, "citations", { nodes, lines, bands }, (datum) => {
    if (datum.plan !== null && datum.plan !== undefined) location.hash = `#/plan/${datum.plan}`;
  });
}

// by day across, by band down; those of one time beside each other within their band
function placeNodes(list, nodes, plans) {
  const crowd = new Map();
  return list.map((node) => {
    const [label, day, band, plan] = nodes[node];
    const row = plan === null ? BANDS.indexOf(band) : BANDS.indexOf("plan");
    const cell = `${row} ${day.slice(0, 4)} ${Math.floor(Number(day.slice(5, 7) || 6) / 4)}`;
    const above = crowd.get(cell) ?? 0;
    crowd.set(cell, above + 1);
    const step = Math.ceil(above / 2) * (above % 2 ? 1 : -1);
    return {
      node,
      label,
      x: day.length === 4 ? `${day}-07-01` : day.length === 7 ? `${day}-15` : day,
      day: inDate(day),
      y: row + Math.max(-0.4, Math.min(0.4, step * 0.085)),
      band: t(`band.${BANDS[row]}`),
      n: plans.get(node)?.size ?? 0,
      plan,
    };
  });
}

function citedTable(graph, edges, cited) {
  const first = new Map(); // where each is cited
  for (const [, target, , number, citation] of edges) {
    if (!first.has(target)) first.set(target, new Map());
    if (!first.get(target).has(number)) first.get(target).set(number, citation);
  }
  return wide(
    t("graph"),
    table(
      t("graph"),
      [t("head.instrument"), t("head.when"), t("head.cited_by")],
      cited.slice(0, 100).map(([node, plans]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row", lang: "vi" }, graph.nodes[node][0]),
          el("td", {}, inDate(graph.nodes[node][1])),
          el(
            "td",
            {},
            [...first.get(node)]
              .slice(0, 12)
              .map(([number, citation]) => [link(`plan/${number}/${citation}`, { lang: "vi" }, rowName(number)), " "]),
            plans.size > 12 ? ` + ${plans.size - 12}` : "",
          ),
        ),
      ),
      { class: "records" },
    ),
  );
}
