// A text with its records: cut at every border, so that records may overlap as they like.

// intervals `{start, end, ...}` to pieces `{start, end, in: [interval…]}` that cover the text
function piecesOf(length, intervals) {
  const borders = new Set([0, length]);
  for (const each of intervals) borders.add(each.start).add(each.end);
  const sorted = [...borders].filter((at) => at >= 0 && at <= length).sort((a, b) => a - b);
  const waiting = [...intervals].sort((a, b) => a.start - b.start);
  let open = [];
  let next = 0;
  const pieces = [];
  for (let n = 0; n + 1 < sorted.length; n += 1) {
    const [start, end] = [sorted[n], sorted[n + 1]];
    while (next < waiting.length && waiting[next].start <= start) open.push(waiting[next++]);
    open = open.filter((each) => each.end > start);
    pieces.push({ start, end, in: [...open] });
  }
  return pieces;
}

function intervalsOf(plan, places, place) {
  const found = [];
  for (const kind of KINDS)
    for (const record of plan[kind] ?? []) found.push({ start: record.span[0], end: record.span[1], kind, record });
  for (const [start, end, level] of plan.headings) found.push({ start, end, kind: "heading", level });
  for (const [start, end] of places) found.push({ start, end, kind: "hit" });
  if (place) found.push({ start: place[0], end: place[1], kind: "place" });
  return found.filter((each) => each.end > each.start);
}

// The text as elements. What is returned leads from a record's id to its pieces, and lists the stops of the arrow keys.
function drawText(text, plan, places = [], place = null) {
  const drawn = { root: el("div", { class: "text", lang: "vi" }), pieces: new Map(), stops: [], hits: [], place: null };
  for (const piece of piecesOf(text.length, intervalsOf(plan, places, place))) {
    const words = text.slice(piece.start, piece.end);
    if (piece.in.length === 0) drawn.root.append(words);
    else drawn.root.append(drawPiece(piece, words, drawn));
  }
  return drawn;
}

function drawPiece(piece, words, drawn) {
  const kinds = new Set(piece.in.map((each) => each.kind));
  const level = piece.in.find((each) => each.kind === "heading")?.level;
  const records = piece.in
    .filter((each) => each.record)
    .sort((a, b) => a.end - a.start - (b.end - b.start))
    .map((each) => each.record.id);
  const tag = kinds.has("hit") || kinds.has("place") ? "mark" : "span";
  const made = el(
    tag,
    { class: [...kinds].map((kind) => `k-${kind}`).join(" ") + (level ? ` level-${Math.min(level, 4)}` : "") },
    words,
  );
  if (kinds.has("hit") && piece.in.some((each) => each.kind === "hit" && each.start === piece.start))
    drawn.hits.push(made);
  if (kinds.has("place")) drawn.place ??= made;
  if (records.length === 0) return made;
  made.dataset.records = records.join(" ");
  for (const id of records) {
    if (!drawn.pieces.has(id)) drawn.pieces.set(id, []);
    drawn.pieces.get(id).push(made);
  }
  if (piece.in.some((each) => each.record && each.start === piece.start)) {
    made.tabIndex = -1;
    made.setAttribute("role", "button");
    made.setAttribute("aria-describedby", "inspector");
    drawn.stops.push(made);
  }
  return made;
}

// One stop for Tab; the arrow keys go from passage to passage, Enter shows it in the tables.
function stepThrough(drawn, choose) {
  if (drawn.stops.length === 0) return;
  drawn.stops[0].tabIndex = 0;
  const go = (to) => {
    const now = drawn.root.querySelector("[tabindex='0']");
    if (now) now.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  };
  drawn.root.addEventListener("keydown", (event) => {
    const at = drawn.stops.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = drawn.stops.length - 1;
    const ways = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
    if (event.key in ways) go(drawn.stops[Math.min(Math.max(ways[event.key], 0), last)]);
    else if (event.key === "Enter" || event.key === " ") choose(document.activeElement.dataset.records.split(" ")[0]);
    else return;
    event.preventDefault();
  });
}
