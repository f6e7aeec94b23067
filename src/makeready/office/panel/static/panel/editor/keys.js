// keys.js: arrows move what is selected (0.1 mm, with Shift 1 mm); Ctrl Z, Y, S; Enter goes to the words.
import { moved } from "./items.js"
import { isTyping } from "../behaviour/keys.js"

const STEP = 0.1
const FAR = 1
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

export function attachKeys(state, canvas, inspector, save) {
  document.addEventListener("keydown", event => {
    const command = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (command && key === "s") { event.preventDefault(); save() }
    else if (command && key === "z") { event.preventDefault(); leave(); event.shiftKey ? state.redo() : state.undo() }
    else if (command && key === "y") { event.preventDefault(); leave(); state.redo() }
  })
  canvas.addEventListener("keydown", event => {
    if (isTyping(event.target) || !state.selected) return
    const arrow = ARROWS[event.key]
    if (arrow) {
      event.preventDefault()
      const far = event.shiftKey ? FAR : STEP
      canvas.dataset.keyboard = state.selected
      state.change(state.selected, moved(state.item(state.selected), arrow[0] * far, arrow[1] * far), "arrows")
    } else if (event.key === "Enter" || event.key === " ") {
      const first = inspector.querySelector("textarea, input")
      if (first) { event.preventDefault(); first.focus() }
    }
  })
  canvas.addEventListener("dblclick", () => inspector.querySelector("textarea")?.focus())

  // What stands in a field is redrawn from the state: the browser's own undo would differ from ours.
  function leave() { if (document.activeElement?.matches("textarea, input")) state.tell("travel") }
}
