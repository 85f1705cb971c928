import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerPlace, callerOf, formatAnswer, headerOf, headersOf, isTakenElsewhere, parseSipMessage, tagOf, transactionOf, userOf, type SipMessage } from './sip-message.ts'

const invite = (more: readonly string[] = [], start = 'INVITE sip:7726@centre.example:5060 SIP/2.0', from = 'From: "张三 <x>;tag=no" <sip:01055550123@pbx.example>;tag=a1') =>
  [start, 'Via: SIP/2.0/UDP 10.0.0.9:5070;branch=z9hG4bKabc;rport', from, 't: <sip:7726@centre.example>', 'i: call-1@pbx', 'CSeq: 1 INVITE', ...more, 'l: 0', '', ''].join('\r\n')
const parse = (text: string) => parseSipMessage(Buffer.from(text))
const parsed = (text: string) => parse(text) ?? assert.fail('not parsed')
const source = { address: '10.0.0.9', port: 40_000 }

test('a request is read with compact names, folded lines and odd display names', () => {
  const message = parsed(invite(['Subject: one', ' two', 'Record-Route: <sip:a;lr>', 'Record-Route: <sip:b;lr>']))
  assert.deepEqual([message.method, userOf(message.uri), tagOf(headerOf(message, 'from')), headerOf(message, 'call-id')], ['INVITE', '7726', 'a1', 'call-1@pbx'])
  assert.equal(headerOf(message, 'subject'), 'one two')
  assert.deepEqual(headersOf(message, 'record-route'), ['<sip:a;lr>', '<sip:b;lr>'])
  assert.equal(transactionOf(message), 'z9hG4bKabc 10.0.0.9:5070')
})

test('what is no whole SIP message is not read', () => {
  const whole = invite()
  for (const broken of ['', '\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', whole.replace('SIP/2.0\r\n', 'SIP/3.0\r\n'), whole.replace(/CSeq.*\r\n/, ''), whole.replace('1 INVITE', '1 BYE'), whole.replace(/Via.*\r\n/, ''), whole.replace(';tag=a1', ''), whole.replace('l: 0', 'l: 50'), whole.replace('l: 0', 'l: -1'), whole.replace('i: call-1@pbx', 'no header'), whole.slice(0, -2), whole.replace('10.0.0.9', '10.0\u0000.9')]) {
    assert.equal(parse(broken), undefined, JSON.stringify(broken.slice(0, 80)))
  }
  for (let length = 0; length < whole.length - 2; length += 7) assert.equal(parse(whole.slice(0, length)), undefined)
})

test('the caller is the asserted one before the claimed one, and nobody for an anonymous call', () => {
  const from = (value: string, more: string[] = []) => callerOf(parsed(invite(more, undefined, `From: ${value};tag=1`)))
  assert.equal(from('<sip:010-5555-0123@pbx>'), '01055550123')
  assert.equal(from('<tel:+861055550123;phone-context=x>'), '+861055550123')
  assert.equal(from('sip:8001:secret@pbx'), '8001')
  assert.equal(from('"Anonymous" <sip:anonymous@anonymous.invalid>'), null)
  assert.equal(from('"Anonymous" <sip:anonymous@anonymous.invalid>', ['P-Asserted-Identity: <sip:%2B861055550123@pbx>']), '+861055550123')
})

test('an answer goes back to where the request came from and says so', () => {
  const message = parsed(invite())
  assert.deepEqual(answerPlace(message, source), source)
  assert.deepEqual(answerPlace(parsed(invite().replace(';rport', '')), source), { address: '10.0.0.9', port: 5070 })
  assert.deepEqual(answerPlace(parsed(invite().replace(';rport', '').replace(':5070', '')), source), { address: '10.0.0.9', port: 5060 })
  const answer = formatAnswer(message, source, { status: 180, reason: 'Ringing', toTag: 'mine' })
  assert.match(answer, /^SIP\/2\.0 180 Ringing\r\nVia: SIP\/2\.0\/UDP 10\.0\.0\.9:5070;branch=z9hG4bKabc;rport=40000;received=10\.0\.0\.9\r\n/)
  assert.match(answer, /\r\nTo: <sip:7726@centre\.example>;tag=mine\r\n/)
  assert.equal((parse(answer) as SipMessage).status, 180)
})

test('a cancelled call that somebody else took is told from one that was given up', () => {
  const cancel = (reason?: string) => parsed(invite(reason ? [`Reason: ${reason}`] : []).replaceAll('INVITE', 'CANCEL'))
  assert.equal(isTakenElsewhere(cancel('SIP;cause=200;text="Call completed elsewhere"')), true)
  assert.equal(isTakenElsewhere(cancel('Q.850;cause=16')), false)
  assert.equal(isTakenElsewhere(cancel()), false)
})
