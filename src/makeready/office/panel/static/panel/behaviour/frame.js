// frame.js: the behaviours that every page has.
import { attachTheme } from "./theme.js"
import { attachDialogs } from "./dialogs.js"
import { attachKeys } from "./keys.js"
import { attachTimes } from "./times.js"
import { attachToasts } from "./toasts.js"
import { attachForms } from "./forms.js"
import { attachCopy } from "./copy.js"
import { attachPictures } from "./pictures.js"

attachTheme(document)
attachDialogs(document)
attachKeys(document)
attachTimes(document)
attachToasts(document)
attachForms(document)
attachCopy(document)
attachPictures(document)
