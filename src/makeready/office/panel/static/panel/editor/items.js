// items.js: what items are called, where they are, which can be changed.
const PLACEHOLDER = /\{\{\s*([^{}]*[^{}\s])\s*\}\}/g
const KINDS = { text: "Text", image: "Picture", pdf: "Placed PDF", svg: "Drawing", rectangle: "Rectangle", ellipse: "Ellipse", line: "Line", path: "Shape", barcode: "Barcode", group: "Group" }
const ICONS = { text: "text", image: "image", pdf: "file", svg: "file", rectangle: "shape", ellipse: "ellipse", line: "line", path: "shape", barcode: "barcode", group: "group" }

export function iconOf(item) { return ICONS[item.type] ?? "shape" }

export function called(item, values = {}) {
  if (item.name) return item.name
  if (item.type === "text") return filled(item.text, values).replace(/\s+/g, " ").trim().slice(0, 40) || "Empty text"
  return KINDS[item.type] ?? item.type
}

// The fields that a text asks for, each once, in order.
export function fieldsIn(text) { return [...new Set([...(text ?? "").matchAll(PLACEHOLDER)].map(found => found[1]))] }

export function filled(text, values) {
  return (text ?? "").replace(PLACEHOLDER, (whole, name) => values[name] ?? "")
}

// Every item of a page with its path, groups before what is in them.
export function* walk(items, path) {
  for (const [number, item] of items.entries()) {
    const here = `${path}/${number}`
    yield [here, item]
    if (item.items) yield* walk(item.items, `${here}/items`)
  }
}

export function itemsOf(state) { return [...walk(state.setup.items ?? [], `pages/${state.page - 1}/items`)] }

export function canChange(item) { return Boolean(item) && !item.locked && item.visible !== false }

// How often a field stands in the whole design.
export function usesOf(document, field) {
  return document.pages.flatMap((page, number) => [...walk(page.items ?? [], `pages/${number}/items`)])
    .filter(([, item]) => [item.text, item.data, item.src].some(words => fieldsIn(words).includes(field))).length
}

export function moved(item, dx, dy) {
  const place = { x: tidy((item.x ?? 0) + dx), y: tidy((item.y ?? 0) + dy) }
  return item.type === "line" ? { ...place, x2: tidy(item.x2 + dx), y2: tidy(item.y2 + dy) } : place
}

// Hundredths of a millimetre are finer than any press.
export function tidy(number) { return Math.round(number * 100) / 100 }
