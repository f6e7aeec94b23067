// document.js: the pipeline as one document: the JSON text is what is kept, the cards are a view of it.
export class PipelineDocument extends EventTarget {
  #field
  #read = { value: null }

  constructor(field) {
    super()
    this.#field = field
    this.#understand()
    field.addEventListener("input", event => {
      if (event.detail?.ours) return
      this.#understand()
      this.dispatchEvent(new Event("text"))
    })
  }

  // Whether the text can be shown as cards: JSON, an object, with a list of tasks.
  get readable() { return this.#read.value !== null }
  get tasks() { return this.#read.value?.tasks ?? [] }

  // Change the document in place; the text follows, and whoever listens to it hears of that.
  change(act) {
    act(this.#read.value)
    this.#field.value = JSON.stringify(this.#read.value, null, 2)
    this.#field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: { ours: true } }))
    this.dispatchEvent(new Event("edit"))
  }

  // A change of order or number: the cards are drawn anew.
  rearrange(act) {
    this.change(value => act(value.tasks))
    this.dispatchEvent(new Event("tasks"))
  }

  // Names of all artifacts that are made before a task begins: by those that it needs, the one before it if it does not say.
  madeBefore(index) {
    const before = new Set()
    const waiting = this.#needed(index)
    while (waiting.length) {
      const one = waiting.pop()
      if (before.has(one)) continue
      before.add(one)
      waiting.push(...this.#needed(one))
    }
    return this.tasks.flatMap((task, place) => before.has(place) ? names(task?.outputArtifacts) : [])
  }

  #needed(index) {
    const needs = this.tasks[index]?.needs
    if (!Array.isArray(needs)) return index > 0 ? [index - 1] : []
    return needs.map(name => this.tasks.findIndex(task => task?.name === name)).filter(place => place >= 0 && place !== index)
  }

  freeName(base) {
    const taken = new Set(this.tasks.map(task => task?.name))
    let name = base
    for (let number = 2; taken.has(name); number++) name = `${base}-${number}`
    return name
  }

  freeArtifact(base) {
    const taken = new Set(this.madeBefore(this.tasks.length))
    let name = base
    for (let number = 2; taken.has(name); number++) name = `${base}${number}`
    return name
  }

  #understand() {
    let value = null
    try { value = JSON.parse(this.#field.value) } catch { value = null }
    const fits = value !== null && typeof value === "object" && Array.isArray(value.tasks) && value.tasks.every(isObject)
    this.#read = { value: fits ? value : null }
  }
}

export const names = list => Array.isArray(list) ? list.filter(one => typeof one === "string") : []

// `page*` and `page2` are the same artifacts: a collection and one of it.
export function isMade(name, made) {
  return made.some(one => one === name || (one.includes("*") && belongs(name, one)))
}

function belongs(name, collection) {
  const [before, after] = collection.split("*")
  return name.startsWith(before) && name.endsWith(after) && /^\d+$/.test(name.slice(before.length, name.length - after.length))
}

function isObject(value) { return value !== null && typeof value === "object" && !Array.isArray(value) }
