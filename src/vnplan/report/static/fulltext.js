// Search in the texts themselves: unpacked one after another, so that the page answers meanwhile.

let searching = 0;
const plainKeys = new Map(); // of the texts, by number: what is not in the key is not in the text
const AHEAD = 12; // texts that are unpacked at a time
const PAUSE = 200; // ms after the last letter that was typed
const TELL = 400; // ms after which what was found so far is shown

function searchTexts(changed) {
  searching += 1;
  const own = searching;
  inText.clear();
  const matcher = matcherOf(chosen.query);
  tellSearch("");
  byId("searching").dataset.done = "";
  if (!matcher) return;
  setTimeout(() => {
    if (own === searching) goThrough(matcher, () => own === searching, changed);
  }, PAUSE);
}

async function goThrough(matcher, going, changed) {
  const total = catalogue.plans.length;
  const plain = new RegExp(matcher.plain);
  let told = performance.now();
  let before = -1;
  for (let number = 0; number < total; number += 1) {
    for (let next = number; next < Math.min(number + AHEAD, total); next += 1) load(`text-${next}`);
    const text = await load(`text-${number}`);
    if (!going()) return;
    if (text && !plainKeys.has(number)) plainKeys.set(number, keyOf(composed(text).text, false));
    if (text && plain.test(plainKeys.get(number))) {
      const places = placesOf(text, matcher);
      if (places.length) inText.set(number, places);
    }
    if (performance.now() - told >= TELL || number === total - 1) {
      told = performance.now();
      tellSearch(number === total - 1 ? "" : t("searching", { done: number + 1, total }));
      if (inText.size !== before) {
        before = inText.size;
        filterPlans();
        changed();
      }
      await new Promise((next) => setTimeout(next));
    }
  }
  byId("searching").dataset.done = chosen.query; // what tests wait for
}

function tellSearch(words) {
  byId("searching").textContent = words;
}

// the words around the first place, the place itself marked
function snippet(text, [start, end]) {
  const [from, to] = [Math.max(0, start - 60), Math.min(text.length, end + 90)];
  return el(
    "q",
    { lang: "vi" },
    from > 0 ? "… " : "",
    text.slice(from, start),
    el("mark", {}, text.slice(start, end)),
    text.slice(end, to),
    to < text.length ? " …" : "",
  );
}
