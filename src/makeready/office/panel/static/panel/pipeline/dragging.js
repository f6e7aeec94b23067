// dragging.js: a card is taken by its line and let go between two others; keys do the same (Alt with an arrow).
export function attachDragging(list, move) {
  let from = null
  const cardOf = target => target.closest?.(".task-card")

  list.addEventListener("pointerdown", event => {
    const line = event.target.closest(".card-line")
    for (const card of list.children) card.draggable = card === line?.parentElement
  })
  list.addEventListener("dragstart", event => {
    from = cardOf(event.target)
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", from?.dataset.index ?? "")
  })
  list.addEventListener("dragover", event => {
    const over = cardOf(event.target)
    if (!from || !over) return
    event.preventDefault()
    mark(over)
  })
  list.addEventListener("drop", event => {
    const over = cardOf(event.target)
    if (!from || !over) return
    event.preventDefault()
    move(Number(from.dataset.index), Number(over.dataset.index))
  })
  list.addEventListener("dragend", () => {
    from = null
    mark(null)
  })

  const mark = over => { for (const card of list.children) card.classList.toggle("over", card === over && card !== from) }
}
