// layers.js: the items of the page as a list, the uppermost first, with a mark where something is wrong.
import { icon, make } from "../dom.js"
import { called, canChange, iconOf, itemsOf } from "./items.js"

export function attachLayers(state, list) {
  const draw = () => {
    const items = itemsOf(state).filter(([, item]) => item.visible !== false).reverse()
    const before = list.contains(document.activeElement) ? document.activeElement.dataset.path : null
    list.replaceChildren(...items.map(([path, item]) => entry(state, path, item)))
    if (before) list.querySelector(`[data-path="${CSS.escape(before)}"]`)?.focus()
  }
  for (const kind of ["page", "select", "change", "findings"]) state.addEventListener(kind, draw)
  draw()
}

function entry(state, path, item) {
  const wrong = item.type !== "group" && state.findingsOf(path).some(one => one.severity !== "info")
  const fixed = !canChange(item) || item.type === "group"
  const button = make("button", { type: "button", dataset: { path }, disabled: fixed, onclick: () => state.select(path), "aria-current": state.selected === path ? "true" : "false" },
    icon(iconOf(item)), make("span", {}, called(item, state.draft.values)), wrong && make("span", { class: "wrong", title: "Something is wrong here" }, icon("warning"), make("span", { class: "unseen" }, "something is wrong")))
  const depth = (path.match(/items/g) ?? []).length - 1
  const row = make("li", {}, button)
  row.style.setProperty("--depth", depth)
  return row
}
