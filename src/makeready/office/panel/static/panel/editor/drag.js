// drag.js: moves an item with the pointer and sizes it by its corners. While it moves only its transform changes;
// the server draws it once, when it is let go (text that is sized: as it goes, since its lines break anew).
import { groupOf } from "./canvas.js"
import { pathAt } from "./select.js"
import { moved, tidy } from "./items.js"

const SMALLEST = 1
const SLACK = 3

export function attachDrag(state, canvas) {
  let drag = null
  canvas.addEventListener("pointerdown", event => {
    if (event.button !== 0) return
    const handle = event.target.closest("[data-handle]")?.dataset.handle
    const path = handle ? state.selected : pathAt(state, event.target)
    const group = path && groupOf(canvas, path)
    if (!group) return
    const into = group.getScreenCTM().inverse()
    const outside = group.parentNode.getScreenCTM().inverse()
    drag = { path, handle, group, item: state.item(path), into, outside, from: { x: event.clientX, y: event.clientY }, begun: false,
      transform: group.getAttribute("transform") ?? "" }
    canvas.setPointerCapture(event.pointerId)
  })
  canvas.addEventListener("pointermove", event => {
    if (!drag) return
    const far = Math.hypot(event.clientX - drag.from.x, event.clientY - drag.from.y)
    if (!drag.begun && far < SLACK) return
    drag.begun = true
    drag.handle ? size(event) : move(event)
  })
  canvas.addEventListener("pointerup", event => {
    if (drag?.begun && !drag.handle) {
      const by = shift(drag.outside, drag.from, event)
      state.change(drag.path, moved(drag.item, by.x, by.y))
    }
    drag = null
    canvas.classList.remove("dragging")
  })
  canvas.addEventListener("pointercancel", () => {
    if (drag) drag.group.setAttribute("transform", drag.transform)
    drag = null
  })

  function move(event) {
    canvas.classList.add("dragging")
    const by = shift(drag.outside, drag.from, event)
    drag.group.setAttribute("transform", `translate(${by.x} ${by.y}) ${drag.transform}`)
    canvas.dispatchEvent(new CustomEvent("moving"))
  }

  function size(event) {
    const by = shift(drag.into, drag.from, event), { x, y, width, height } = drag.item
    const left = drag.handle.includes("w") ? Math.min(by.x, width - SMALLEST) : 0
    const top = drag.handle.includes("n") ? Math.min(by.y, height - SMALLEST) : 0
    const right = drag.handle.includes("e") ? Math.max(by.x, SMALLEST - width) : 0
    const bottom = drag.handle.includes("s") ? Math.max(by.y, SMALLEST - height) : 0
    let box = { x: x + left, y: y + top, width: width - left + right, height: height - top + bottom }
    if (drag.item.type === "image" || event.shiftKey) box = inProportion(drag.item, box, drag.handle)
    state.change(drag.path, Object.fromEntries(Object.entries(box).map(([name, value]) => [name, tidy(value)])), "size")
  }
}

// How far the pointer went, in the millimetres of a space.
function shift(matrix, from, to) {
  const start = new DOMPoint(from.x, from.y).matrixTransform(matrix)
  const end = new DOMPoint(to.clientX, to.clientY).matrixTransform(matrix)
  return { x: end.x - start.x, y: end.y - start.y }
}

function inProportion(item, box, handle) {
  const scale = Math.max(box.width / item.width, box.height / item.height)
  const width = item.width * scale, height = item.height * scale
  return {
    x: handle.includes("w") ? item.x + item.width - width : item.x,
    y: handle.includes("n") ? item.y + item.height - height : item.y,
    width, height,
  }
}
