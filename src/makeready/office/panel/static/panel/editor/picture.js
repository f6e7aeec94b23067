// picture.js: puts another picture in an item's place; it is kept among the assets first.
import { make } from "../dom.js"
import { fieldsIn } from "./items.js"
import { toast } from "../behaviour/toasts.js"

const TAKEN = "image/png,image/jpeg,image/tiff,.tif,.tiff"

export function pictureFields(state, server, path) {
  const item = state.item(path), [fieldName] = fieldsIn(item.src)
  const file = make("input", { type: "file", accept: TAKEN, class: "unseen", tabIndex: -1, "aria-label": "Picture file", onchange: () => replace(file.files[0]) })
  const button = make("button", { type: "button", class: "button", onclick: () => file.click() }, "Replace picture…")
  const told = fieldName ? `Fills the field “${fieldName}”.` : ""
  return make("div", { class: "field picture" }, button, file, told && make("span", { class: "hint" }, told), fitChoice(state, path))

  async function replace(chosen) {
    if (!chosen) return
    button.disabled = true
    button.textContent = "Uploading…"
    try {
      const kept = await server.picture(chosen)
      if (fieldName) state.fill(fieldName, kept.src)
      else state.change(path, { src: kept.src, crop: undefined })
    } catch (refusal) {
      toast(refusal.message, refusal.hint, "failed")
    }
    button.disabled = false
    button.textContent = "Replace picture…"
  }
}

function fitChoice(state, path) {
  const item = state.item(path)
  const choice = make("select", { "aria-label": "How it fills its box", onchange: event => state.change(path, { fit: event.target.value }) },
    [["cover", "Fills the box, cut where it is over"], ["contain", "All of it shown"], ["stretch", "Stretched to the box"]].map(([value, words]) => make("option", { value, selected: (item.fit ?? "cover") === value }, words)))
  return choice
}
