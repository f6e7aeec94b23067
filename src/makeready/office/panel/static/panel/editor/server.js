// server.js: what the editor asks the server; a refusal becomes an Error with its hint and status.
export class Refusal extends Error {
  constructor(status, told) {
    super(told?.message ?? "The server does not answer.")
    this.status = status
    this.hint = told?.hint ?? "Your changes are still here. Try again in a moment."
    this.code = told?.code ?? ""
    this.findings = told?.findings ?? (told?.errors ?? []).map(one => ({ ...one, severity: "error" }))
  }
}

export class Server {
  constructor(addresses) { this.addresses = addresses }

  draw(page, draft, items) { return this.post(this.addresses.draw, { page, items, ...draft }) }
  colors(colors) { return this.post(this.addresses.colors, { colors }).then(answer => answer.colors) }
  save(draft, version) { return this.post(this.addresses.save, { version, ...draft }) }

  picture(file) {
    const form = new FormData()
    form.append("file", file)
    return this.send(this.addresses.picture, form)
  }

  post(address, body) { return this.send(address, JSON.stringify(body), { "Content-Type": "application/json" }) }

  async send(address, body, headers = {}) {
    const sent = { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": this.addresses.token, ...headers } }
    const answer = await fetch(address, sent).catch(() => null)
    const told = answer && (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : null
    if (!answer?.ok || !told) throw new Refusal(answer?.status ?? 0, told)
    return told
  }
}
