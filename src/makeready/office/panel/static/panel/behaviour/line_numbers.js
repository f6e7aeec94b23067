// line_numbers.js: line numbers beside a text, marked where the server found a fault; a click on one leads there.
function attachLineNumbers(root) {
  const text = root.querySelector("[data-numbered]")
  const numbers = root.querySelector("[data-numbers]")
  if (!text || !numbers) return

  const draw = () => {
    const wrong = new Set([...root.querySelectorAll("[data-faults] [data-line]")].map(fault => Number(fault.dataset.line)))
    numbers.replaceChildren(...text.value.split("\n").flatMap((_, index) => {
      const number = document.createElement("span")
      number.textContent = index + 1
      number.classList.toggle("wrong", wrong.has(index + 1))
      return [number, "\n"]
    }))
    numbers.scrollTop = text.scrollTop
  }
  text.addEventListener("input", draw)
  text.addEventListener("scroll", () => { numbers.scrollTop = text.scrollTop })
  text.addEventListener("keydown", event => indent(event, text))
  root.body.addEventListener("htmx:afterSwap", draw)
  root.addEventListener("click", event => {
    const link = event.target.closest("[data-goes-to-line]")
    if (link) goTo(text, Number(link.dataset.goesToLine))
  })
  draw()
}

function goTo(text, line) {
  const lines = text.value.split("\n")
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  text.focus()
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length)
  text.scrollTop = (line - 6) * (text.scrollHeight / lines.length)
}

// Enter keeps the indent of the line. Tab moves on, as everywhere: nobody is caught in the field.
function indent(event, text) {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return
  const before = text.value.slice(0, text.selectionStart)
  const spaces = before.slice(before.lastIndexOf("\n") + 1).match(/^ */)[0] + (/[[{]\s*$/.test(before) ? "  " : "")
  if (!spaces) return
  event.preventDefault()
  text.setRangeText(`\n${spaces}`, text.selectionStart, text.selectionEnd, "end")
  text.dispatchEvent(new Event("input", { bubbles: true }))
}


attachLineNumbers(document)
