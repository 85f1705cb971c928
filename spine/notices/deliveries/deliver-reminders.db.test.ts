import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { openWebhookDoor } from '#connectors/open-webhook-door.ts'
import { hmacSm3 } from '#platform/crypto/sm3.ts'
import type { DeliveryDoor } from '#platform/delivery/delivery-door.ts'
import { openMailDoor } from '#platform/delivery/open-mail-door.ts'
import { freePort } from '#tests/support/servers/server-process.ts'
import { startTrapServer } from '#tests/support/servers/trap-server.ts'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { sendReminder } from '../send-reminder.ts'
import { deliverReminders, MAX_ATTEMPTS } from './deliver-reminders.ts'
import { listChannels, retryDelivery } from './handle-deliveries.ts'

const bed = await spineTestBed({ document: null })
const SECRET = 'a-key-shared-with-the-receiver'

type Mail = { to: string; text: string }

/** A real SMTP server that takes, refuses or puts off each recipient as `answer` says. */
async function mailServer(answer: () => number | undefined = () => undefined): Promise<{ url: string; mails: Mail[] }> {
  const mails: Mail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      const code = answer()
      done(code === undefined ? null : Object.assign(new Error('mailbox says no'), { responseCode: code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text: Buffer.concat(chunks).toString('utf8') })
        done(null, 'queued as T1')
      })
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails }
}

/** A receiver of webhooks that answers with `status`. */
async function hookServer(status: () => number): Promise<{ server: Server; port: number; received: Array<{ headers: IncomingMessage['headers']; body: string }> }> {
  const received: Array<{ headers: IncomingMessage['headers']; body: string }> = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(status(), { location: 'http://127.0.0.1:1/elsewhere' }).end('taken')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  return { server, port: (server.address() as AddressInfo).port, received }
}

const hookDoor = (port: number, entries: readonly string[] = ['127.0.0.0/8'], timeoutMs = 2_000) =>
  openWebhookDoor({ url: `http://127.0.0.1:${port}/hook?token=of-the-receiver`, secret: SECRET, clock: bed.clock, allowList: () => Promise.resolve({ entries }), timeoutMs })

let made = 0
async function reminded(email: string | null): Promise<string> {
  const { userId } = await bed.person(`收件人${(made += 1)}`, [])
  await bed.pool.query('update platform.user_account set email = $2 where user_id = $1', [userId, email])
  await bed.asSystem((ctx) => sendReminder(ctx, { userIds: [userId], kind: 'alarm', dedupeKey: `test/${made}`, title: '应用中断', content: '连续三次探测失败', link: '/findings' }))
  return userId
}

/** One sweep through these doors. */
async function sweep(...deliveryDoors: readonly DeliveryDoor[]): Promise<void> {
  await deliverReminders({ ...bed.runtime, attached: { ...bed.runtime.attached, deliveryDoors } })
}

async function deliveryOf(userId: string, channel: string) {
  const { rows } = await bed.pool.query<{ delivery_id: string; state: string; attempts: number; answer: string; address: string; next_attempt_at: Date | null }>(
    'select d.* from spine.delivery d join spine.inbox_message m using (inbox_message_id) where m.user_id = $1 and d.channel = $2',
    [userId, channel],
  )
  return rows[0]
}

/** Past every pause, and past the day in which messages of earlier tests are fresh. */
const nextDay = () => bed.clock.advance(25 * 3_600_000)

test('A reminder reaches the mailbox and the last line of the server is kept as the proof', async () => {
  const { url, mails } = await mailServer()
  const userId = await reminded('duty@example.test')
  const withoutMailbox = await reminded(null)
  await sweep(openMailDoor({ url, from: 'xinyun@example.test' }))
  const delivery = await deliveryOf(userId, 'mail')
  assert.equal(delivery?.state, 'delivered')
  assert.match(delivery.answer, /^250 .*queued as T1/)
  assert.equal(mails.length, 1)
  assert.equal(mails[0]?.to, 'duty@example.test')
  assert.match(mails[0].text, new RegExp(`Message-ID: <${delivery.delivery_id}@xinyun>`, 'i'))
  assert.equal(await deliveryOf(withoutMailbox, 'mail'), undefined, 'nobody without a mailbox is written to')
  await sweep(openMailDoor({ url, from: 'xinyun@example.test' }))
  assert.equal(mails.length, 1, 'what was delivered is not sent again')
})

test('A server that refuses the mailbox for good ends the delivery with its words', async () => {
  nextDay()
  const { url } = await mailServer(() => 550)
  const userId = await reminded('gone@example.test')
  await sweep(openMailDoor({ url, from: 'xinyun@example.test' }))
  const delivery = await deliveryOf(userId, 'mail')
  assert.deepEqual([delivery?.state, delivery?.attempts, delivery?.next_attempt_at], ['failed', 1, null])
  assert.match(delivery?.answer ?? '', /^550 .*mailbox says no/)
})

test('A server that puts off is tried again after a pause that grows', async () => {
  nextDay()
  let code: number | undefined = 451
  const { url, mails } = await mailServer(() => code)
  const door = openMailDoor({ url, from: 'xinyun@example.test' })
  const userId = await reminded('later@example.test')
  await sweep(door)
  await sweep(door)
  assert.equal((await deliveryOf(userId, 'mail'))?.attempts, 1, 'not before the pause is over')
  bed.clock.advance(60_000)
  await sweep(door)
  const second = await deliveryOf(userId, 'mail')
  assert.deepEqual([second?.state, second?.attempts, second?.next_attempt_at?.getTime()], ['waiting', 2, bed.clock.now().getTime() + 120_000])
  code = undefined
  bed.clock.advance(120_000)
  await sweep(door)
  assert.equal((await deliveryOf(userId, 'mail'))?.state, 'delivered')
  assert.equal(mails.length, 1)
})

test('A server that is down or hangs costs one attempt a sweep, and the delivery is given up after the last', async () => {
  nextDay()
  const door = openMailDoor({ url: `smtp://127.0.0.1:${await freePort()}`, from: 'xinyun@example.test', timeoutMs: 300 })
  const [first, second] = [await reminded('a@example.test'), await reminded('b@example.test')]
  await sweep(door)
  const attempts = [(await deliveryOf(first, 'mail'))?.attempts, (await deliveryOf(second, 'mail'))?.attempts]
  assert.deepEqual(attempts.toSorted((a, b) => (a ?? 0) - (b ?? 0)), [0, 1])
  const trap = await startTrapServer()
  after(() => trap.stop())
  const hanging = openMailDoor({ url: `smtp://127.0.0.1:${trap.port}`, from: 'xinyun@example.test', timeoutMs: 100 })
  for (let at = 0; at < 2 * MAX_ATTEMPTS; at += 1) {
    bed.clock.advance(3_600_000)
    await sweep(hanging)
  }
  assert.ok(trap.connections() > 0)
  for (const userId of [first, second]) {
    const delivery = await deliveryOf(userId, 'mail')
    assert.deepEqual([delivery?.state, delivery?.attempts], ['failed', MAX_ATTEMPTS])
    assert.match(delivery?.answer ?? '', /邮件服务器没有应答/)
  }
})

test('A webhook carries an id that stays, a signature that verifies, and its answer is kept', async () => {
  nextDay()
  let status = 503
  const { port, received } = await hookServer(() => status)
  const userId = await reminded(null)
  await sweep(hookDoor(port))
  assert.deepEqual([(await deliveryOf(userId, 'webhook'))?.state, received.length], ['waiting', 1])
  status = 202
  bed.clock.advance(60_000)
  await sweep(hookDoor(port))
  const delivery = await deliveryOf(userId, 'webhook')
  assert.deepEqual([delivery?.state, delivery?.answer, delivery?.address], ['delivered', '202 taken', `http://127.0.0.1:${port}/hook`])
  const [before, last] = received
  assert.equal(before?.headers['x-xinyun-delivery'], last?.headers['x-xinyun-delivery'])
  assert.equal((JSON.parse(last?.body ?? '{}') as { id: string }).id, delivery?.delivery_id)
  const expected = hmacSm3(Buffer.from(SECRET), `${String(last?.headers['x-xinyun-timestamp'])}.${last?.body}`).toString('hex')
  assert.equal(last?.headers['x-xinyun-signature'], `sm3=${expected}`)
})

test('A receiver that refuses or redirects gets nothing a second time', async () => {
  for (const status of [400, 302]) {
    nextDay()
    const { port, received } = await hookServer(() => status)
    const userId = await reminded(null)
    await sweep(hookDoor(port))
    bed.clock.advance(3_600_000)
    await sweep(hookDoor(port))
    assert.deepEqual([(await deliveryOf(userId, 'webhook'))?.state, received.length], ['failed', 1], `status ${status}`)
  }
})

test('A webhook outside the allow-list is refused before a connection, and one that hangs ends in time', async () => {
  nextDay()
  const trap = await startTrapServer()
  after(() => trap.stop())
  const userId = await reminded(null)
  await sweep(hookDoor(trap.port, ['10.0.0.0/8']))
  assert.match((await deliveryOf(userId, 'webhook'))?.answer ?? '', /地址不在允许清单内/)
  assert.equal(trap.connections(), 0)
  bed.clock.advance(60_000)
  await sweep(hookDoor(trap.port, ['127.0.0.0/8'], 200))
  const delivery = await deliveryOf(userId, 'webhook')
  assert.deepEqual([delivery?.state, delivery?.attempts, delivery?.answer], ['waiting', 2, '200 毫秒内没有应答'])
  assert.equal(trap.connections(), 1)
})

test('Without a configured way out no delivery is made, and the page says how to configure one', async () => {
  nextDay()
  const userId = await reminded('nobody@example.test')
  await sweep()
  assert.equal(await deliveryOf(userId, 'mail'), undefined)
  const { items } = await bed.asSystem((ctx) => Promise.resolve(listChannels(ctx)))
  assert.deepEqual(items.map(({ isConfigured }) => isConfigured), [false, false])
  assert.match(items[0]?.cure ?? '', /XINYUN_SMTP_URL/)
})

test('A delivery that failed can be started anew, one that was delivered cannot', async () => {
  const { rows } = await bed.pool.query<{ delivery_id: string; state: string }>("select distinct on (state) delivery_id, state from spine.delivery where state in ('failed', 'delivered') order by state")
  const [delivered, failed] = rows
  await assert.rejects(bed.asSystem((ctx) => retryDelivery(ctx, delivered?.delivery_id ?? '')), { code: 'delivery.delivered' })
  await bed.asSystem((ctx) => retryDelivery(ctx, failed?.delivery_id ?? ''))
  const after = await bed.pool.query('select state, attempts from spine.delivery where delivery_id = $1', [failed?.delivery_id])
  assert.deepEqual(after.rows, [{ state: 'waiting', attempts: 0 }])
})
