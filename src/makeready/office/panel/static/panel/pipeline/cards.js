// cards.js: the tasks as a list of cards: opened to their form, moved, doubled, taken out, added.
import { icon, make } from "../dom.js"
import { shownChips } from "./chips.js"
import { attachDragging } from "./dragging.js"
import { taskForm } from "./form.js"

export function attachCards(root, document, types, step, editable) {
  const list = make("ol", { class: "cards", "aria-label": "Tasks" })
  const open = new Set()
  const told = make("p", { class: "unseen", "aria-live": "polite" })

  const draw = focus => {
    const cards = document.tasks.map((task, index) => card(task, index))
    list.replaceChildren(...cards)
    root.replaceChildren(...(document.readable
      ? [list, editable && adding(), told].filter(Boolean)
      : [make("div", { class: "notice", dataset: { tone: "warning" } }, make("p", {}, "The JSON cannot be read as a list of tasks; correct it in the JSON tab."))]))
    showFaults()
    if (focus) root.querySelector(focus)?.focus()
  }

  const card = (task, index) => {
    const head = make("button", { type: "button", class: "card-head", "aria-expanded": String(open.has(task)), onclick: () => { toggle(task); draw(`[data-index="${index}"] .card-head`) },
      onkeydown: event => byKey(event, index) },
      summary(task, index))
    const redraw = focus => draw(focus ? `[data-index="${index}"] ${focus}` : `[data-index="${index}"] .card-head`)
    const form = open.has(task) ? make("fieldset", { class: "card-form", disabled: !editable, "aria-label": `Task ${task.name || task.type}` }, taskForm(document, index, types, step, redraw)) : null
    return make("li", { class: "task-card", dataset: { index, path: `tasks/${index}` } }, make("div", { class: "card-line" }, head, editable && acts(task, index)), make("ul", { class: "faults card-faults" }), form)
  }

  const summary = (task, index) => [make("strong", {}, task.name || task.type || "task"), make("code", {}, task.type ?? ""),
    make("span", { class: "text-2 sentence" }, task.description || types.get(task.type)?.description || ""), shownChips(task, document.madeBefore(index))].filter(Boolean)

  // While somebody types in a form, the lines of all cards follow; the form itself is left alone.
  const refresh = () => {
    for (const [index, task] of document.tasks.entries())
      root.querySelector(`[data-index="${index}"] .card-head`)?.replaceChildren(...summary(task, index))
  }

  const toggle = task => open.has(task) ? open.delete(task) : open.add(task)

  const acts = (task, index) => make("span", { class: "card-acts" }, [
    ["Move up", "↑", index === 0, () => move(index, index - 1)],
    ["Move down", "↓", index === document.tasks.length - 1, () => move(index, index + 1)],
    ["Double", "⧉", false, () => double(index)],
    ["Take out", "✕", document.tasks.length === 1, () => remove(index)],
  ].map(([label, sign, disabled, onclick]) => make("button", { type: "button", class: "button quiet small square", "aria-label": `${label}: ${task.name || task.type}`, title: label, disabled, onclick }, sign)))

  const byKey = (event, index) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!event.altKey || !by || !editable) return
    event.preventDefault()
    move(index, index + by)
  }

  const move = (from, to) => {
    if (to < 0 || to >= document.tasks.length || from === to) return
    document.rearrange(tasks => tasks.splice(to, 0, ...tasks.splice(from, 1)))
    told.textContent = `Now task ${to + 1} of ${document.tasks.length}.`
    root.querySelector(`[data-index="${to}"] .card-head`)?.focus()
  }
  const remove = index => {
    document.rearrange(tasks => tasks.splice(index, 1))
    root.querySelector(`[data-index="${Math.min(index, document.tasks.length - 1)}"] .card-head`)?.focus()
  }
  const double = index => {
    const copy = structuredClone(document.tasks[index])
    copy.name = document.freeName(copy.name || copy.type)
    document.rearrange(tasks => tasks.splice(index + 1, 0, copy))
    root.querySelector(`[data-index="${index + 1}"] .card-head`)?.focus()
  }

  const adding = () => {
    const choice = make("select", { "aria-label": "Add a task", onchange: () => add(choice.value) },
      make("option", { value: "" }, "Add a task …"), [...types.values()].map(type => make("option", { value: type.type, title: type.description }, type.type)))
    return make("div", { class: "adding" }, choice)
  }
  const add = type => {
    const about = types.get(type)
    const last = document.tasks.at(-1)?.type === "finalize" && type !== "finalize" ? document.tasks.length - 1 : document.tasks.length
    const made = document.madeBefore(last)
    const task = { name: document.freeName(type), type }
    if (about.inputArtifacts.least) task.inputArtifacts = made.slice(-1)
    if (about.outputArtifacts.least) task.outputArtifacts = [document.freeArtifact(type.split("-").at(-1))]
    open.add(task)
    document.rearrange(tasks => tasks.splice(last, 0, task))
    root.querySelector(`[data-index="${last}"] .card-head`)?.focus()
  }

  // What the server found, at the card and the field where it belongs.
  const showFaults = () => {
    for (const old of root.querySelectorAll(".card-faults, .field .fault")) old.matches("ul") ? old.replaceChildren() : old.remove()
    for (const fault of window.document.querySelectorAll("[data-faults] [data-path]")) {
      const [, index, rest = ""] = fault.dataset.path.match(/^tasks\/(\d+)\/?(.*)$/) ?? []
      const owner = index !== undefined && root.querySelector(`[data-index="${index}"]`)
      if (!owner) continue
      const parts = rest.split("/")
      const places = parts.map((_, length) => parts.slice(0, parts.length - length).join("/"))
      const place = places.map(path => [...owner.querySelectorAll("[data-place]")].find(one => one.dataset.place === path)).find(Boolean)
      if (place) place.append(make("span", { class: "fault" }, fault.dataset.says))
      else owner.querySelector(".card-faults").append(make("li", {}, icon("warning"), fault.dataset.says))
    }
  }

  document.addEventListener("tasks", () => draw())
  document.addEventListener("edit", refresh)
  document.addEventListener("text", () => { open.clear(); draw() })
  window.document.body.addEventListener("htmx:afterSwap", showFaults)
  if (editable) attachDragging(list, move)
  draw()
}
