// times.js: keeps “12 min ago” right while a page stays open, and shows full times in this browser's time zone.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

export function attachTimes(root) {
  const refresh = () => { for (const time of root.querySelectorAll("time[datetime]")) draw(time) }
  refresh()
  setInterval(refresh, 30_000)
  root.body.addEventListener("htmx:afterSettle", refresh)
}

export function age(moment, now) {
  const seconds = (now - moment) / 1000
  if (seconds < 45) return "just now"
  if (seconds < 3570) return `${Math.max(1, Math.round(seconds / 60))} min ago`
  if (seconds < 86_400) return `${Math.max(1, Math.round(seconds / 3600))} h ago`
  if (seconds < 14 * 86_400) return `${Math.max(1, Math.round(seconds / 86_400))} d ago`
  return `${moment.getDate()} ${MONTHS[moment.getMonth()]} ${moment.getFullYear()}`
}

export function full(moment) {
  const clock = [moment.getHours(), moment.getMinutes()].map(part => String(part).padStart(2, "0")).join(":")
  return `${moment.getDate()} ${MONTHS[moment.getMonth()]} ${moment.getFullYear()}, ${clock}`
}

export function clock(moment) {
  return [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(part => String(part).padStart(2, "0")).join(":")
}

function draw(time) {
  const moment = new Date(time.dateTime)
  const words = "clock" in time.dataset ? clock(moment) : "full" in time.dataset ? full(moment) : age(moment, new Date())
  if (time.textContent !== words) time.textContent = words
  time.title = moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" })
}
