// chips.js: artifacts as chips: those that are there to be taken, those that are named and missing.
import { make } from "../dom.js"
import { isMade, names } from "./document.js"

// What a task takes, to be seen on its closed card.
export function shownChips(task, made) {
  const taken = [...names(task.inputArtifacts), ...names(task.finalArtifacts)]
  const chips = taken.map(name => chip(name, isMade(name, made) ? "in" : "missing"))
  const out = names(task.outputArtifacts).map(name => chip(name, "out"))
  if (!chips.length && !out.length) return null
  return make("span", { class: "chips" }, chips, out.length ? make("span", { class: "text-3", "aria-hidden": "true" }, "→") : null, out)
}

function chip(name, kind) {
  const said = { in: "takes", out: "makes", missing: "missing: no task before makes it" }[kind]
  return make("span", { class: `chip ${kind}`, title: said }, name, make("span", { class: "unseen" }, ` (${said})`))
}

// Chips that are pressed or not: which artifacts a task takes, in the order in which they were pressed.
export function pickedChips(label, chosen, made, put) {
  const row = make("div", { class: "chips pick", role: "group", "aria-label": label })
  const draw = () => row.replaceChildren(...[...new Set([...made, ...chosen])].map(name => {
    const pressed = chosen.includes(name)
    return make("button", { type: "button", class: `chip${isMade(name, made) ? "" : " missing"}`, "aria-pressed": String(pressed), onclick: () => {
      chosen = pressed ? chosen.filter(one => one !== name) : [...chosen, name]
      put(chosen)
      draw()
      row.querySelectorAll("button")[[...new Set([...made, ...chosen])].indexOf(name)]?.focus()
    } }, name)
  }), ...(made.length || chosen.length ? [] : [make("span", { class: "text-2" }, "No task before this one makes anything.")]))
  draw()
  return row
}
