// select.js: a click or Tab selects an item; Escape lets go. The frame around it follows every drawing.
import { groupOf } from "./canvas.js"
import { canChange } from "./items.js"

const SVG = "http://www.w3.org/2000/svg"

export function attachSelect(state, canvas) {
  const overlay = canvas.querySelector("[data-overlay]")
  canvas.addEventListener("pointerdown", event => {
    if (event.target.closest("[data-handle]")) return
    state.select(pathAt(state, event.target))
  })
  canvas.addEventListener("focusin", event => {
    const path = pathAt(state, event.target)
    if (path) state.select(path)
  })
  canvas.addEventListener("keydown", event => { if (event.key === "Escape") { state.select(null); canvas.focus() } })
  const draw = () => drawFrame(state, canvas, overlay)
  for (const kind of ["select", "change", "page"]) state.addEventListener(kind, draw)
  for (const kind of ["drawn", "zoomed", "moving"]) canvas.addEventListener(kind, draw)
  canvas.addEventListener("drawn", () => keepFocus(state, canvas))
}

export function pathAt(state, element) {
  for (let group = element.closest?.("[data-item]"); group; group = group.parentElement.closest("[data-item]"))
    if (canChange(state.item(group.dataset.item)) && state.item(group.dataset.item).type !== "group") return group.dataset.item
  return null
}

// A redrawn item is a new element: who had the keyboard there keeps it.
function keepFocus(state, canvas) {
  if (state.selected && canvas.dataset.keyboard === state.selected && document.activeElement === document.body)
    groupOf(canvas, state.selected)?.focus({ preventScroll: true })
}

function drawFrame(state, canvas, overlay) {
  for (const one of overlay.querySelectorAll(".frame, [data-handle]")) one.remove()
  const item = state.item(state.selected), group = state.selected && groupOf(canvas, state.selected)
  if (!item || !group) return
  const corners = cornersOf(item, group, overlay)
  const frame = document.createElementNS(SVG, "polygon")
  frame.setAttribute("class", "frame")
  frame.setAttribute("points", corners.map(({ x, y }) => `${x},${y}`).join(" "))
  overlay.append(frame)
  if (item.width) for (const [name, { x, y }] of [["nw", corners[0]], ["ne", corners[1]], ["se", corners[2]], ["sw", corners[3]]]) {
    const handle = document.createElementNS(SVG, "rect")
    handle.dataset.handle = name
    handle.setAttribute("x", x - 4.5)
    handle.setAttribute("y", y - 4.5)
    handle.setAttribute("width", 9)
    handle.setAttribute("height", 9)
    overlay.append(handle)
  }
}

// The item's box in the overlay's pixels, turned as it is; what has no box gets the box of its ink.
function cornersOf(item, group, overlay) {
  const box = item.width ? item : group.getBBox()
  const matrix = group.getScreenCTM(), origin = overlay.getBoundingClientRect()
  return [[0, 0], [1, 0], [1, 1], [0, 1]].map(([right, down]) => {
    const point = new DOMPoint(box.x + right * box.width, box.y + down * box.height).matrixTransform(matrix)
    return { x: point.x - origin.left, y: point.y - origin.top }
  })
}
