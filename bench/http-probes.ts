import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { probe } from '#services/inspection/availability/probe.ts'
import { findTool, isMissing } from '#tests/support/servers/missing-tool.ts'
import { startNginx } from '#tests/support/servers/nginx.ts'
import { freePort } from '#tests/support/servers/server-process.ts'
import { openBenchBed } from './bench-bed.ts'
import { exactRow, rateRow, runPairs, type Row } from './pair-runner.ts'
import { checkAsking, isTrue, probeFor } from './probe-loop.ts'
import { registerTargets } from './register-targets.ts'
import type { Benchmark } from './run.ts'

const TEXT = '运行正常'
const PORTS = 16
const SLICE_MS = 3_000
const PEER_CHECKS = 1_200
/** check_http is flat from 8 at once on two cores. */
const PEER_CONCURRENCY = 8
const OUR_CONCURRENCY = 48
const PAIRS = 5
const TIMEOUT_SECONDS = 3

/** Paths of the verdict set: what they answer, and whether a person would call the target good. */
const CASES = [
  { path: '/healthz', isGood: true },
  { path: '/other-text', isGood: false },
  { path: '/absent', isGood: false },
  { path: '/broken', isGood: false },
  { path: '/denied', isGood: false },
  { path: '/long', isGood: true },
] as const

export const benchmark: Benchmark = {
  title: `HTTP probes: a new connection and a content match each, samples stored; peer check_http (xargs -P${PEER_CONCURRENCY})`,
  async measure() {
    const checkHttp = findTool(['check_http'], ['/usr/lib/nagios/plugins', '/usr/lib64/nagios/plugins', '/usr/lib/monitoring-plugins'])
    if (checkHttp === undefined) throw new Error('check_http is not installed: apt-get install --no-install-recommends monitoring-plugins-basic')
    const ports = await Promise.all(Array.from({ length: PORTS }, freePort))
    const page = (text: string) => `default_type text/html; return 200 "<!doctype html><title>健康检查</title>${text}${'x'.repeat(2_000)}"`
    const nginx = await startNginx({
      locations: `${ports.map((port) => `listen 127.0.0.1:${port};`).join(' ')}
        location = /healthz { ${page(`系统${TEXT}`)}; }
        location = /other-text { ${page('系统维护中')}; }
        location = /absent { return 404 "${TEXT}"; }
        location = /broken { return 500 "${TEXT}"; }
        location = /denied { return 403 "${TEXT}"; }
        location = /long { ${page('x'.repeat(1_000) + TEXT)}; }`,
    })
    if (isMissing(nginx)) throw new Error(`nginx is not installed: ${nginx.install}`)
    const bed = await openBenchBed()
    try {
      const check = checkAsking('http-endpoint', { measure: 'content-match', path: '/healthz', expect: TEXT }, isTrue)
      const ids = await registerTargets(bed.centre, 'web-application', ports.map((port) => ({ connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${port}` } })))
      const targets = ids.map((id) => ({ id, check }))
      const peerArguments = ['-I', '127.0.0.1', '-s', TEXT, '-t', String(TIMEOUT_SECONDS)]

      const verdicts = await compareVerdicts(bed, checkHttp, peerArguments, ports[0] as number)
      const pairs = await runPairs(PAIRS, () => probeFor(bed.centre, targets, OUR_CONCURRENCY, SLICE_MS), () => runPeer(checkHttp, [...peerArguments, '-u', '/healthz'], ports))
      return [rateRow('checks with a new connection each', pairs, 'checks/s', 6), ...verdicts]
    } finally {
      await bed.close()
      await nginx.stop()
    }
  },
}

/** One process a check, the targets in turn, as a scheduler of plugins runs them. */
async function runPeer(checkHttp: string, parameters: readonly string[], ports: readonly number[]): Promise<number> {
  const lines = Array.from({ length: PEER_CHECKS }, (_, at) => String(ports[at % ports.length]))
  const startedAt = performance.now()
  const child = spawn('xargs', ['-P', String(PEER_CONCURRENCY), '-n', '1', checkHttp, ...parameters, '-p'], { stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin.end(lines.join('\n'))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`check_http found a good target bad (xargs ended with ${code})`)
  return (PEER_CHECKS / (performance.now() - startedAt)) * 1_000
}

/** Both look at the same good and bad targets: pages, a closed port, and a server that takes the connection and says nothing. */
async function compareVerdicts(bed: Awaited<ReturnType<typeof openBenchBed>>, checkHttp: string, parameters: readonly string[], port: number): Promise<Row[]> {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const silentPort = (silent.address() as { port: number }).port
  const cases = [...CASES.map((one) => ({ ...one, port })), { path: '/closed', isGood: false, port: await freePort() }, { path: '/silent', isGood: false, port: silentPort }]
  let agreed = 0
  for (const { path, port: at, isGood } of cases) {
    const [id] = await registerTargets(bed.centre, 'web-application', [{ connector: 'http-endpoint', settings: { baseUrl: `http://127.0.0.1:${at}` }, limits: { connectTimeoutMs: TIMEOUT_SECONDS * 1_000, questionTimeoutMs: TIMEOUT_SECONDS * 1_000 } }])
    const sample = await probe(bed.centre.runtime.attached.openDoor, { id: id as string, check: checkAsking('http-endpoint', { measure: 'content-match', path, expect: TEXT }, isTrue) }, bed.centre.runtime.clock.now(), new AbortController().signal)
    const peer = await new Promise<boolean>((resolve) => execFile(checkHttp, [...parameters, '-u', path, '-p', String(at)], (error) => resolve(error === null)))
    if (sample?.isUp === isGood && peer === isGood) agreed += 1
    else process.stderr.write(`  verdicts differ at ${path}: ours ${sample?.isUp}, check_http ${peer}, right ${isGood}\n`)
  }
  silent.close()
  return [exactRow('good and bad targets judged alike and rightly', agreed, cases.length)]
}
