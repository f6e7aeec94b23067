// inspector.js: what can be changed of the item that is selected; what is wrong with it; with none, about the page.
import { field, icon, make } from "../dom.js"
import { called, fieldsIn } from "./items.js"
import { colorFields } from "./color.js"
import { fieldInput, textFields } from "./text.js"
import { number, placeFields } from "./place.js"
import { pictureFields } from "./picture.js"

export function attachInspector(state, server, inspector, families) {
  const draw = () => {
    const item = state.item(state.selected)
    inspector.replaceChildren(...(item ? ofItem(state, server, state.selected, families) : ofPage(state)))
    drawFindings()
  }
  const drawFindings = () => {
    const place = inspector.querySelector("[data-findings]")
    place?.replaceChildren(...state.findingsOf(state.selected).filter(one => one.severity !== "info").map(one => finding(state, one)))
  }
  // What a drag or an arrow changes elsewhere is shown here at once; a field that somebody types in is left alone.
  const refresh = () => {
    const item = state.item(state.selected)
    if (!item) return
    for (const input of inspector.querySelectorAll("input[data-name]"))
      if (input !== document.activeElement && input.dataset.name in item) input.value = item[input.dataset.name]
  }
  state.addEventListener("select", draw)
  state.addEventListener("travel", () => queueMicrotask(draw))
  state.addEventListener("change", refresh)
  state.addEventListener("findings", drawFindings)
  draw()
}

function ofItem(state, server, path, families) {
  const item = state.item(path)
  const parts = [make("h2", {}, called(item, state.draft.values))]
  if (item.type === "text") parts.push(make("div", { class: "part" }, textFields(state, path)), make("div", { class: "part" }, typeFields(state, path, families)))
  if (item.type === "image") parts.push(make("div", { class: "part" }, pictureFields(state, server, path)))
  if (item.type === "barcode") parts.push(make("div", { class: "part" }, barcodeFields(state, path)))
  for (const [name, label] of [["fill", item.type === "text" ? "Ink of the letters" : "Ink inside"], ["background", "Ink behind"]]) {
    const color = colorFields(state, server, path, name, label)
    if (color) parts.push(make("div", { class: "part" }, color))
  }
  parts.push(make("div", { class: "part" }, make("h3", {}, "Place, mm"), placeFields(state, path)))
  parts.push(make("div", { class: "part findings", dataset: { findings: "" }, "aria-live": "polite" }))
  return parts
}

function typeFields(state, path, families) {
  const item = state.item(path)
  const names = item.font && !families.includes(item.font) ? [item.font, ...families] : families
  const font = make("select", { onchange: event => state.change(path, { font: event.target.value || undefined }) },
    make("option", { value: "", selected: !item.font }, "The usual one"), names.map(name => make("option", { value: name, selected: name === item.font }, name)))
  const align = make("select", { onchange: event => state.change(path, { align: event.target.value }) },
    ["start", "center", "end", "left", "right", "justify"].map(value => make("option", { value, selected: (item.align ?? "start") === value }, value)))
  return [make("div", { class: "numbers" }, number("pt", "Type size, points", item.size ?? 12, value => state.change(path, { size: value }, "size"), { step: 0.5, min: 0.5, max: 2000, name: "size" })),
    field("Font", font), field("Alignment", align)]
}

function barcodeFields(state, path) {
  const item = state.item(path)
  const inputs = fieldsIn(item.data).map(name => fieldInput(state, name))
  return inputs.length ? inputs : [field(`What the ${item.symbology} says`, make("textarea", { value: item.data, rows: 2, oninput: event => state.change(path, { data: event.target.value }, "data") }))]
}

function ofPage(state) {
  const { width, height, bleed = 0, safe = 0 } = state.setup
  const facts = [["Trim", `${width} × ${height} mm`], ["Bleed", bleed ? `${bleed} mm` : "none"], ["Safe area", safe ? `${safe} mm inside` : "none"]]
  return [make("h2", {}, "This page"),
    make("dl", { class: "facts" }, facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
    make("p", { class: "text-2 help" }, "Click a text or a picture to change it, or walk through the items with Tab. Arrows move by 0.1 mm, with Shift by 1 mm."),
    make("div", { class: "part findings", dataset: { findings: "" }, "aria-live": "polite" })]
}

function finding(state, one) {
  const place = one.path.match(/^pages\/\d+(\/items\/\d+)+/)?.[0]
  return make("div", { class: "notice", dataset: { tone: one.severity === "error" ? "failed" : "warning" } }, icon("warning"),
    place && place !== state.selected ? make("button", { type: "button", class: "link", onclick: () => state.select(place) }, one.message) : make("strong", {}, one.message),
    one.hint && make("p", {}, one.hint))
}
