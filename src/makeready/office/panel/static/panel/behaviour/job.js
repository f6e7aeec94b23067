// job.js: follows a job live. Parts that changed are put in their places; lines of the log are added, never drawn anew.
export function attachJob(root) {
  const frame = root.querySelector("[data-job-events]")
  if (!frame) return
  const address = new URL(frame.dataset.jobEvents, location)
  let source = null

  const open = () => {
    source = new EventSource(address)
    source.addEventListener("line", event => {
      address.searchParams.set("after", event.lastEventId)
      addLine(root, JSON.parse(event.data))
    })
    source.addEventListener("parts", event => drawParts(root, JSON.parse(event.data)))
    source.addEventListener("error", () => { if (isOver(root)) source.close() })
  }
  // A hidden tab gives its connection back: a browser has six for a server.
  root.addEventListener("visibilitychange", () => {
    if (root.hidden) source?.close()
    else if (!isOver(root)) open()
  })
  open()
}

function isOver(root) {
  return !root.querySelector("#head .pill[data-tone=running], #head .pill .icon use[href$=waiting]")
}

function drawParts(root, parts) {
  for (const [name, html] of Object.entries(parts)) {
    const place = root.querySelector(`[data-part="${name}"]`)
    const menu = place.querySelector("details.menu")
    const wasOpen = menu?.open
    place.innerHTML = html
    if (wasOpen && place.querySelector("details.menu")) place.querySelector("details.menu").open = true
  }
}

function addLine(root, { task, html }) {
  const list = [...root.querySelectorAll("[data-log]")].find(one => one.dataset.log === task) ?? root.querySelector('[data-log=""]')
  const console_ = list.closest(".console")
  const atEnd = console_.scrollHeight - console_.scrollTop - console_.clientHeight < 40
  list.closest("[data-block]")?.removeAttribute("hidden")
  console_.querySelector("[data-nothing]").hidden = true
  const before = list.querySelector(`#${CSS.escape(new DOMParser().parseFromString(html, "text/html").body.firstElementChild.id)}`)
  if (!before) list.insertAdjacentHTML("beforeend", html)
  if (atEnd) console_.scrollTop = console_.scrollHeight
}

attachJob(document)
