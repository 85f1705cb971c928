/** A SIP message (RFC 3261, 7) as far as a listener needs it. */
export type SipMessage = {
  /** `INVITE`, or `''` for a response. */
  readonly method: string
  /** Request-URI, `''` for a response. */
  readonly uri: string
  /** Status of a response, 0 for a request. */
  readonly status: number
  /** Names in lower case, compact forms written out, in the order in which they came. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: string
}

/** RFC 3261, 7.3.3. */
const COMPACT: Readonly<Record<string, string>> = { v: 'via', f: 'from', t: 'to', i: 'call-id', m: 'contact', l: 'content-length', c: 'content-type', e: 'content-encoding', k: 'supported', s: 'subject' }
const MAX_HEADERS = 200

/** Reads one datagram; `undefined` for whatever is no SIP message. Nobody is answered for such. */
export function parseSipMessage(datagram: Uint8Array): SipMessage | undefined {
  const text = new TextDecoder('utf-8').decode(datagram).replace(/^(\r?\n)+/, '')
  const [, head, body = ''] = /^([^]*?)\r?\n\r?\n([^]*)$/.exec(text) ?? []
  if (head === undefined || head.includes('\u0000')) return undefined
  // A line that begins with white space continues the one before (7.3.1).
  const [start = '', ...lines] = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  if (lines.length > MAX_HEADERS) return undefined
  const headers: Array<readonly [string, string]> = []
  for (const line of lines) {
    const [, name, value] = /^([A-Za-z0-9.!%*_+`'~-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
    if (name === undefined || value === undefined) return undefined
    const lower = name.toLowerCase()
    headers.push([COMPACT[lower] ?? lower, value])
  }
  const request = /^([A-Z]{3,20}) (\S{1,500}) SIP\/2\.0$/.exec(start)
  const response = /^SIP\/2\.0 ([1-6]\d\d)( .*)?$/.exec(start)
  if (!request && !response) return undefined
  const message = { method: request?.[1] ?? '', uri: request?.[2] ?? '', status: Number(response?.[1] ?? 0), headers, body }
  return isWhole(message) ? message : undefined
}

/** What every message must carry (8.1.1); the datagram may not end before the body does (18.3). */
function isWhole(message: SipMessage): boolean {
  const [, method] = /^\d{1,10}[ \t]+([A-Z]+)$/.exec(headerOf(message, 'cseq')) ?? []
  if (method === undefined || (message.method !== '' && method !== message.method)) return false
  if (!/^SIP\s*\/\s*2\.0\s*\/\s*UDP\s+\S/i.test(headerOf(message, 'via'))) return false
  if (tagOf(headerOf(message, 'from')) === '' || headerOf(message, 'to') === '' || headerOf(message, 'call-id') === '') return false
  const length = headerOf(message, 'content-length')
  return length === '' || (/^\d{1,6}$/.test(length) && Buffer.byteLength(message.body) >= Number(length))
}

/** The first header of that name, `''` when there is none. */
export function headerOf({ headers }: SipMessage, name: string): string {
  return headers.find(([one]) => one === name)?.[1] ?? ''
}

export function headersOf({ headers }: SipMessage, name: string): string[] {
  return headers.filter(([one]) => one === name).map(([, value]) => value)
}

/** The tag of a From or To header, `''` when it has none. */
export function tagOf(value: string): string {
  return /;\s*tag\s*=\s*([^;,\s>]+)\s*(?:;[^>]*)?$/i.exec(withoutName(value))?.[1] ?? ''
}

/** The user part of a name-addr or URI: `7726` of `"热线" <sip:7726@pbx;user=phone>;tag=1`, the number of a `tel:` URI. */
export function userOf(value: string): string {
  const plain = withoutName(value)
  const uri = /<([^>]*)>/.exec(plain)?.[1] ?? plain.split(';')[0] ?? ''
  const [, scheme = '', rest = ''] = /^\s*(sips?|tel):(.*)$/i.exec(uri) ?? []
  const user = scheme.toLowerCase() === 'tel' ? (rest.split(';')[0] ?? '') : rest.includes('@') ? (rest.split('@')[0] ?? '') : ''
  // A password or user parameters may follow (19.1.1).
  const bare = user.split(/[;:]/)[0] ?? ''
  try {
    return decodeURIComponent(bare).trim()
  } catch {
    return bare.trim()
  }
}

/** A display name in quotes may hold whatever it likes, brackets and tags included. */
function withoutName(value: string): string {
  return value.replace(/^\s*"(?:[^"\\]|\\.)*"/, '')
}

/** The caller's number when the caller is shown: asserted by the network (RFC 3325) before claimed; null for anonymous ones. */
export function callerOf(message: SipMessage): string | null {
  for (const value of [headerOf(message, 'p-asserted-identity'), headerOf(message, 'from')]) {
    const user = userOf(value).replaceAll(/[\s().-]/g, '')
    if (/^\+?\d{2,20}$/.test(user)) return user
  }
  return null
}

/** Whether a CANCEL says that somebody else took the call (RFC 3326): `Reason: SIP;cause=200;text="Call completed elsewhere"`. */
export function isTakenElsewhere(message: SipMessage): boolean {
  return headersOf(message, 'reason').some((value) => /\bSIP\s*;[^,]*\bcause\s*=\s*200\b/i.test(value))
}

/** The branch of the topmost Via with its sender: what names a transaction (17.2.3). */
export function transactionOf(message: SipMessage): string {
  const via = topVia(message)
  return `${/;\s*branch\s*=\s*([^;,\s]+)/i.exec(via)?.[1] ?? ''} ${/^SIP\s*\/\s*2\.0\s*\/\s*UDP\s+([^;\s]+)/i.exec(via)?.[1] ?? ''}`
}

/** The topmost Via value; one header may list several. */
function topVia(message: SipMessage): string {
  return headerOf(message, 'via').split(',')[0] ?? ''
}

/** Where an answer goes (18.2.2, RFC 3581): back to where the request came from, to the port in Via unless `rport` asks for the source's. */
export function answerPlace(message: SipMessage, source: { address: string; port: number }): { address: string; port: number } {
  const via = topVia(message)
  if (/;\s*rport\b/i.test(via)) return { address: source.address, port: source.port }
  const port = Number(/^SIP\s*\/\s*2\.0\s*\/\s*UDP\s+(?:\[[^\]]*\]|[^;:\s]+)(?::(\d{1,5}))?/i.exec(via)?.[1] ?? 5060)
  return { address: source.address, port: port >= 1 && port <= 65_535 ? port : source.port }
}

/** An answer to a request, with what must be copied copied (8.2.6.2) and `received` and `rport` filled in. */
export function formatAnswer(
  request: SipMessage,
  source: { address: string; port: number },
  answer: { status: number; reason: string; toTag?: string; headers?: ReadonlyArray<readonly [string, string]>; body?: string },
): string {
  const vias = headersOf(request, 'via')
  const to = headerOf(request, 'to')
  const body = answer.body ?? ''
  const lines = [
    `SIP/2.0 ${answer.status} ${answer.reason}`,
    ...vias.map((via, index) => `Via: ${index === 0 ? viaWithSource(via, source) : via}`),
    ...headersOf(request, 'record-route').map((value) => `Record-Route: ${value}`),
    `From: ${headerOf(request, 'from')}`,
    `To: ${to}${answer.toTag === undefined || tagOf(to) !== '' ? '' : `;tag=${answer.toTag}`}`,
    `Call-ID: ${headerOf(request, 'call-id')}`,
    `CSeq: ${headerOf(request, 'cseq')}`,
    ...(answer.headers ?? []).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

function viaWithSource(via: string, source: { address: string; port: number }): string {
  const [top = '', ...more] = via.split(',')
  const filled = `${top.replace(/;\s*rport\b(\s*=\s*\d*)?/i, `;rport=${source.port}`)};received=${source.address}`
  return [filled, ...more].join(',')
}
