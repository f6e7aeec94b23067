// color.js: an ink in per cent. How it looks comes from the server, by the profile of the press.
import { make } from "../dom.js"
import { number } from "./place.js"

const INKS = [["C", "Cyan, per cent"], ["M", "Magenta, per cent"], ["Y", "Yellow, per cent"], ["K", "Black, per cent"]]
const RGB = [["R", "Red, 0 to 255"], ["G", "Green, 0 to 255"], ["B", "Blue, 0 to 255"]]

export function colorFields(state, server, path, name, label) {
  const item = state.item(path), color = item[name]
  if (!color) return null
  const set = (value, key) => state.change(path, { [name]: value }, `${name} ${key}`)
  const swatch = make("span", { class: "swatch", role: "img", "aria-label": "As it prints" })
  const show = () => showOn(server, swatch, state.item(path)?.[name])
  show()
  return make("fieldset", { class: "color", dataset: { color: name } }, make("legend", {}, label),
    make("div", { class: "ink" }, swatch, make("span", { class: "text-2" }, inWords(color))),
    make("div", { class: "numbers four" }, ...numbers(color, (value, key) => { set(value, key); show() })),
    used(state, server, color, value => { set(value, ""); state.tell("travel") }))
}

function numbers(color, change) {
  if (color.cmyk) return parts(color, "cmyk", INKS, 100, change)
  if (color.rgb) return parts(color, "rgb", RGB, 255, change)
  if ("gray" in color) return [number("K", "Black, per cent", color.gray, value => change({ gray: value }, "k"), { min: 0, max: 100, name: "ink-k" })]
  if (color.spot) return [number("%", `How much of ${color.spot}, per cent`, color.tint ?? 100, value => change({ ...color, tint: value }, "tint"), { min: 0, max: 100, name: "ink-tint" })]
  return []
}

function parts(color, kind, names, max, change) {
  const now = [...color[kind]]
  return names.map(([sign, told], place) => number(sign, told, now[place], value => { now[place] = value; change({ [kind]: [...now] }, sign) }, { min: 0, max, name: `ink-${sign.toLowerCase()}` }))
}

function inWords(color) {
  if (color.cmyk) return "CMYK"
  if (color.rgb) return "RGB, converted for the press"
  if ("gray" in color) return "Black ink alone"
  if (color.spot) return `Spot ink “${color.spot}”`
  return `Colour of the field “${color.field}”`
}

// The inks that the design uses already, to choose from.
function used(state, server, now, choose) {
  const found = new Map()
  JSON.stringify(state.draft.document, (key, value) => {
    if (value && typeof value === "object" && (value.cmyk || value.rgb || value.spot || ("gray" in value && Object.keys(value).length === 1)) && key !== "alternate") found.set(JSON.stringify(value), value)
    return value
  })
  const colors = [...found.values()].slice(0, 14)
  if (colors.length < 2) return null
  return make("div", { class: "used", role: "group", "aria-label": "Inks of this design" }, colors.map(color => {
    const button = make("button", { type: "button", class: "swatch", title: short(color), "aria-label": short(color), "aria-pressed": String(JSON.stringify(color) === JSON.stringify(now)), onclick: () => choose(color) })
    showOn(server, button, color)
    return button
  }))
}

function short(color) {
  if (color.cmyk) return `C ${color.cmyk[0]} M ${color.cmyk[1]} Y ${color.cmyk[2]} K ${color.cmyk[3]}`
  if (color.rgb) return `R ${color.rgb[0]} G ${color.rgb[1]} B ${color.rgb[2]}`
  return color.spot ? `${color.spot} ${color.tint ?? 100} %` : `K ${color.gray}`
}

const known = new Map()
let wanted = new Map()

// Questions of one moment go to the server together.
function showOn(server, element, color) {
  if (!color || color.field) return
  const key = JSON.stringify(color)
  if (known.has(key)) { element.style.backgroundColor = known.get(key); return }
  if (!wanted.size) queueMicrotask(() => { const now = wanted; wanted = new Map(); askAll(server, now) })
  wanted.set(key, [...(wanted.get(key) ?? []), element])
}

async function askAll(server, asked) {
  const answers = await server.colors([...asked.keys()].map(key => JSON.parse(key))).catch(() => [])
  for (const [place, [key, elements]] of [...asked].entries()) {
    if (!answers[place]) continue
    known.set(key, answers[place])
    for (const element of elements) element.style.backgroundColor = answers[place]
  }
}
