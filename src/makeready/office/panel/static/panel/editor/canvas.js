// canvas.js: after each drawing: items can be hit anywhere in their box, reached by Tab, and are called by name.
import { called, canChange, itemsOf } from "./items.js"

const SVG = "http://www.w3.org/2000/svg"

export function attachCanvas(state, canvas) {
  const prepare = () => {
    for (const [path, item] of itemsOf(state)) {
      const group = groupOf(canvas, path) ?? standIn(canvas, path, item)
      if (!group || item.type === "group") continue
      if (!canChange(item)) { group.classList.add("fixed"); continue }
      group.setAttribute("tabindex", "0")
      group.setAttribute("role", "button")
      group.setAttribute("aria-label", `${called(item, state.draft.values)}, ${item.type}`)
      if (item.width && !group.querySelector(":scope > .hit")) group.prepend(hitBox(item))
    }
  }
  canvas.addEventListener("drawn", prepare)
}

export function groupOf(canvas, path) { return canvas.querySelector(`[data-paper] [data-item="${CSS.escape(path)}"]`) }

// A picture whose field is empty is not drawn at all: its box is shown, so that somebody can put one in.
function standIn(canvas, path, item) {
  const svg = canvas.querySelector("[data-paper] svg")
  if (item.type !== "image" || item.visible === false || path.split("/").length !== 4 || !svg) return null
  const group = document.createElementNS(SVG, "g")
  group.setAttribute("class", "absent")
  group.dataset.item = path
  svg.append(group)
  return group
}

function hitBox(item) {
  const box = document.createElementNS(SVG, "rect")
  box.setAttribute("class", "hit")
  for (const name of ["x", "y", "width", "height"]) box.setAttribute(name, item[name])
  return box
}
