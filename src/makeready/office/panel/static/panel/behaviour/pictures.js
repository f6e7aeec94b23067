// pictures.js: asks again for a page's picture when the server had too much to draw; a few times, ever later.
const TRIES = 3

export function attachPictures(root, pause = 5000) {
  root.addEventListener("error", event => { if (isDrawn(event.target)) askAgain(event.target, pause) }, true)
  for (const picture of root.images) if (isDrawn(picture) && picture.complete && !picture.naturalWidth) askAgain(picture, pause)
}

function isDrawn(element) {
  return element instanceof HTMLImageElement && new URL(element.src).pathname.endsWith("/picture.png")
}

function askAgain(picture, pause) {
  const tries = Number(picture.dataset.tries ?? 0) + 1
  if (tries > TRIES) return
  picture.dataset.tries = tries
  setTimeout(() => { picture.src = picture.src }, pause * tries)
}
