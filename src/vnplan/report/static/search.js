// Search with and without diacritics: what is typed with marks is found with these marks only.
// A key has the length of its text, so that a place in the one is a place in the other.

const plainLetters = new Map();
const MARK = /[\u0300-\u036f]/; // all that Vietnamese has
const MARKS = /[\u0300-\u036f]/g;
const TONED = { o: "òóỏõọ", u: "ùúủũụ", a: "àáảãạ", e: "èéẻẽẹ", y: "ỳýỷỹỵ" };

function plainLetter(letter) {
  let found = plainLetters.get(letter);
  if (found === undefined) {
    const bare = letter.normalize("NFD").replace(MARKS, "").replace(/[đĐð]/g, "d").toLowerCase();
    found = bare.length === letter.length ? bare : letter;
    plainLetters.set(letter, found);
  }
  return found;
}

// hòa and hoà, thủy and thuỷ are one spelling: the tone moves to the second vowel
const toneLast = (_, first, second, vowel) => vowel + TONED[second][TONED[vowel].indexOf(first)];
const moveTones = (key) =>
  key
    .replace(/([òóỏõọ])([ae])(?![a-z\u00c0-\u1eff])/g, (all, first, second) => toneLast(all, first, second, "o"))
    .replace(/([ùúủũụ])(y)(?![a-z\u00c0-\u1eff])/g, (all, first, second) => toneLast(all, first, second, "u"));

function keyOf(text, marks) {
  if (!marks) {
    // letters of any other kind would make it longer: they go one by one
    const bare = text.normalize("NFD").replace(MARKS, "").replace(/[đĐð]/g, "d").toLowerCase();
    return bare.length === text.length ? bare : text.replace(/[\u0080-\uffff]/g, plainLetter).toLowerCase();
  }
  return moveTones(text.replace(/İ/g, "i").toLowerCase());
}

// Text whose letters and marks are apart: composed, and `at`, which leads from a place in it to the place in the text.
function composed(text) {
  if (!MARK.test(text)) return { text, at: (place) => place };
  const shifts = []; // [first place, marks that went before it]
  let gone = 0;
  const made = text.replace(/[^\u0300-\u036f][\u0300-\u036f]+/g, (apart, place) => {
    const letter = apart.normalize("NFC");
    if (letter.length < apart.length) {
      gone += apart.length - letter.length;
      shifts.push([place + apart.length - gone, gone]);
    }
    return letter;
  });
  return { text: made, at: (place) => place + goneBefore(shifts, place) };
}

function goneBefore(shifts, place) {
  let [low, high] = [0, shifts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shifts[middle][0] <= place) low = middle + 1;
    else high = middle;
  }
  return low ? shifts[low - 1][1] : 0;
}

// null where nothing is asked; else the pattern, with any white space between words
function matcherOf(query) {
  const asked = query.normalize("NFC").trim();
  if (!asked) return null;
  const marks = /[đĐ]/.test(asked) || MARK.test(asked.normalize("NFD"));
  return { marks, source: sourceOf(keyOf(asked, marks)), plain: sourceOf(keyOf(asked, false)) };
}

const sourceOf = (key) =>
  key
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&"))
    .join("\\s+");

// places of what is asked, [start, end] each, at most `most`
function placesOf(text, matcher, most = 1000) {
  const whole = composed(text);
  const pattern = new RegExp(matcher.source, "g");
  const found = [];
  for (const match of keyOf(whole.text, matcher.marks).matchAll(pattern)) {
    found.push([whole.at(match.index), whole.at(match.index + match[0].length)]);
    if (found.length >= most) break;
  }
  return found;
}

const occursIn = (text, matcher) => new RegExp(matcher.source).test(keyOf(composed(text).text, matcher.marks));
