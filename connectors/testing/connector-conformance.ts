import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { systemClock } from '#platform/clock/clock.ts'
import { type MissingTool, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { startProxyServer } from '#tests/support/servers/proxy-server.ts'
import { freePort } from '#tests/support/servers/server-process.ts'
import { startTrapServer } from '#tests/support/servers/trap-server.ts'

import { type Answer, type AllowList, type Connector, ConnectorError, type ConnectorFailure, defaultLimits, type Door, type Limits } from '../connector.ts'

/** What a connector brings to be judged: the real software, and how to speak of it. */
export type ConformanceSubject = {
  readonly connector: Connector
  /** Starts a private instance, or tells what is missing for that. */
  readonly start: () => Promise<{ readonly port: number; readonly secrets: unknown; stop(): Promise<void> } | MissingTool>
  /** Settings for the same system at another address; called after `start`. */
  readonly settingsAt: (place: { host: string; port: number }) => unknown
  /** Has a value on a healthy instance, and takes one connection at a time. */
  readonly question: unknown
  /** Credentials that the instance refuses; absent where there is nothing to sign in to. */
  readonly wrongSecrets?: () => unknown
  /** Asks the target to say what it was told in confidence. */
  readonly echo?: () => { readonly question: unknown; readonly secret: string }
}

const loopback: AllowList = { entries: ['127.0.0.0/8'] }
/** Enough for a busy machine to open the door and ask its first questions; then the target hangs for good. */
const HUNG_MS = 3_000
const quick: Limits = { ...defaultLimits, connectTimeoutMs: 400, questionTimeoutMs: 400 }
/** What a timer may come late on a busy machine. */
const GRACE_MS = 600

/** The conformance test that every connector passes against the real software. */
export function testConnector(subject: ConformanceSubject): void {
  const { connector } = subject
  let started: Awaited<ReturnType<ConformanceSubject['start']>> | undefined
  const server = async () => (started ??= await subject.start())
  after(async () => {
    if (started !== undefined && 'stop' in started) await started.stop()
  })

  type Live = { readonly port: number; readonly secrets: unknown }
  const against = (name: string, run: (live: Live) => Promise<void>): void => {
    void test(`${connector.kind}: ${name}`, async (t) => {
      const live = await server()
      if (skipWithout(t, live)) return
      await run(live)
    })
  }

  const open = (port: number, secrets: unknown, options: { limits?: Limits; allowList?: AllowList; signal?: AbortSignal } = {}): Promise<Door> =>
    connector.open({
      settings: connector.settings.parse(subject.settingsAt({ host: '127.0.0.1', port })),
      secrets: connector.secrets.parse(secrets),
      limits: options.limits ?? defaultLimits,
      allowList: options.allowList ?? loopback,
      clock: systemClock,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
  const askOnce = async (port: number, secrets: unknown, options: Parameters<typeof open>[2] & { question?: unknown } = {}): Promise<Answer> => {
    const door = await open(port, secrets, options)
    try {
      return await askOf(door)(options.question ?? subject.question)
    } finally {
      await door.close()
    }
  }

  against('a door answers, tells what it is, and carries exactly the abilities that its kind declares', async ({ port, secrets }) => {
    const door = await open(port, secrets)
    const answer = await askOf(door)(subject.question)
    assert.notEqual(answer.value, null)
    assert.ok(answer.tookMs > 0)
    assert.notEqual(door.identity.engine, '')
    for (const ability of ['ask', 'query', 'proveReadOnly'] as const) assert.equal(typeof door[ability], connector.abilities.includes(ability) ? 'function' : 'undefined', ability)
    if (door.proveReadOnly !== undefined) {
      const proof = await door.proveReadOnly()
      assert.ok(proof.lines.length > 0)
      assert.match(proof.lines.join(''), /[\u4e00-\u9fff]/)
    }
    await door.close()
  })

  against('a port where nobody listens is unreachable', async ({ secrets }) => {
    const error = await failsWith('unreachable', askOnce(await freePort(), secrets))
    assertSilent(error, secrets)
  })

  against('a target that accepts and then says nothing is a timeout, in time, and nothing stays connected', async ({ secrets }) => {
    const trap = await startTrapServer()
    try {
      const startedAt = performance.now()
      assertSilent(await failsWith('timeout', askOnce(trap.port, secrets, { limits: quick })), secrets)
      assert.ok(performance.now() - startedAt < quick.connectTimeoutMs + quick.questionTimeoutMs + GRACE_MS)
      await eventually(() => trap.open() === 0)
    } finally {
      await trap.stop()
    }
  })

  against('a target that stops answering in the middle is a timeout in time', async ({ port, secrets }) => {
    const proxy = await startProxyServer(port)
    try {
      const door = await open(proxy.port, secrets, { limits: { ...defaultLimits, questionTimeoutMs: HUNG_MS } })
      proxy.freeze()
      const startedAt = performance.now()
      await failsWith('timeout', askOf(door)(subject.question))
      assert.ok(performance.now() - startedAt < HUNG_MS + GRACE_MS)
      await door.close()
      await eventually(() => proxy.open() === 0)
    } finally {
      await proxy.stop()
    }
  })

  const { wrongSecrets } = subject
  if (wrongSecrets !== undefined) {
    against('wrong credentials are refused, and the error does not repeat them', async ({ port }) => {
      const error = await failsWith('refused', askOnce(port, wrongSecrets()))
      assertSilent(error, wrongSecrets())
    })
  }

  against('an address outside the allow-list is refused before a packet leaves', async ({ secrets }) => {
    const trap = await startTrapServer()
    try {
      for (const entries of [[], ['10.0.0.0/8'], [`127.0.0.0/8:${trap.port + 1}`], ['localhost']]) await failsWith('address-not-allowed', askOnce(trap.port, secrets, { allowList: { entries } }))
      await sleep(50)
      assert.equal(trap.connections(), 0)
    } finally {
      await trap.stop()
    }
  })

  against('an answer larger than the limit is a bad answer', async ({ port, secrets }) => {
    await failsWith('bad-answer', askOnce(port, secrets, { limits: { ...defaultLimits, maxAnswerBytes: 4 } }))
  })

  against('a question that its schema does not know is refused in words', async ({ port, secrets }) => {
    const door = await open(port, secrets)
    const error = await failsWith('unsupported', askOf(door)({ measure: 'no-such-measure' }))
    assert.match(error.message, /提问格式有误/)
    await door.close()
    await failsWith('unreachable', askOf(door)(subject.question))
  })

  against('the cost budget of a door is an upper bound', async ({ port, secrets }) => {
    const door = await open(port, secrets, { limits: { ...defaultLimits, budgetMs: 300 } }).catch((error: unknown) => error)
    // Opening may already cost more than that on a busy machine: then that is what it says.
    if (door instanceof ConnectorError) return assert.equal(door.failure, 'over-budget')
    await failsWith('over-budget', repeat(5_000, () => askOf(door as Door)(subject.question)))
    await (door as Door).close()
  })

  const { echo } = subject
  if (echo !== undefined) {
    against('a credential that the target echoes does not reach the answer', async ({ port, secrets }) => {
      const { question, secret } = echo()
      const answer = await askOnce(port, secrets, { question })
      assert.ok(!JSON.stringify(answer).includes(secret))
      assert.ok(JSON.stringify(answer).includes('***'), 'the target did not echo')
    })
  }

  against('closing releases the connection and the place on the target, also twice', async ({ port, secrets }) => {
    const proxy = await startProxyServer(port)
    try {
      for (let round = 0; round < 3; round += 1) {
        const door = await open(proxy.port, secrets, { limits: { ...defaultLimits, doorsPerTarget: 1 } })
        await askOf(door)(subject.question)
        await door.close()
        await door.close()
      }
      await eventually(() => proxy.open() === 0)
    } finally {
      await proxy.stop()
    }
  })

  against('an abort ends opening and asking at once, with its own reason', async ({ port, secrets }) => {
    const reason = new Error('enough')
    const trap = await startTrapServer()
    const proxy = await startProxyServer(port)
    try {
      const opening = new AbortController()
      const waiting = askOnce(trap.port, secrets, { signal: opening.signal })
      setTimeout(() => opening.abort(reason), 50)
      await assert.rejects(waiting, reason)

      const door = await open(proxy.port, secrets)
      proxy.freeze()
      const asking = new AbortController()
      setTimeout(() => asking.abort(reason), 50)
      await assert.rejects(askOf(door)(subject.question, asking.signal), reason)
      await door.close()
      await eventually(() => proxy.open() === 0 && trap.open() === 0)
    } finally {
      await trap.stop()
      await proxy.stop()
    }
  })

  against('no more doors are on a target at once than the limit says, and those that wait come in', async ({ port, secrets }) => {
    const proxy = await startProxyServer(port)
    try {
      const limits = { ...defaultLimits, connectTimeoutMs: 20_000, doorsPerTarget: 2 }
      const six = (signal?: AbortSignal) => Promise.allSettled(Array.from({ length: 6 }, () => askOnce(proxy.port, secrets, signal === undefined ? { limits } : { limits, signal })))
      proxy.freeze()
      const stopping = new AbortController()
      const stuck = six(stopping.signal)
      await sleep(200)
      assert.equal(proxy.connections(), 2)
      await failsWith('over-budget', askOnce(proxy.port, secrets, { limits: { ...limits, connectTimeoutMs: 50 } }))
      stopping.abort(new Error('enough'))
      await stuck
      proxy.thaw()
      for (const { status } of await six()) assert.equal(status, 'fulfilled')
    } finally {
      await proxy.stop()
    }
  })
}

function askOf(door: Door): NonNullable<Door['ask']> {
  assert.ok(door.ask !== undefined)
  return door.ask
}

async function failsWith(failure: ConnectorFailure, promise: Promise<unknown>): Promise<ConnectorError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ConnectorError, `expected ${failure}, got ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  assert.equal(error.failure, failure, error.message)
  assert.match(error.message, /[\u4e00-\u9fff]/)
  return error
}

function assertSilent(error: Error, secrets: unknown): void {
  const told = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${JSON.stringify(error.cause)}`
  for (const secret of Object.values((secrets ?? {}) as Record<string, unknown>)) assert.ok(typeof secret !== 'string' || secret === '' || !told.includes(secret))
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < times; round += 1) await work()
}

async function eventually(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !condition(); round += 1) await sleep(20)
  assert.ok(condition(), 'connections were left open')
}
