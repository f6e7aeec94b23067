// copy.js: buttons with data-copies="text" put it on the clipboard and say so.
export function attachCopy(root) {
  root.addEventListener("click", async event => {
    const button = event.target.closest("[data-copies]")
    if (!button) return
    await navigator.clipboard.writeText(button.dataset.copies)
    const before = button.textContent
    button.textContent = "Copied"
    setTimeout(() => { button.textContent = before }, 1500)
  })
}
