// forms.js: filters send themselves; a form that is on its way cannot be sent twice; ⌘/Ctrl+Enter sends from a textarea.
export function attachForms(root) {
  root.addEventListener("change", event => {
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit()
  })
  root.addEventListener("submit", event => {
    if (event.defaultPrevented || event.target.method !== "post") return
    if (event.target.dataset.sent) { event.preventDefault(); return }
    event.target.dataset.sent = "1"
    setTimeout(() => delete event.target.dataset.sent, 4000)
  })
  root.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form?.requestSubmit()
  })
}
