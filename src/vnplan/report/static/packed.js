// What the page carries: gzip in base64, unpacked when it is first asked for and kept.

const unpacked = new Map();

const pageIsRead = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve, { once: true });
});

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

async function textOf(id) {
  let holder = byId(id);
  if (!holder) {
    await pageIsRead; // it may stand further down
    holder = byId(id);
  }
  if (!holder) return null;
  const stream = new Blob([bytesOf(holder.textContent.trim())]).stream();
  return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).text();
}

function load(id) {
  if (!unpacked.has(id))
    unpacked.set(
      id,
      textOf(id).then((text) => (text === null ? null : JSON.parse(text))),
    );
  return unpacked.get(id);
}

// a table of the comparison as objects by column
const comparisonTables = new Map();

function loadTable(name) {
  if (!comparisonTables.has(name)) comparisonTables.set(name, load(`compare-${name}`).then(asObjects));
  return comparisonTables.get(name);
}

function asObjects(packed) {
  if (!packed) return [];
  return packed.rows.map((row) => Object.fromEntries(packed.columns.map((column, at) => [column, row[at]])));
}
