// canvas.js: after each drawing: items can be hit anywhere in their box, reached by Tab, and are called by name.
import { called, canChange, itemsOf } from "./items.js"

const SVG = "http://www.w3.org/2000/svg"

export function attachCanvas(state, canvas) {
  const prepare = () => {
    for (const [path, item] of itemsOf(state)) {
      const group = groupOf(canvas, path)
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

function hitBox(item) {
  const box = document.createElementNS(SVG, "rect")
  box.setAttribute("class", "hit")
  for (const name of ["x", "y", "width", "height"]) box.setAttribute(name, item[name])
  return box
}
