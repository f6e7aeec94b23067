// selection.js: choosing rows, with Shift from the last one on; the bar of acts appears with the first.
export function attachSelection(root) {
  let last = null
  const boxes = () => [...root.querySelectorAll("[data-selection] tbody input[type=checkbox]")]
  const picked = () => boxes().filter(box => box.checked)

  root.addEventListener("click", event => {
    const box = event.target.closest("[data-selection] tbody input[type=checkbox]")
    if (box) {
      if (event.shiftKey && last && last !== box) pickBetween(boxes(), last, box)
      last = box
    }
    if (event.target.closest("[data-pick-none]")) for (const one of boxes()) one.checked = false
    const opener = event.target.closest("[data-bulk] [data-opens]")
    if (opener) fillDialog(root.getElementById(opener.dataset.opens), picked())
  }, true)
  root.addEventListener("change", event => {
    if (event.target.matches("[data-pick-all]")) for (const box of boxes()) box.checked = event.target.checked
  })
  for (const kind of ["click", "change", "htmx:afterSwap"]) root.addEventListener(kind, () => draw(root, boxes(), picked()))
}

function pickBetween(boxes, from, to) {
  const [start, end] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b)
  for (const box of boxes.slice(start, end + 1)) box.checked = to.checked
}

function draw(root, boxes, picked) {
  for (const box of boxes) box.closest("tr").classList.toggle("picked", box.checked)
  const bar = root.querySelector("[data-bulk]")
  if (bar) {
    bar.hidden = picked.length === 0
    bar.querySelector("[data-picked]").textContent = picked.length
  }
  const all = root.querySelector("[data-pick-all]")
  if (all) {
    all.checked = picked.length > 0 && picked.length === boxes.length
    all.indeterminate = picked.length > 0 && picked.length < boxes.length
  }
}

// The dialog's form carries the chosen rows along.
function fillDialog(dialog, picked) {
  const form = dialog.querySelector("[data-takes-selection]")
  for (const old of form.querySelectorAll("input[data-from-selection]")) old.remove()
  for (const box of picked) {
    const field = document.createElement("input")
    field.type = "hidden"
    field.name = box.name
    field.value = box.value
    field.dataset.fromSelection = ""
    form.append(field)
  }
  const query = form.querySelector("[name=query]")
  if (query) query.value = location.search.slice(1)
  for (const text of form.querySelectorAll("[data-filled=count]"))
    text.textContent = picked.length === 1 ? "one project" : `${picked.length} projects`
}
