// sheets.js: the pages, small; the one that is shown follows what is drawn.
import { make } from "../dom.js"
import { parsed } from "./draw.js"

export function attachSheets(state, server, list, canvas) {
  list.replaceChildren(...state.pages.map((page, place) => {
    const button = make("button", { type: "button", onclick: () => state.show(place + 1) },
      make("span", { class: "small-sheet" }), make("span", { class: "caption" }, `${place + 1} · ${page.name || "page"}`))
    return make("li", {}, button)
  }))
  const mark = () => {
    for (const [place, button] of [...list.querySelectorAll("button")].entries()) button.setAttribute("aria-current", place + 1 === state.page ? "page" : "false")
  }
  state.addEventListener("page", mark)
  mark()
  canvas.addEventListener("drawn", () => copyShown())
  state.addEventListener("change", event => { if (!event.detail) drawOthers() })
  drawOthers()

  function copyShown() {
    const svg = canvas.querySelector("[data-paper] svg")
    if (!svg) return
    const copy = svg.cloneNode(true)
    for (const one of copy.querySelectorAll("[tabindex]")) for (const name of ["tabindex", "role", "aria-label"]) one.removeAttribute(name)
    for (const box of copy.querySelectorAll(".hit")) box.remove()
    put(state.page, copy)
  }

  async function drawOthers() {
    for (const number of state.pages.map((_, place) => place + 1).filter(one => one !== state.page).slice(0, 20)) {
      const drawn = await server.draw(number, state.draft, null).catch(() => null)
      if (drawn && number !== state.page) put(number, parsed(drawn.svg))
    }
  }

  function put(number, svg) {
    const { width, height, bleed = 0 } = state.pages[number - 1]
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`)
    svg.removeAttribute("width")
    svg.removeAttribute("height")
    svg.setAttribute("aria-hidden", "true")
    unlike(svg, `small-${number}-`)
    list.children[number - 1].querySelector(".small-sheet").replaceChildren(svg)
  }
}

// Clips and masks are found by id: a copy in the same page needs ids of its own.
function unlike(svg, prefix) {
  for (const one of svg.querySelectorAll("[id]")) one.id = prefix + one.id
  for (const name of ["clip-path", "mask"]) for (const one of svg.querySelectorAll(`[${name}]`))
    one.setAttribute(name, one.getAttribute(name).replace("url(#", `url(#${prefix}`))
}
