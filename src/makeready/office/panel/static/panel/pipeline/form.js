// form.js: the form of one task, from its type's schema: what is given, what must be, and the rest to be added.
import { field, make } from "../dom.js"
import { pickedChips } from "./chips.js"
import { names } from "./document.js"
import { control, plain } from "./schema.js"

const OWN = new Set(["name", "type", "description", "inputArtifacts", "parameters", "outputArtifacts", "finalArtifacts"])

export function taskForm(document, index, types, step, redraw) {
  const task = document.tasks[index]
  const type = types.get(task.type)
  const set = (key, value) => document.change(value_ => put(value_.tasks[index], key, value))
  const parts = [
    make("div", { class: "pair" },
      placed("name", field("Name", text(task.name, value => set("name", value || undefined)))),
      placed("type", field("Task", typeChoice(task.type, types, value => { set("type", value); redraw() }), type?.description ?? "There is no such task in this version."))),
    placed("description", field("Note for people", text(task.description, value => set("description", value || undefined)))),
  ]
  if (!type || type.inputArtifacts.most !== 0 || names(task.inputArtifacts).length)
    parts.push(placed("inputArtifacts", chips("Takes", names(task.inputArtifacts), document.madeBefore(index), value => { set("inputArtifacts", value); redraw() })))
  if (task.type === "finalize" || names(task.finalArtifacts).length)
    parts.push(placed("finalArtifacts", chips("Keeps with the project", names(task.finalArtifacts), document.madeBefore(index), value => set("finalArtifacts", value))))
  if (!type || type.outputArtifacts.most !== 0 || names(task.outputArtifacts).length)
    parts.push(placed("outputArtifacts", field("Makes", text(names(task.outputArtifacts).join(", "), value => set("outputArtifacts", parted(value))), "Names of what it makes, with commas between; page* is a collection.")))
  parts.push(...properties(document, index, ["parameters"], parameterSchema(type, task), redraw, "Parameters"))
  parts.push(...properties(document, index, [], { ...step, properties: Object.fromEntries(Object.entries(step.properties ?? {}).filter(([key]) => !OWN.has(key))) }, redraw, "Running"))
  return parts
}

// Those properties of a schema that are given or must be, each as a field, and a choice that adds another.
function properties(document, index, way, schema, redraw, title) {
  const owner = () => way.reduce((value, key) => value[key] ??= {}, document.tasks[index])
  const given = way.reduce((value, key) => value?.[key] ?? {}, document.tasks[index])
  const known = Object.entries(schema.properties ?? {})
  const required = new Set(schema.required ?? [])
  const shown = known.filter(([name]) => given[name] !== undefined || required.has(name))
  const strange = way.length ? Object.keys(given).filter(name => !(name in (schema.properties ?? {}))) : []
  const put_ = (name, value) => document.change(() => put(owner(), name, value))
  const one = (name, about) => {
    const told = plain(about, schema.$defs)
    const remove = make("button", { type: "button", class: "link small", "aria-label": `Take ${name} out`, onclick: () => { put_(name, undefined); redraw() } }, "Take out")
    const made = field(name, control(told, given[name], value => put_(name, value)), told.description ?? "")
    if (!required.has(name)) made.querySelector("label").after(remove)
    return placed([...way, name].join("/"), made)
  }
  const fields = [...shown.map(([name, about]) => one(name, about)), ...strange.map(name => one(name, { type: typeof given[name] === "string" ? "string" : "object", description: "Not known to this task." }))]
  const rest = known.filter(([name]) => !shown.some(([other]) => other === name))
  if (!fields.length && !rest.length) return []
  const add = rest.length ? make("select", { "aria-label": `Add to ${title.toLowerCase()}`, onchange: event => {
    const name = event.target.value
    put_(name, beginning(plain(schema.properties[name], schema.$defs)))
    redraw(`[data-place="${[...way, name].join("/")}"] :is(input, select, textarea)`)
  } }, make("option", { value: "" }, `Add to ${title.toLowerCase()} …`), rest.map(([name, about]) => make("option", { value: name, title: plain(about, schema.$defs).description ?? "" }, name))) : null
  return [make("p", { class: "part-name" }, title), ...fields, add && make("div", { class: "field" }, add)]
}

// A property that is added begins as its usual value, or empty in its kind.
function beginning(schema) {
  if (schema.default !== undefined && schema.default !== null) return schema.default
  const kinds = [schema.type].flat()
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (kinds.includes("array")) return []
  if (kinds.includes("boolean")) return true
  if (kinds.includes("object")) return {}
  return ""
}

// Tasks whose further parameters are named after artifacts (paths of an upload) get a field for each of these.
function parameterSchema(type, task) {
  if (!type) return {}
  const schema = type.parameters
  if (!schema.additionalProperties) return schema
  const artifacts = [...new Set([...names(task.inputArtifacts), ...names(task.outputArtifacts)])]
  const named = artifacts.map(name => [name, { type: "string", description: "For this artifact." }])
  return { ...schema, properties: { ...Object.fromEntries(named), ...schema.properties }, required: [...(schema.required ?? []), ...(names(task.inputArtifacts).length ? names(task.inputArtifacts) : [])] }
}

function typeChoice(value, types, put_) {
  const known = [...types.keys()]
  return make("select", { onchange: event => put_(event.target.value) },
    (known.includes(value) ? known : [value, ...known]).map(name => make("option", { value: name, selected: name === value }, name)))
}

function chips(label, chosen, made, put_) {
  return make("div", { class: "field" }, make("span", { class: "label" }, label), pickedChips(label, chosen, made, put_))
}

function text(value, put_) {
  return make("input", { type: "text", value: value ?? "", spellcheck: false, oninput: event => put_(event.target.value) })
}

function parted(value) { return value.split(",").map(one => one.trim()).filter(Boolean) }

// Where the faults of a path go (`parameters/url`).
function placed(path, element) {
  element.dataset.place = path
  return element
}

function put(owner, key, value) {
  if (value === undefined) delete owner[key]
  else owner[key] = value
}
