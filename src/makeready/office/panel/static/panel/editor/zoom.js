// zoom.js: how large the page is on the screen; in per cent of its real size (96 px an inch).
const PX_PER_MM = 96 / 25.4
const STEPS = [0.1, 0.15, 0.25, 0.33, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12]
const MARGIN = 48
const SVG = "http://www.w3.org/2000/svg"

export function attachZoom(state, canvas, editor) {
  const paper = canvas.querySelector("[data-paper]"), overlay = canvas.querySelector("[data-overlay]"), shown = editor.querySelector("[data-zoom-shown]")
  let zoom = null

  const fit = () => {
    const { width, height } = sizeOf(state.setup)
    return Math.max(0.05, Math.min((canvas.clientWidth - 2 * MARGIN) / (width * PX_PER_MM), (canvas.clientHeight - 2 * MARGIN) / (height * PX_PER_MM)))
  }
  const apply = () => {
    const svg = paper.querySelector("svg")
    if (!svg) return
    const scale = zoom ?? fit(), { width, height } = sizeOf(state.setup)
    svg.setAttribute("width", width * scale * PX_PER_MM)
    svg.setAttribute("height", height * scale * PX_PER_MM)
    overlay.setAttribute("width", width * scale * PX_PER_MM)
    overlay.setAttribute("height", height * scale * PX_PER_MM)
    shown.textContent = `${Math.round(scale * 100)} %`
    drawBoxes(overlay, state.setup, scale * PX_PER_MM)
    canvas.dispatchEvent(new CustomEvent("zoomed"))
  }
  const step = direction => {
    const now = zoom ?? fit()
    zoom = direction > 0 ? STEPS.find(one => one > now * 1.01) ?? now : STEPS.findLast(one => one < now * 0.99) ?? now
    apply()
  }
  canvas.addEventListener("drawn", apply)
  state.addEventListener("page", () => { zoom = null })
  new ResizeObserver(apply).observe(canvas)
  editor.addEventListener("click", event => {
    const wish = event.target.closest("[data-zoom]")?.dataset.zoom
    if (wish === "fit") { zoom = null; apply() }
    else if (wish) step(wish === "in" ? 1 : -1)
  })
  document.addEventListener("keydown", event => {
    if (!(event.ctrlKey || event.metaKey) || !["+", "=", "-", "0"].includes(event.key)) return
    event.preventDefault()
    if (event.key === "0") { zoom = null; apply() } else step(event.key === "-" ? -1 : 1)
  })
  canvas.addEventListener("wheel", event => {
    if (!(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    zoom = Math.min(16, Math.max(0.05, (zoom ?? fit()) * Math.exp(-event.deltaY / 300)))
    apply()
  }, { passive: false })
}

function sizeOf({ width, height, bleed = 0 }) { return { width: width + 2 * bleed, height: height + 2 * bleed } }

// Where the page is cut (trim) and how near to the cut text may come (safe).
function drawBoxes(overlay, { width, height, bleed = 0, safe = 0 }, scale) {
  for (const old of overlay.querySelectorAll(".trim, .safe")) old.remove()
  const box = (kind, inset) => {
    const rect = document.createElementNS(SVG, "rect")
    rect.setAttribute("class", kind)
    rect.setAttribute("x", (bleed + inset) * scale)
    rect.setAttribute("y", (bleed + inset) * scale)
    rect.setAttribute("width", Math.max(0, (width - 2 * inset) * scale))
    rect.setAttribute("height", Math.max(0, (height - 2 * inset) * scale))
    overlay.prepend(rect)
  }
  if (bleed) box("trim", 0)
  if (safe) box("safe", safe)
}
