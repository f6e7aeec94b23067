// arrivals.js: keeps an open list up to date: changed rows in their places, new ones on top or behind “N new – show”.
const PAUSE = 2500
const FRESH = 4000

export function attachArrivals(root) {
  let asking = false
  setInterval(async () => {
    const list = root.querySelector("[data-list]")
    if (asking || !list || root.hidden) return
    asking = true
    try { await refresh(root, list) } catch { /* the server is away for a moment: the next try tells */ } finally { asking = false }
  }, PAUSE)
}

async function refresh(root, list) {
  const query = new URLSearchParams(location.search)
  query.set("since", list.dataset.since)
  query.set("newest", list.dataset.newest)
  const answer = await fetch(`/projects/changes?${query}`, { headers: { "HX-Request": "true" } })
  if (answer.status !== 200 || !list.isConnected) return
  const changes = new DOMParser().parseFromString(await answer.text(), "text/html")
  list.dataset.since = changes.querySelector("[data-now]").dataset.now
  drawCounts(root, changes)
  for (const row of changes.querySelectorAll("[data-changed] > tr")) replaceRow(root, row)
  const fresh = [...changes.querySelectorAll("[data-new] > tr")].filter(row => !root.getElementById(row.id))
  if (!fresh.length) return
  if ("empty" in list.dataset) location.reload()
  else if ("live" in list.dataset && isQuiet(root)) insert(root, list, fresh)
  else announce(root, fresh.length)
}

function drawCounts(root, changes) {
  const shown = [...root.querySelectorAll("[data-views] .count")]
  for (const [index, count] of [...changes.querySelectorAll("[data-views] .count")].entries())
    if (shown[index]) shown[index].textContent = count.textContent
}

function replaceRow(root, row) {
  const old = root.getElementById(row.id)
  if (!old || old.contains(root.activeElement)) return
  const box = old.querySelector("input[type=checkbox]")
  if (box?.checked) return
  const taken = root.adoptNode(row)
  const before = old.querySelector("img"), after = taken.querySelector("img")
  if (before && after && before.getAttribute("src") === after.getAttribute("src")) after.replaceWith(before)
  old.replaceWith(taken)
}

// Rows never jump under a hand: new ones go in by themselves only while nobody is in the middle of the list.
function isQuiet(root) {
  return scrollY < 80 && !root.activeElement?.closest("[data-list]") && !root.querySelector("[data-selection] tbody input:checked")
}

function insert(root, list, rows) {
  const body = list.querySelector("tbody")
  for (const row of rows.reverse()) {
    const taken = root.adoptNode(row)
    taken.classList.add("fresh")
    setTimeout(() => taken.classList.remove("fresh"), FRESH)
    body.prepend(taken)
  }
  list.dataset.newest = body.firstElementChild.dataset.created
}

function announce(root, count) {
  const button = root.querySelector("[data-arrivals]")
  button.hidden = false
  button.textContent = count > 100 ? "More than 100 new – show" : `${count} new – show`
  button.onclick = () => {
    const query = new URLSearchParams(location.search)
    query.delete("cursor")
    query.delete("sort")
    location.assign(`/projects${query.size ? `?${query}` : ""}`)
  }
}
