// schema.js: which control suits a property of a JSON Schema, and how its text becomes a value again.
import { make } from "../dom.js"

// The property without references and without “or null”: what a person has to know of it.
export function plain(schema, defs = {}) {
  if (schema.$ref) return { ...plain(defs[schema.$ref.split("/").at(-1)] ?? {}, defs), ...without(schema, "$ref") }
  const ways = (schema.anyOf ?? []).filter(one => one.type !== "null")
  if (ways.length === 1) return { ...plain(ways[0], defs), ...without(schema, "anyOf") }
  return schema
}

// A control for a value. `put` is called with each new value; undefined takes the property out of the document.
export function control(schema, value, put) {
  const kinds = [schema.type].flat()
  if (Array.isArray(schema.enum) && (value === undefined || schema.enum.includes(value))) return choice(schema.enum, value, put)
  if (kinds.includes("boolean") && (value === undefined || typeof value === "boolean")) return choice([true, false], value, put)
  if (kinds.includes("array") && schema.items?.type === "string" && (value === undefined || isTexts(value))) return lines(value ?? [], put)
  if (kinds.includes("integer") || kinds.includes("number")) return words(value, text => put(asNumber(text)), schema)
  if (kinds.includes("string") && (value === undefined || typeof value !== "object")) return words(value, put, schema)
  return json(value, put)
}

function choice(values, value, put) {
  const word = one => one === true ? "yes" : one === false ? "no" : String(one)
  return make("select", { onchange: event => put(event.target.value === "" ? undefined : values[Number(event.target.value)]) },
    make("option", { value: "", selected: value === undefined }, "as usual"),
    values.map((one, index) => make("option", { value: String(index), selected: one === value }, word(one))))
}

function words(value, put, schema) {
  const usual = schema.default === undefined || schema.default === null || schema.default === "" ? "" : `usually ${schema.default}`
  return make("textarea", { class: "grow", rows: 1, spellcheck: false, value: value === undefined ? "" : String(value), placeholder: usual,
    oninput: event => put(event.target.value) })
}

function lines(value, put) {
  return make("textarea", { class: "grow", rows: Math.max(1, value.length), spellcheck: false, value: value.join("\n"), placeholder: "one per line",
    oninput: event => put(event.target.value.split("\n").filter(one => one.trim())) })
}

// What no simple control suits is written as JSON; a text that is none yet is not put into the document.
function json(value, put) {
  const area = make("textarea", { class: "grow code", rows: 2, spellcheck: false, value: value === undefined ? "" : JSON.stringify(value, null, 2) })
  area.addEventListener("input", () => {
    let read
    try { read = area.value.trim() ? JSON.parse(area.value) : undefined } catch {
      area.setAttribute("aria-invalid", "true")
      return
    }
    area.removeAttribute("aria-invalid")
    put(read)
  })
  return area
}

function asNumber(text) {
  const number = Number(text)
  return text.trim() !== "" && Number.isFinite(number) ? number : text
}

function isTexts(value) { return Array.isArray(value) && value.every(one => typeof one === "string") }

function without(schema, key) {
  const { [key]: _, ...rest } = schema
  return rest
}
