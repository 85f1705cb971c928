import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6, type BlockList } from 'node:net'
import type { Clock } from '#platform/clock/clock.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { Logger } from '#platform/logging/logger.ts'
import { answerSdp } from './answer-sdp.ts'
import { createRepeater, type Repeater } from './create-repeater.ts'
import { answerPlace, callerOf, formatAnswer, headerOf, headersOf, isTakenElsewhere, parseSipMessage, tagOf, transactionOf, userOf, type SipMessage } from './sip-message.ts'

/** What was seen of a call. The same call keeps its id when its packets are repeated and when the listener was restarted. */
export type CallSight = { readonly callId: string; readonly kind: 'ringing' | 'answered' | 'abandoned' | 'ended'; readonly at: Date; readonly line: string; readonly caller: string | null }

export type SipListener = {
  readonly port: number
  /** Takes a ringing call; false when it rings no more. */
  answer(callId: string): boolean
  ringing(): string[]
  /** Ends the calls that it answered, tells the others that it is out of service, and closes. */
  close(): Promise<void>
}

type Source = { readonly address: string; readonly port: number }
type Call = {
  readonly callId: string
  readonly invite: SipMessage
  readonly source: Source
  readonly line: string
  readonly caller: string | null
  state: 'ringing' | 'answered' | 'refused' | 'over'
  /** What a repeated INVITE is answered with. */
  last: string
  repeater?: Repeater
  timer?: NodeJS.Timeout
}

/** RFC 3261, 17.1.1.1. */
const T1_MS = 500
/** A call that is over is remembered this long for late repetitions (timer H, 64 T1). */
const LINGER_T1 = 64
const ALLOW = ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS'] as const

/**
 * A SIP user agent server over UDP (RFC 3261) that takes part in no speech: it watches calls ring and end, and answers
 * them itself only when told to. `onSight` must have kept the sight when it resolves: only then is the caller answered,
 * so a crash in between makes the caller repeat himself. Packets of others than `peers` and whatever is no SIP are not
 * answered at all.
 */
export async function openSipListener(options: {
  readonly host: string
  readonly port: number
  readonly peers: BlockList
  /** Milliseconds of ringing after which a call is answered; absent: only by `answer`. */
  readonly answerAfterMs?: number
  readonly onSight: (sight: CallSight) => Promise<void>
  readonly clock: Clock
  readonly log: Logger
  readonly t1Ms?: number
  /** More calls at once are answered 503. */
  readonly maxCalls?: number
}): Promise<SipListener> {
  const { clock, log, t1Ms = T1_MS, maxCalls = 200 } = options
  const socket = createSocket(isIPv6(options.host) ? 'udp6' : 'udp4')
  const calls = new Map<string, Call>()
  const goodbyes = new Map<string, Repeater>()
  let isClosing = false
  let following: Promise<void> = Promise.resolve()

  const send = (text: string, to: Source) => socket.send(text, to.port, to.address, (error) => error && log.warn({ error: error.message }, 'SIP answer not sent'))
  const contact = (line: string) => `<sip:${encodeURIComponent(line)}@${isIPv6(options.host) ? `[${options.host}]` : options.host}:${socket.address().port}>`
  const reply = (request: SipMessage, source: Source, status: number, reason: string, more: { toTag?: string; headers?: ReadonlyArray<readonly [string, string]>; body?: string } = {}) => {
    const text = formatAnswer(request, source, { status, reason, ...more })
    send(text, answerPlace(request, source))
    return text
  }
  /** Sights are kept one after the other, as they were seen. */
  const see = (call: Pick<Call, 'callId' | 'line' | 'caller'>, kind: CallSight['kind']): Promise<void> => {
    const sight = { callId: call.callId, kind, at: clock.now(), line: call.line, caller: call.caller }
    following = following.then(() => options.onSight(sight)).catch((error: unknown) => log.error({ error, call: call.callId, kind }, 'call event not kept'))
    return following
  }
  const forget = (call: Call) => {
    call.state = 'over'
    call.repeater?.stop()
    clearTimeout(call.timer)
    call.timer = setTimeout(() => calls.delete(call.callId), LINGER_T1 * t1Ms).unref()
  }
  /** A final answer to INVITE is repeated until its ACK comes (13.3.1.4, 17.2.1). */
  const repeatFinal = (call: Call, text: string, onGivenUp: () => void) => {
    call.repeater?.stop()
    call.repeater = createRepeater({ t1Ms, send: () => send(text, answerPlace(call.invite, call.source)), onGivenUp })
  }
  const refuse = (call: Call, status: number, reason: string, headers: ReadonlyArray<readonly [string, string]> = []) => {
    clearTimeout(call.timer)
    call.state = 'refused'
    call.last = reply(call.invite, call.source, status, reason, { toTag: tagFor(call.callId), headers })
    repeatFinal(call, call.last, () => forget(call))
  }
  const take = async (call: Call) => {
    if (call.state !== 'ringing') return
    clearTimeout(call.timer)
    call.state = 'answered'
    await see(call, 'answered')
    if (call.state !== 'answered') return
    call.last = acceptance(call, call.invite)
    repeatFinal(call, call.last, () => {
      sayGoodbye(call)
      void see(call, 'ended')
    })
  }
  const acceptance = (call: Call, invite: SipMessage) =>
    reply(invite, call.source, 200, 'OK', { toTag: tagFor(call.callId), headers: [['Contact', contact(call.line)], ALLOW, ['Content-Type', 'application/sdp']], body: answerSdp(invite.body, options.host) })
  const sayGoodbye = (call: Call) => {
    const remote = /<([^>]+)>/.exec(headerOf(call.invite, 'contact'))?.[1] ?? headerOf(call.invite, 'contact').split(';')[0]
    const to = headerOf(call.invite, 'to')
    const lines = [
      `BYE ${remote || call.invite.uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${options.host}:${socket.address().port};branch=z9hG4bK${call.callId}bye;rport`,
      'Max-Forwards: 70',
      ...headersOf(call.invite, 'record-route').map((route) => `Route: ${route}`),
      `From: ${to}${tagOf(to) ? '' : `;tag=${tagFor(call.callId)}`}`,
      `To: ${headerOf(call.invite, 'from')}`,
      `Call-ID: ${headerOf(call.invite, 'call-id')}`,
      'CSeq: 1 BYE',
      'Content-Length: 0',
    ]
    forget(call)
    const text = `${lines.join('\r\n')}\r\n\r\n`
    const done = () => goodbyes.delete(headerOf(call.invite, 'call-id'))
    send(text, call.source)
    goodbyes.set(headerOf(call.invite, 'call-id'), createRepeater({ t1Ms, send: () => send(text, call.source), onGivenUp: done }))
  }

  async function onInvite(request: SipMessage, source: Source): Promise<void> {
    const callId = callIdOf(request, 'from')
    const known = calls.get(callId)
    if (tagOf(headerOf(request, 'to')) !== '') return onReinvite(request, source, known)
    if (known) {
      // The same call along two ways is one call (8.2.2.2); the same packet again gets the same answer (17.2.1).
      if (transactionOf(known.invite) !== transactionOf(request)) reply(request, source, 482, 'Loop Detected', { toTag: tagFor(callId) })
      else if (known.last !== '') send(known.last, answerPlace(request, source))
      return
    }
    const line = userOf(request.uri)
    const required = headersOf(request, 'require').join(', ')
    const refusal: readonly [number, string, ReadonlyArray<readonly [string, string]>?] | undefined =
      !/^(sips?|tel):/i.test(request.uri) ? [416, 'Unsupported URI Scheme'] : line === '' ? [404, 'Not Found'] : required !== '' ? [420, 'Bad Extension', [['Unsupported', required]]] : isClosing || calls.size >= maxCalls ? [503, 'Service Unavailable', [['Retry-After', '30']]] : undefined
    const call: Call = { callId, invite: request, source, line, caller: callerOf(request), state: 'ringing', last: '' }
    calls.set(callId, call)
    if (refusal) return refuse(call, ...refusal)
    call.last = reply(request, source, 100, 'Trying')
    await see(call, 'ringing')
    if (call.state !== 'ringing') return
    call.last = reply(request, source, 180, 'Ringing', { toTag: tagFor(callId), headers: [['Contact', contact(line)]] })
    if (options.answerAfterMs !== undefined) call.timer = setTimeout(() => void take(call), options.answerAfterMs).unref()
  }

  /** Held, taken back, moved: nothing changes for who only watches (14.2). */
  function onReinvite(request: SipMessage, source: Source, call: Call | undefined): void {
    if (call?.state !== 'answered') return void reply(request, source, 481, 'Call/Transaction Does Not Exist')
    const text = acceptance(call, request)
    repeatFinal(call, text, () => {})
  }

  async function onCancel(request: SipMessage, source: Source): Promise<void> {
    const callId = callIdOf(request, 'from')
    const call = calls.get(callId)
    if (call && call.state !== 'ringing') return void reply(request, source, 200, 'OK', { toTag: tagFor(callId) })
    const kind = isTakenElsewhere(request) ? 'answered' : 'abandoned'
    if (!call) {
      // It rang before the listener was restarted: its end is kept although there is nothing left to cancel.
      await see({ callId, line: userOf(request.uri), caller: callerOf(request) }, kind)
      return void reply(request, source, 481, 'Call/Transaction Does Not Exist', { toTag: tagFor(callId) })
    }
    call.state = 'refused'
    clearTimeout(call.timer)
    await see(call, kind)
    reply(request, source, 200, 'OK', { toTag: tagFor(callId) })
    refuse(call, 487, 'Request Terminated')
  }

  async function onBye(request: SipMessage, source: Source): Promise<void> {
    const callId = callIdOf(request, 'from')
    // The own tag follows from the call, so the end of a call that an earlier run answered is recognised too.
    if (tagOf(headerOf(request, 'to')) !== tagFor(callId)) return void reply(request, source, 481, 'Call/Transaction Does Not Exist')
    const call = calls.get(callId)
    if (call?.state === 'ringing') {
      // The caller may also give up this way (15): nobody had answered.
      call.state = 'refused'
      await see(call, 'abandoned')
      reply(request, source, 200, 'OK')
      return refuse(call, 487, 'Request Terminated')
    }
    if (!call || call.state === 'answered') {
      if (call) forget(call)
      await see(call ?? { callId, line: userOf(request.uri), caller: callerOf(request) }, 'ended')
    }
    reply(request, source, 200, 'OK')
  }

  async function onRequest(request: SipMessage, source: Source): Promise<void> {
    switch (request.method) {
      case 'INVITE':
        return onInvite(request, source)
      case 'ACK': {
        const call = calls.get(callIdOf(request, 'from'))
        call?.repeater?.stop()
        if (call?.state === 'refused') forget(call)
        return
      }
      case 'CANCEL':
        return onCancel(request, source)
      case 'BYE':
        return onBye(request, source)
      case 'OPTIONS':
        return void reply(request, source, 200, 'OK', { toTag: tagFor(callIdOf(request, 'from')), headers: [ALLOW, ['Accept', 'application/sdp']] })
      default:
        return void reply(request, source, 405, 'Method Not Allowed', { toTag: tagFor(callIdOf(request, 'from')), headers: [ALLOW] })
    }
  }

  socket.on('error', (error) => log.error({ error: error.message }, 'SIP socket error'))
  socket.on('message', (datagram, source) => {
    if (!options.peers.check(source.address, isIPv6(source.address) ? 'ipv6' : 'ipv4')) return
    const message = parseSipMessage(datagram)
    if (!message) return
    if (message.method === '') {
      const callId = headerOf(message, 'call-id')
      if (message.status >= 200) goodbyes.get(callId)?.stop()
      if (message.status >= 200) goodbyes.delete(callId)
      return
    }
    void onRequest(message, source)
  })
  socket.bind(options.port, options.host)
  await once(socket, 'listening')

  return {
    port: socket.address().port,
    answer(callId) {
      const call = calls.get(callId)
      if (call?.state !== 'ringing') return false
      void take(call)
      return true
    },
    ringing: () => [...calls.values()].filter(({ state }) => state === 'ringing').map(({ callId }) => callId),
    async close() {
      isClosing = true
      for (const call of calls.values()) {
        if (call.state === 'ringing') refuse(call, 503, 'Service Unavailable')
        else if (call.state === 'answered') {
          sayGoodbye(call)
          void see(call, 'ended')
        }
        clearTimeout(call.timer)
        call.repeater?.stop()
      }
      await following
      for (const goodbye of goodbyes.values()) goodbye.stop()
      await new Promise<void>((resolve) => socket.close(() => resolve()))
    },
  }
}

/** One call whatever its packets: the Call-ID with the tag of who called (12). */
function callIdOf(message: SipMessage, callerSide: 'from' | 'to'): string {
  return sm3(`${headerOf(message, 'call-id')}\n${tagOf(headerOf(message, callerSide))}`).slice(0, 32)
}

function tagFor(callId: string): string {
  return sm3(`tag ${callId}`).slice(0, 16)
}
