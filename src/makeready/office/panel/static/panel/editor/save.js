// save.js: keeps the draft as a new revision; says how it went, and asks where somebody saved in between.
import { toast } from "../behaviour/toasts.js"

export function attachSave(state, server, editor) {
  const button = editor.querySelector("[data-save-now]"), told = editor.querySelector("[data-saved]"), dialog = document.getElementById("stale")
  let under = null

  const show = () => {
    button.disabled = !state.dirty || Boolean(under)
    button.textContent = under ? "Saving…" : "Save"
    told.textContent = under ? "Saving…" : state.dirty ? "Not saved yet" : `Revision ${state.revision} saved`
    editor.querySelector("[data-undo]").disabled = !state.past.length
    editor.querySelector("[data-redo]").disabled = !state.future.length
  }
  for (const kind of ["change", "saved"]) state.addEventListener(kind, show)

  async function save(version = state.version) {
    if (under || !state.dirty) return
    const draft = state.draft
    try {
      under = server.save(draft, version)
      show()
      const kept = await under
      under = null
      state.keep(draft, kept.version, kept.revision)
      toast(`Saved as revision ${kept.revision}.`, kept.stale ? "Print files made before are marked stale. The revisions before stay." : "The revisions before stay.")
    } catch (refusal) {
      under = null
      show()
      if (refusal.status === 412) askAboutOthers(refusal)
      else toast(refusal.message, refusal.hint, "failed")
    }
  }

  function askAboutOthers(refusal) {
    dialog.querySelector("[data-stale-words]").textContent = refusal.message
    dialog.showModal()
  }
  dialog.querySelector("[data-take-theirs]").addEventListener("click", () => { state.saved = state.draft; location.reload() })
  dialog.querySelector("[data-save-mine]").addEventListener("click", () => { dialog.close(); save(0) })

  button.addEventListener("click", () => save())
  editor.querySelector("[data-undo]").addEventListener("click", () => state.undo())
  editor.querySelector("[data-redo]").addEventListener("click", () => state.redo())
  addEventListener("beforeunload", event => { if (state.dirty) event.preventDefault() })
  return () => save()
}
