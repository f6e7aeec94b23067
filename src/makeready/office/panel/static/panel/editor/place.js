// place.js: position and size in millimetres, turn in degrees, type size in points.
import { make } from "../dom.js"
import { tidy } from "./items.js"

const BOX = [["X", "x", "Left edge, mm from the trim"], ["Y", "y", "Top edge, mm from the trim"], ["W", "width", "Width, mm"], ["H", "height", "Height, mm"]]

export function placeFields(state, path) {
  const item = state.item(path)
  const inputs = BOX.filter(([, name]) => name in item || ["x", "y"].includes(name)).map(([sign, name, told]) =>
    number(sign, told, item[name] ?? 0, value => place(state, path, name, value), { step: 0.1, min: name in { width: 1, height: 1 } ? 0.1 : undefined, name }))
  inputs.push(number("∠", "Turn, degrees clockwise", item.rotation ?? 0, value => state.change(path, { rotation: value }, "rotation"), { step: 1, name: "rotation" }))
  return make("div", { class: "numbers" }, inputs)
}

function place(state, path, name, value) {
  const item = state.item(path)
  const change = { [name]: value }
  if (item.type === "line" && (name === "x" || name === "y")) change[`${name}2`] = tidy(item[`${name}2`] + value - item[name])
  state.change(path, change, name)
}

// A number with its sign before it; what is no number changes nothing.
export function number(sign, told, value, change, { step = 1, min, max, name = "" } = {}) {
  const input = make("input", { type: "number", step, value: tidy(value), "aria-label": told, title: told, dataset: { name },
    oninput: event => {
      const wanted = event.target.valueAsNumber
      const fits = Number.isFinite(wanted) && (min === undefined || wanted >= min) && (max === undefined || wanted <= max)
      event.target.toggleAttribute("aria-invalid", !fits)
      if (!fits) event.target.setAttribute("aria-invalid", "true")
      else change(wanted)
    } })
  if (min !== undefined) input.min = min
  if (max !== undefined) input.max = max
  return make("label", { class: "number" }, make("span", { "aria-hidden": "true" }, sign), input)
}
