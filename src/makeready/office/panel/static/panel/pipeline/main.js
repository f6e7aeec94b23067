// main.js: a pipeline as cards or as JSON: two tabs of one document.
import { attachCards } from "./cards.js"
import { PipelineDocument } from "./document.js"
import "../behaviour/line_numbers.js"

const field = document.getElementById("text")
const tabs = [...document.querySelectorAll("[data-view]")]

function show(view) {
  for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.view === view))
  for (const tab of tabs) tab.tabIndex = tab.dataset.view === view ? 0 : -1
  for (const panel of document.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== view
  field.dispatchEvent(new Event("scroll"))
}

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => show(tab.dataset.view))
  tab.addEventListener("keydown", event => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!by) return
    const next = tabs[(index + by + tabs.length) % tabs.length]
    show(next.dataset.view)
    next.focus()
  })
}
// A click on a line of a fault is about the text.
document.addEventListener("click", event => { if (event.target.closest("[data-goes-to-line]")) show("json") }, { capture: true })

const types = new Map(JSON.parse(document.getElementById("task-types").textContent).map(type => [type.type, type]))
const step = JSON.parse(document.getElementById("step-schema").textContent)
const pipeline = new PipelineDocument(field)
attachCards(document.querySelector("[data-cards]"), pipeline, types, step, !field.readOnly)
show(pipeline.readable ? "cards" : "json")
