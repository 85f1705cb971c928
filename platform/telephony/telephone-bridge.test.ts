import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { BlockList, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { systemClock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import { signatureFault } from '#platform/crypto/signed-body.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { callWithSipp, type SippCall } from '#tests/support/servers/sipp.ts'
import { startTelephoneBridge } from './start-telephone-bridge.ts'

const SECRET = 'a secret of the test, long enough to be one'
const CALLER = '01055550123'
const log = createLogger({ name: 'test', level: 'silent' })
const folder = mkdtempSync(path.join(tmpdir(), 'bridge-'))
const peers = new BlockList()
peers.addAddress('127.0.0.1')

type Event = { eventId: string; callId: string; kind: string; at: string; line: string; caller: string | null }
const events: Event[] = []
/** How the receiver answers; it stands in for the centre, whose own test calls it through the bridge too. */
let status = 200
const receiver = createServer((request, response) => {
  let text = ''
  request.on('data', (chunk: Buffer) => (text += chunk.toString()))
  request.on('end', () => {
    const signed = { timestamp: String(request.headers['x-xinyun-timestamp']), signature: String(request.headers['x-xinyun-signature']), text }
    const fault = signatureFault(signed, SECRET, new Date(), 60)
    if (status === 200 && !fault) events.push(JSON.parse(text) as Event)
    response.writeHead(fault ? 401 : status).end(fault ?? '不收')
  })
}).listen(0, '127.0.0.1')
await once(receiver, 'listening')
const receiverPort = (receiver.address() as AddressInfo).port

const start = (more: { answerAfterMs?: number } = {}) =>
  startTelephoneBridge({ host: '127.0.0.1', port: 0, peers, webhookUrl: `http://127.0.0.1:${receiverPort}/api/telephone-sources/sip-bridge/events`, secret: SECRET, queueFolder: path.join(folder, 'queue'), clock: systemClock, log, ...more })
let bridge = await start({ answerAfterMs: 100 })
after(async () => {
  await bridge.stop()
  receiver.close()
  rmSync(folder, { recursive: true })
})

const call = (plot: SippCall['plot'], more: Partial<SippCall> = {}) => callWithSipp({ to: { host: '127.0.0.1', port: bridge.port }, line: '7726', caller: CALLER, plot, ...more })
async function settled(count: number): Promise<Event[]> {
  for (let tries = 0; events.length < count && tries < 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  return events.splice(0)
}

test('a call that is answered becomes ringing, answered and ended, in this order, signed, with line and caller', async (t) => {
  if (skipWithout(t, await call('talk'))) return
  const seen = await settled(3)
  assert.deepEqual(seen.map(({ kind, line, caller }) => [kind, line, caller]), [['ringing', '7726', CALLER], ['answered', '7726', CALLER], ['ended', '7726', CALLER]])
  assert.equal(new Set(seen.map(({ callId }) => callId)).size, 1)
  assert.deepEqual(seen.map(({ at }) => at), seen.map(({ at }) => at).toSorted())
})

test('two calls at once on one line are told apart', async (t) => {
  if (skipWithout(t, await call('talk', { count: 2, line: '7717' }))) return
  const calls = Map.groupBy(await settled(6), ({ callId }) => callId)
  assert.deepEqual([...calls.values()].map((own) => own.map(({ kind }) => kind).join(' ')), ['ringing answered ended', 'ringing answered ended'])
})

test('a call that is given up is abandoned, one that somebody else took is answered, and a question about abilities is no call', async (t) => {
  await bridge.stop()
  bridge = await start()
  if (skipWithout(t, await call('ask'))) return
  await call('give-up')
  assert.deepEqual((await settled(2)).map(({ kind }) => kind), ['ringing', 'abandoned'])
  await call('taken')
  assert.deepEqual((await settled(2)).map(({ kind }) => kind), ['ringing', 'answered'])
})

test('a call is answered on command', async (t) => {
  const talking = call('talk')
  for (let tries = 0; bridge.listener.ringing().length === 0 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  for (const callId of bridge.listener.ringing()) assert.equal(bridge.listener.answer(callId), true)
  if (skipWithout(t, await talking)) return
  assert.deepEqual((await settled(3)).map(({ kind }) => kind), ['ringing', 'answered', 'ended'])
  assert.equal(bridge.listener.answer('no such call'), false)
})

test('while the receiver is away events wait on disk, survive the bridge, and arrive in order afterwards', async (t) => {
  status = 503
  if (skipWithout(t, await call('give-up'))) return
  for (let tries = 0; (await bridge.outbox.counts()).waiting < 2 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  await bridge.stop()
  assert.equal(readdirSync(path.join(folder, 'queue')).filter((name) => name.endsWith('.json')).length, 2)
  status = 200
  bridge = await start()
  assert.deepEqual((await settled(2)).map(({ kind }) => kind), ['ringing', 'abandoned'])
  assert.deepEqual(await bridge.outbox.counts(), { waiting: 0, refused: 0 })
})

test('the end of a call is recognised although the bridge was killed during it', async (t) => {
  const secretFile = path.join(folder, 'secret')
  writeFileSync(secretFile, SECRET, { mode: 0o600 })
  const startProgram = async (port: number) => {
    const child = spawn(process.execPath, [path.join(programFolder, 'cli', 'main.ts'), 'telephone-bridge', '--listen', `udp://127.0.0.1:${port}`, '--webhook', `http://127.0.0.1:${receiverPort}/`, '--secret-file', secretFile, '--answer-after', '0.1', '--queue', path.join(folder, 'queue-of-program')], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, XINYUN_LOG_LEVEL: 'silent' } })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    return { child, port: Number(/^ready udp:\/\/127\.0\.0\.1:(\d+)\n$/.exec(line.toString())?.[1]) }
  }
  const first = await startProgram(0)
  const talking = callWithSipp({ to: { host: '127.0.0.1', port: first.port }, line: '7726', caller: CALLER, plot: 'talk', talkMs: 3_000 })
  while (events.length < 2) if (await Promise.race([talking.then(isMissing), new Promise((resolve) => setTimeout(resolve, 20))])) break
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await startProgram(first.port)
  t.after(() => second.child.kill('SIGKILL'))
  if (skipWithout(t, await talking)) return
  for (let tries = 0; events.at(-1)?.kind !== 'ended' && tries < 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  // Killed between an answer and its note, the bridge says an event again, under its id.
  assert.deepEqual([...new Map(events.splice(0).map(({ eventId, kind }) => [eventId, kind])).values()], ['ringing', 'answered', 'ended'])
  second.child.kill('SIGTERM')
  assert.deepEqual(await once(second.child, 'exit'), [0, null])
})

test('an event that the receiver refuses for good is kept with his words, and the next goes through', async (t) => {
  status = 422
  if (skipWithout(t, await call('give-up'))) return
  for (let tries = 0; (await bridge.outbox.counts()).refused < 2 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.deepEqual(await bridge.outbox.counts(), { waiting: 0, refused: 2 })
  status = 200
  await call('give-up')
  assert.equal((await settled(2)).length, 2)
})

test('packets that are no SIP, of strangers, of no call or of unknown kind do no harm', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  const answers: string[] = []
  socket.on('message', (message) => answers.push(message.toString().split('\r\n')[0] ?? ''))
  const packet = (method: string, sequence = method, more = '') => `${method} sip:7726@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${method};rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:7726@127.0.0.1>${more}\r\nCall-ID: harmless-${method}\r\nCSeq: 1 ${sequence}\r\nContent-Length: 0\r\n\r\n`
  for (const text of ['', 'hello', '\r\n\r\n', '\u0000'.repeat(2_000), packet('INVITE', 'BYE'), packet('ACK'), 'x'.repeat(9_000), packet('REGISTER'), packet('BYE'), packet('BYE', 'BYE', ';tag=wrong')]) socket.send(text, bridge.port, '127.0.0.1')
  for (let tries = 0; answers.length < 3 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  socket.close()
  assert.deepEqual(answers, ['SIP/2.0 405 Method Not Allowed', 'SIP/2.0 481 Call/Transaction Does Not Exist', 'SIP/2.0 481 Call/Transaction Does Not Exist'])
  assert.deepEqual(events, [])
})
