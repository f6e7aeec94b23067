// state.js: the draft (document and values of its fields), what is selected, undo and redo. Changes make new objects
// along their path and share the rest, so that every step back is kept for next to nothing.
const MOST_STEPS = 200
const TYPING = 1200

export class State extends EventTarget {
  constructor(start) {
    super()
    this.draft = { document: start.document, values: start.values }
    this.version = start.version
    this.revision = start.revision
    this.page = 1
    this.selected = null
    this.findings = new Map()
    this.saved = this.draft
    this.past = []
    this.future = []
    this.last = { key: "", at: 0 }
  }

  get dirty() { return this.draft !== this.saved }
  get pages() { return this.draft.document.pages }
  get setup() { return this.pages[this.page - 1] }

  item(path) { return path ? at(this.draft.document, path) : null }

  // Changes properties of an item. Typing on in the same place (`key`) within a moment is one step of undo.
  change(path, properties, key = "") {
    const item = { ...this.item(path), ...properties }
    for (const [name, value] of Object.entries(properties)) if (value === undefined) delete item[name]
    this.step({ ...this.draft, document: withItem(this.draft.document, path, item) }, [topOf(path)], key && `${path} ${key}`)
  }

  fill(field, value) {
    const values = { ...this.draft.values, [field]: value }
    this.step({ ...this.draft, values }, null, `field ${field}`)
  }

  // items: paths of what looks different now; null: everything may.
  step(draft, items, key = "") {
    const now = Date.now()
    const goesOn = key && key === this.last.key && now - this.last.at < TYPING && !this.future.length
    if (!goesOn) this.past.push({ draft: this.draft, items })
    if (this.past.length > MOST_STEPS) this.past.shift()
    this.last = { key, at: now }
    this.future = []
    this.draft = draft
    this.tell("change", items)
  }

  undo() { this.travel(this.past, this.future) }
  redo() { this.travel(this.future, this.past) }

  travel(from, to) {
    const step = from.pop()
    if (!step) return
    to.push({ draft: this.draft, items: step.items })
    this.draft = step.draft
    this.last = { key: "", at: 0 }
    if (this.selected && !this.item(this.selected)) this.selected = null
    this.tell("change", step.items)
    this.tell("select")
  }

  select(path) {
    if (this.selected === path) return
    this.selected = path
    this.last = { key: "", at: 0 }
    this.tell("select")
  }

  show(page) {
    this.page = page
    this.selected = null
    this.tell("page")
    this.tell("select")
  }

  found(page, findings) {
    this.findings.set(page, findings)
    this.tell("findings")
  }

  // Findings of the page shown; of one item and what is in it where a path is given.
  findingsOf(path = null) {
    const all = this.findings.get(this.page) ?? []
    return path ? all.filter(one => one.path === path || one.path.startsWith(`${path}/`)) : all
  }

  keep(draft, version, revision) {
    this.saved = draft
    this.version = version
    this.revision = revision
    this.tell("saved")
  }

  tell(kind, detail) { this.dispatchEvent(new CustomEvent(kind, { detail })) }
}

export function at(document, path) {
  return path.split("/").reduce((here, part) => here?.[part], document)
}

// pages/0/items/2/items/1 → pages/0/items/2: what the server draws anew.
export function topOf(path) { return path.split("/").slice(0, 4).join("/") }

function withItem(node, path, item) {
  const [first, ...rest] = Array.isArray(path) ? path : path.split("/")
  const copy = Array.isArray(node) ? [...node] : { ...node }
  copy[first] = rest.length ? withItem(node[first], rest, item) : item
  return copy
}
