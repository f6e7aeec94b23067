// theme.js: light or dark, roomy or compact; kept in this browser.
import { keep } from "./cookie.js"

export function attachTheme(root) {
  root.addEventListener("click", event => {
    if (event.target.closest("[data-theme-switch]")) switchTheme(root.documentElement)
    if (event.target.closest("[data-density-switch]")) switchDensity(root.documentElement)
  })
}

function switchTheme(html) {
  const prefersDark = matchMedia("(prefers-color-scheme: dark)").matches
  const now = html.dataset.theme ?? (prefersDark ? "dark" : "light")
  html.dataset.theme = now === "dark" ? "light" : "dark"
  keep("theme", html.dataset.theme)
}

function switchDensity(html) {
  if (html.dataset.density) delete html.dataset.density
  else html.dataset.density = "compact"
  keep("density", html.dataset.density ?? "")
}
