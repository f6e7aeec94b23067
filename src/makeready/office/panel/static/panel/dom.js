// dom.js: elements in one line each; text only, never HTML.
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") element.className = value
    else if (key === "dataset") Object.assign(element.dataset, value)
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value)
    else if (key in element && !key.startsWith("aria")) element[key] = value
    else element.setAttribute(key, value)
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false))
  return element
}

export function icon(name) {
  const found = document.getElementById("icons").content.querySelector(`[data-icon="${name}"] svg`)
  return found ? found.cloneNode(true) : document.createElement("span")
}

let numbers = 0

// A labelled field.
export function field(label, control, hint = "") {
  control.id ||= `field-${++numbers}`
  const told = hint && make("span", { class: "hint", id: `${control.id}-hint` }, hint)
  if (told) control.setAttribute("aria-describedby", told.id)
  return make("div", { class: "field" }, make("label", { htmlFor: control.id }, label), control, told)
}
