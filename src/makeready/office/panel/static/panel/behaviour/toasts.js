// toasts.js: closes toasts; good news leaves by itself, refusals stay until closed.
const GOOD_STAYS = 6000

export function attachToasts(root) {
  const toasts = root.getElementById("toasts")
  toasts.addEventListener("click", event => {
    if (event.target.closest("[data-close-toast]")) event.target.closest("[data-toast]").remove()
  })
  new MutationObserver(changes => {
    for (const toast of changes.flatMap(change => [...change.addedNodes]).filter(node => node.dataset?.tone === "good"))
      setTimeout(() => toast.remove(), GOOD_STAYS)
  }).observe(toasts, { childList: true })
  root.body.addEventListener("htmx:sendError", () => toast("The server does not answer.", "Check the connection; the page tries again by itself.", "failed"))
}

// Says something above everything. Text only, never HTML.
export function toast(sentence, hint = "", tone = "good") {
  const toasts = document.getElementById("toasts")
  if ([...toasts.querySelectorAll("strong")].some(shown => shown.textContent === sentence)) return
  const notice = document.createElement("div")
  notice.className = "notice"
  notice.dataset.tone = tone
  notice.dataset.toast = ""
  const strong = document.createElement("strong")
  strong.textContent = sentence
  const more = document.createElement("p")
  more.textContent = hint
  const close = document.createElement("button")
  close.type = "button"
  close.className = "button quiet small close"
  close.dataset.closeToast = ""
  close.textContent = "Close"
  notice.append(strong, ...(hint ? [more] : []), close)
  toasts.append(notice)
}
