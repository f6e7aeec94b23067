// cookie.js: keeps a taste of this browser (theme, density) where the server sees it, so that no page flashes.
const YEAR = 365 * 24 * 3600

export function keep(name, value) {
  const age = value ? YEAR : 0
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax`
}
