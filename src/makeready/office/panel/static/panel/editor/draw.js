// draw.js: has the server draw what changed and puts it in its place. Up to three questions are under way at once;
// an answer that is older than what is shown already is dropped.
const MOST_UNDER_WAY = 3

export class Drawing {
  constructor(state, server, canvas) {
    this.state = state
    this.server = server
    this.canvas = canvas
    this.paper = canvas.querySelector("[data-paper]")
    this.waiting = canvas.querySelector("[data-waiting]")
    this.asked = 0
    this.shownWhole = 0
    this.shown = new Map()
    this.underWay = 0
    this.next = undefined
    state.addEventListener("change", event => this.redraw(event.detail))
    state.addEventListener("page", () => this.whole())
  }

  whole() { this.next = null; this.ask() }

  // items: paths; null: the page.
  redraw(items) {
    const here = items?.filter(path => path.startsWith(`pages/${this.state.page - 1}/`))
    if (items && !here.length) return
    this.next = items && this.next !== null ? [...new Set([...(this.next ?? []), ...here])] : null
    this.ask()
  }

  async ask() {
    if (this.underWay >= MOST_UNDER_WAY || this.next === undefined) return
    const items = this.next, page = this.state.page, number = ++this.asked
    this.next = undefined
    this.underWay++
    try {
      const answer = await this.server.draw(page, this.state.draft, items)
      if (page === this.state.page) this.put(answer, items, number, page)
    } catch (refusal) {
      if (page === this.state.page && number === this.asked) this.tellRefused(refusal, page)
    } finally {
      this.underWay--
      this.ask()
    }
  }

  put(answer, items, number, page) {
    this.waiting.hidden = true
    if (answer.svg) {
      if (number < this.shownWhole) return
      this.shownWhole = number
      this.paper.replaceChildren(parsed(answer.svg))
    } else {
      for (const path of items) {
        if (number < Math.max(this.shownWhole, this.shown.get(path) ?? 0)) continue
        this.shown.set(path, number)
        this.replaceItem(path, answer.items[path])
      }
    }
    if (number === this.asked || number > this.asked - MOST_UNDER_WAY) this.state.found(page, answer.findings)
    this.canvas.dispatchEvent(new CustomEvent("drawn"))
  }

  replaceItem(path, svg) {
    const old = this.paper.querySelector(`[data-item="${CSS.escape(path)}"]`)
    if (!svg) { old?.remove(); return }
    const fresh = parsed(`<svg xmlns="http://www.w3.org/2000/svg">${svg}</svg>`).firstElementChild
    if (old) old.replaceWith(fresh)
    else this.whole()
  }

  tellRefused(refusal, page) {
    const findings = refusal.findings.length ? refusal.findings : [{ path: "", severity: "error", message: refusal.message, hint: refusal.hint }]
    this.state.found(page, findings)
    this.waiting.textContent = this.paper.firstElementChild ? "" : refusal.message
    this.waiting.hidden = Boolean(this.paper.firstElementChild)
  }
}

// The server's drawing as elements. Its own style sheet is left out before it is read: our policy allows no styles
// but files, and editor.css has the same blend modes.
export function parsed(svg) {
  const plain = svg.replace(/<style>[^<]*<\/style>/, "")
  return document.importNode(new DOMParser().parseFromString(plain, "image/svg+xml").documentElement, true)
}
