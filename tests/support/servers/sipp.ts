import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findTool, type MissingTool } from './missing-tool.ts'

const run = promisify(execFile)

export type SippCall = {
  readonly to: { readonly host: string; readonly port: number }
  readonly line: string
  readonly caller: string
  /** `talk`: answered, then hung up by the caller; `give-up`: cancelled while it rings; `taken`: cancelled because somebody else took it; `ask`: OPTIONS. */
  readonly plot: 'talk' | 'give-up' | 'taken' | 'ask'
  /** Calls to make at the same time. */
  readonly count?: number
  /** How long a call that was answered lasts. */
  readonly talkMs?: number
}

/** Makes real SIP calls with SIPp and resolves when each went as its plot says; rejects with what SIPp printed when one did not. */
export async function callWithSipp({ to, line, caller, plot, count = 1, talkMs = 300 }: SippCall): Promise<MissingTool | undefined> {
  const program = findTool(['sipp'])
  if (program === undefined) return { missing: 'sipp', install: 'apt-get install sip-tester' }
  const folder = await mkdtemp(join(tmpdir(), 'xinyun-sipp-'))
  try {
    const scenario = join(folder, 'scenario.xml')
    await writeFile(scenario, `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="${plot}">\n${plots[plot](caller, talkMs)}\n</scenario>\n`)
    const args = ['-sf', scenario, '-s', line, '-m', String(count), '-l', String(count), '-r', String(count), '-i', '127.0.0.1', '-nostdin', '-timeout', '20', '-timeout_error', `${to.host}:${to.port}`]
    await run(program, args, { cwd: folder, env: { ...process.env, TERM: 'dumb' } }).catch((error: { stdout?: string; stderr?: string; message: string }) => {
      throw new Error(`SIPp ${plot} failed: ${error.stderr ?? error.message}\n${(error.stdout ?? '').slice(-1_500)}`)
    })
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const request = (method: string, { caller = '', toTag = '', sequence = method, more = [] as readonly string[], body = '' }) => `<send${method === 'ACK' ? '' : ' retrans="500"'}><![CDATA[
${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "Caller" <sip:${caller}@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>${toTag}
Call-ID: [call_id]
CSeq: ${sequence}
Contact: sip:${caller}@[local_ip]:[local_port]
Max-Forwards: 70
${[...more, ...(body ? ['Content-Type: application/sdp'] : [])].map((one) => `${one}\n`).join('')}Content-Length: [len]

${body}]]></send>`

const SDP = `v=0
o=user1 53655765 2353687637 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
`
const ringing = '<recv response="100" optional="true"/>\n<recv response="180"/>'

/** SIPp counts its branch up with each request, so what belongs to the INVITE names it again. */
const ofInvite = (text: string) => text.replace('branch=[branch]', 'branch=[branch-1]')

const cancelled = (caller: string, reason: readonly string[]) => [
  request('INVITE', { caller, sequence: '1 INVITE', body: SDP }),
  ringing,
  '<pause milliseconds="200"/>',
  ofInvite(request('CANCEL', { caller, sequence: '1 CANCEL', more: reason })),
  '<recv response="200"/>',
  '<recv response="487"/>',
  request('ACK', { caller, toTag: '[peer_tag_param]', sequence: '1 ACK' }).replace('branch=[branch]', 'branch=[branch-2]'),
].join('\n')

const plots: Readonly<Record<SippCall['plot'], (caller: string, talkMs: number) => string>> = {
  talk: (caller, talkMs) => [
    request('INVITE', { caller, sequence: '1 INVITE', body: SDP }),
    '<recv response="100" optional="true"/>\n<recv response="180" optional="true"/>',
    '<recv response="200"/>',
    request('ACK', { caller, toTag: '[peer_tag_param]', sequence: '1 ACK' }),
    `<pause milliseconds="${talkMs}"/>`,
    request('BYE', { caller, toTag: '[peer_tag_param]', sequence: '2 BYE' }),
    '<recv response="200"/>',
  ].join('\n'),
  'give-up': (caller) => cancelled(caller, []),
  taken: (caller) => cancelled(caller, ['Reason: SIP;cause=200;text="Call completed elsewhere"']),
  ask: (caller) => [request('OPTIONS', { caller, sequence: '1 OPTIONS' }), '<recv response="200"/>'].join('\n'),
}
