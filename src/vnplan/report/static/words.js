// The interface in two languages: `words` maps a key to [Vietnamese, English].

const LANGUAGES = ["vi", "en"];
const words = JSON.parse(document.getElementById("words").textContent);
let language = document.documentElement.lang;

function t(key, values = {}) {
  const told = words[key];
  if (!told) return key;
  return told[LANGUAGES.indexOf(language)].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// the word for a value of a field, or the value where there is none
const named = (field, value) =>
  !isThere(value) ? "" : words[`${field}.${value}`] ? t(`${field}.${value}`) : String(value);

const isThere = (value) => value !== null && value !== undefined;
const inNumbers = (value, most = 2) =>
  isThere(value) ? value.toLocaleString(language, { maximumFractionDigits: most }) : "";
const inPercent = (value) =>
  isThere(value) ? value.toLocaleString(language, { style: "percent", maximumFractionDigits: 0 }) : "";

// ISO dates as each language writes them; months and years stay what they are
function inDate(iso) {
  if (!iso) return "";
  const [year, month, day] = iso.split("-");
  if (language === "en") return iso;
  return [day, month, year].filter(Boolean).join("/");
}

// what the template holds: `data-t` names the text, `data-t-label` and `data-t-placeholder` the attributes
function translatePage() {
  document.documentElement.lang = language;
  for (const found of document.querySelectorAll("[data-t]")) found.textContent = t(found.dataset.t);
  for (const found of document.querySelectorAll("[data-t-label]"))
    found.setAttribute("aria-label", t(found.dataset.tLabel));
  for (const found of document.querySelectorAll("[data-t-placeholder]"))
    found.setAttribute("placeholder", t(found.dataset.tPlaceholder));
}
