import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import type { X509Certificate } from 'node:crypto'

import type { Target } from './allow-list.ts'
import { serverName } from './http-exchange.ts'
import { explainNetworkFailure, failure } from './network-failure.ts'

export type Handshake = {
  readonly certificate: X509Certificate
  /** The certificate and those sent with it, leaf first. */
  readonly chain: readonly X509Certificate[]
  /** Empty when the chain leads to a trusted authority; otherwise OpenSSL's reason. */
  readonly chainProblem: string
  readonly protocol: string
  readonly cipher: string
  readonly hasOcspResponse: boolean
  readonly tookMs: number
}

/** One TLS handshake on a new connection to the pinned address; judges nothing, so that an expired certificate can be described. */
export function shakeHands(request: { target: Target; name: string; ca?: string | undefined; signal: AbortSignal; only?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' }): Promise<Handshake> {
  const { target, name, only } = request
  const where = `${target.host}:${target.port}`
  const startedAt = performance.now()
  const options: ConnectionOptions = {
    host: target.address,
    port: target.port,
    ...serverName(name),
    rejectUnauthorized: false,
    requestOCSP: true,
    // The host name is a question of its own: here only the chain is judged.
    checkServerIdentity: () => undefined,
    ...(request.ca === undefined ? {} : { ca: request.ca }),
    // OpenSSL refuses TLS 1.0 and 1.1 itself unless told that security level 0 will do.
    ...(only === undefined ? {} : { minVersion: only, maxVersion: only, ciphers: 'DEFAULT@SECLEVEL=0' }),
  }
  return new Promise((resolve, reject) => {
    const socket = connect(options)
    let hasOcspResponse = false
    let finish = () => reject(failure('unreachable', where, '握手未完成，连接被对方关闭'))
    // The outcome is told when the connection is closed: only then is its place on the target free.
    const settle = (outcome: () => void) => {
      finish = outcome
      socket.destroy()
    }
    const onAbort = () => socket.destroy()
    request.signal.addEventListener('abort', onAbort, { once: true })
    socket.once('OCSPResponse', (response: Buffer | null) => (hasOcspResponse = response !== null && response.length > 0))
    socket.once('error', (error) => settle(() => reject(explainNetworkFailure(error, where))))
    socket.once('close', () => {
      request.signal.removeEventListener('abort', onAbort)
      finish()
    })
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()
      if (certificate === undefined) return settle(() => reject(failure('bad-answer', where, '对方没有出示证书')))
      const chain = chainOf(certificate)
      const result: Handshake = { certificate, chain, chainProblem: socket.authorized ? '' : String(chainError(socket)), protocol: socket.getProtocol() ?? '', cipher: socket.getCipher().standardName, hasOcspResponse, tookMs: performance.now() - startedAt }
      return settle(() => resolve(result))
    })
  })
}

/** Node types this as Error, but gives OpenSSL's code as text. */
function chainError(socket: TLSSocket): unknown {
  const error: unknown = socket.authorizationError
  return error instanceof Error ? ('code' in error ? error.code : error.message) : error
}

/** A self-signed certificate names itself as its issuer. */
function chainOf(leaf: X509Certificate): readonly X509Certificate[] {
  const chain = [leaf]
  for (let next = leaf.issuerCertificate; next !== undefined && chain.length < 10; next = next.issuerCertificate) {
    if (chain.some((known) => known.fingerprint256 === next?.fingerprint256)) break
    chain.push(next)
  }
  return chain
}
