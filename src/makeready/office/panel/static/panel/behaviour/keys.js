// keys.js: single keys that work wherever nobody is typing.
import { openDialog } from "./dialogs.js"

const ROOMS = { p: "/projects", o: "/orders", j: "/jobs", i: "/inbox", v: "/" }

export function attachKeys(root) {
  let going = false
  root.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const palette = root.getElementById("jump")
      if (palette) { event.preventDefault(); openDialog(palette) }
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || root.querySelector("dialog[open]")) return
    const room = going && ROOMS[event.key]
    going = event.key === "g"
    if (room) location.assign(room)
    else if (event.key === "/") focusSearch(root, event)
    else if (event.key === "?") openSheet(root)
    else if (event.key === "j" || event.key === "k") stepRow(root, event.key === "j" ? 1 : -1)
    else if (event.key === "x" || event.key === "X") pickRow(event)
  })
  attachPalette(root)
}

export function isTyping(element) {
  return element.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null
}

function focusSearch(root, event) {
  const field = root.querySelector("main input[type=search]")
  if (!field) return
  event.preventDefault()
  field.focus()
  field.select()
}

function openSheet(root) {
  const sheet = root.getElementById("keys")
  if (sheet) openDialog(sheet)
}

function stepRow(root, step) {
  const links = [...root.querySelectorAll("main tbody tr [data-row-link]")]
  if (!links.length) return
  const here = links.findIndex(link => link.closest("tr").contains(root.activeElement))
  const next = links[Math.min(links.length - 1, Math.max(0, here + step))]
  next.focus()
  next.closest("tr").scrollIntoView({ block: "nearest" })
}

function pickRow(event) {
  event.target.closest?.("tr")?.querySelector("input[type=checkbox]")?.dispatchEvent(
    new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }))
}

// Arrow keys walk through what the palette found; Enter opens the first when none is chosen.
function attachPalette(root) {
  const palette = root.getElementById("jump")
  palette?.addEventListener("keydown", event => {
    const links = [...palette.querySelectorAll(".found a")]
    const here = links.indexOf(root.activeElement)
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      const next = here + (event.key === "ArrowDown" ? 1 : -1)
      if (next < 0) palette.querySelector("input").focus()
      else links[Math.min(next, links.length - 1)]?.focus()
    } else if (event.key === "Enter" && here < 0 && links.length) {
      event.preventDefault()
      links[0].click()
    }
  })
}
