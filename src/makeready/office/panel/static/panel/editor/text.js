// text.js: the words of a text. A field of the design is filled here, everywhere it stands; other words are the text's own.
import { field, make } from "../dom.js"
import { fieldsIn, usesOf } from "./items.js"

export function textFields(state, path) {
  const item = state.item(path), fields = fieldsIn(item.text)
  const inputs = fields.map(name => fieldInput(state, name))
  if (!fields.length) return [field("Words", words(item.text, value => state.change(path, { text: value }, "words")))]
  const own = words(item.text, value => state.change(path, { text: value }, "words"))
  const only = fields.length === 1 && item.text.trim().replace(/\{\{[^{}]*\}\}/, "") === ""
  return [...inputs, make("details", {}, make("summary", {}, only ? "Use other words here only" : "Change the words around"),
    field("Words and fields", own, "A field stands in double braces. What you write in its place is printed here only, and no longer filled from the order."))]
}

export function fieldInput(state, name) {
  const count = usesOf(state.draft.document, name)
  const hint = count > 1 ? `A field of the design: changes in all ${count} places where it stands.` : "A field of the design, filled from the order."
  const control = words(state.draft.values[name] ?? "", value => state.fill(name, value))
  control.dataset.field = name
  return field(declared(state, name)?.label || name, control, hint)
}

function declared(state, name) { return (state.draft.document.fields ?? []).find(one => one.name === name) }

function words(value, change) {
  const rows = Math.min(8, Math.max(2, value.split("\n").length))
  return make("textarea", { value, rows, spellcheck: true, oninput: event => change(event.target.value) })
}
