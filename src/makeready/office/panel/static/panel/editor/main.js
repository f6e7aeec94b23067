// main.js: puts the editor together. One module per behaviour; they meet only in `State` and in events of the canvas.
import { State } from "./state.js"
import { Server } from "./server.js"
import { Drawing } from "./draw.js"
import { attachCanvas } from "./canvas.js"
import { attachSelect } from "./select.js"
import { attachDrag } from "./drag.js"
import { attachZoom } from "./zoom.js"
import { attachInspector } from "./inspector.js"
import { attachLayers } from "./layers.js"
import { attachSheets } from "./sheets.js"
import { attachSave } from "./save.js"
import { attachKeys } from "./keys.js"

const editor = document.querySelector("[data-editor]")
const start = JSON.parse(document.getElementById("start").textContent)
const canvas = editor.querySelector("[data-canvas]")
const inspector = editor.querySelector("[data-inspector]")
const state = new State(start)
const server = new Server(editor.dataset)
const drawing = new Drawing(state, server, canvas)

attachCanvas(state, canvas)
attachZoom(state, canvas, editor)
attachSelect(state, canvas)
attachDrag(state, canvas)
attachInspector(state, server, inspector, start.families)
attachLayers(state, editor.querySelector("[data-layers]"))
attachSheets(state, server, editor.querySelector("[data-sheets]"), canvas)
attachKeys(state, canvas, inspector, attachSave(state, server, editor))

// A problem on the project's page leads to its item: …/editor#pages/0/items/2
const wanted = decodeURIComponent(location.hash.slice(1)).match(/^pages\/(\d+)(\/items\/\d+)*/)
if (wanted && start.document.pages[Number(wanted[1])]) {
  if (Number(wanted[1]) > 0) state.show(Number(wanted[1]) + 1)
  if (wanted[2] && state.item(wanted[0])) state.select(wanted[0])
}
if (state.page === 1) drawing.whole()
