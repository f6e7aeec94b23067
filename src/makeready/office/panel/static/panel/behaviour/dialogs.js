// dialogs.js: buttons with data-opens="id" open that dialog; a click beside a dialog closes it.
export function attachDialogs(root) {
  root.addEventListener("click", event => {
    const opener = event.target.closest("[data-opens]")
    if (opener) openDialog(root.getElementById(opener.dataset.opens), opener)
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close()
    if (event.target instanceof HTMLDialogElement && isBeside(event.target, event)) event.target.close()
    closeMenus(root, event.target)
  })
  root.addEventListener("keydown", event => {
    if (event.key !== "Escape") return
    const menu = event.target.closest?.("details.menu[open]")
    if (menu) { menu.open = false; menu.querySelector("summary").focus() }
  })
}

// Opens a dialog; `data-fill-NAME` on the opener fills the field or text NAME of the dialog, `data-fill-action`
// the address that its form is sent to.
export function openDialog(dialog, opener) {
  for (const [key, value] of Object.entries(opener?.dataset ?? {})) {
    if (!key.startsWith("fill")) continue
    const name = key.slice(4, 5).toLowerCase() + key.slice(5)
    const form = name === "action" && dialog.querySelector("form[data-action-from]")
    if (form) form.action = value
    const field = dialog.querySelector(`[name="${name}"]`)
    if (field) field.value = value
    for (const text of dialog.querySelectorAll(`[data-filled="${name}"]`)) text.textContent = value
  }
  if (!dialog.open) dialog.showModal()
}

function isBeside(dialog, event) {
  const box = dialog.getBoundingClientRect()
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
}

function closeMenus(root, clicked) {
  for (const menu of root.querySelectorAll("details.menu[open]")) if (!menu.contains(clicked)) menu.open = false
}
