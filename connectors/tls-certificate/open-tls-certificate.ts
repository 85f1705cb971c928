import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

import { acceptedProtocols, type LegacyVersion } from '../accepted-protocols.ts'
import { resolveTarget } from '../allow-list.ts'
import type { Answer, Door, OpenRequest } from '../connector.ts'
import { type Allowance, limitDoor, type Measured } from '../limit-door.ts'
import { explainNetworkFailure } from '../network-failure.ts'
import { type Handshake, shakeHands } from '../shake-hands.ts'
import { tlsCertificateQuestion, type TlsMeasure } from './questions.ts'
import type { TlsCertificateSecrets, TlsCertificateSettings } from './settings.ts'

const DAY_MS = 86_400_000

/** Opening sends nothing: each question is one handshake, so it always describes the certificate served now. */
export async function openTlsCertificate(request: OpenRequest<TlsCertificateSettings, TlsCertificateSecrets>): Promise<Door> {
  const { settings, allowList, clock } = request
  const where = `${settings.host}:${settings.port}`
  const name = settings.serverName ?? settings.host
  const target = () => resolveTarget(allowList, settings)
  request.signal?.throwIfAborted()
  await target()
  const door = limitDoor({ request, where, explain: (error) => explainNetworkFailure(error, where), target })
  const shake = async (allowance: Allowance, only?: LegacyVersion) =>
    shakeHands({ target: allowance.target ?? (await target()), name, ca: settings.ca, signal: allowance.signal, ...(only === undefined ? {} : { only }) })
  let protocol = ''
  return {
    get identity() {
      return { engine: 'tls', version: protocol }
    },
    ask: (question, signal) =>
      door.ask(
        tlsCertificateQuestion,
        question,
        async ({ measure }, allowance) => {
          if (measure === 'legacy-protocol') {
            const accepted = await acceptedProtocols((only) => shake(allowance, only), allowance.signal)
            return { value: accepted.legacy.length > 0, raw: accepted }
          }
          const handshake = await shake(allowance)
          protocol = handshake.protocol
          return measureHandshake(measure, handshake, name, clock.now())
        },
        signal,
      ),
    close: async () => door.close(),
  }
}

function measureHandshake(measure: Exclude<TlsMeasure, 'legacy-protocol'>, handshake: Handshake, name: string, now: Date): Measured {
  const { certificate, chain } = handshake
  const daysLeft = (each: X509Certificate) => Math.floor(((each.validToDate.getTime() - now.getTime()) / DAY_MS) * 100) / 100
  const life = certificate.validToDate.getTime() - certificate.validFromDate.getTime()
  const measures: Record<typeof measure, () => { value: Answer['value']; unit?: string }> = {
    'days-left': () => ({ value: daysLeft(certificate), unit: 'd' }),
    'chain-days-left': () => ({ value: Math.min(...chain.map(daysLeft)), unit: 'd' }),
    'life-left-ratio': () => ({ value: Math.min(1, (certificate.validToDate.getTime() - now.getTime()) / life), unit: 'ratio' }),
    'host-match': () => ({ value: (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined }),
    'chain-ok': () => ({ value: handshake.chainProblem === '' }),
    'self-signed': () => ({ value: certificate.issuer === certificate.subject }),
    'not-after': () => ({ value: certificate.validToDate.toISOString() }),
    issuer: () => ({ value: oneLine(certificate.issuer) }),
    subject: () => ({ value: oneLine(certificate.subject) }),
    'serial-number': () => ({ value: certificate.serialNumber }),
    'signature-algorithm': () => ({ value: certificate.signatureAlgorithm ?? null }),
    'key-type': () => ({ value: certificate.publicKey.asymmetricKeyType ?? null }),
    'key-bits': () => ({ value: keyBits(certificate), unit: 'bit' }),
    protocol: () => ({ value: handshake.protocol }),
    'ocsp-stapled': () => ({ value: handshake.hasOcspResponse }),
    'handshake-ms': () => ({ value: Math.round(handshake.tookMs * 100) / 100, unit: 'ms' }),
  }
  return { ...measures[measure](), raw: { protocol: handshake.protocol, cipher: handshake.cipher, chainProblem: handshake.chainProblem, chain: chain.map(describe) } }
}

function describe(certificate: X509Certificate): unknown {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    names: certificate.subjectAltName ?? '',
    serialNumber: certificate.serialNumber,
    fingerprint256: certificate.fingerprint256,
    keyType: certificate.publicKey.asymmetricKeyType ?? '',
    keyBits: keyBits(certificate),
  }
}

/** Length of the key: modulus of RSA and DSA, order of the named curve otherwise. */
function keyBits(certificate: X509Certificate): number | null {
  const { asymmetricKeyDetails, asymmetricKeyType } = certificate.publicKey
  if (asymmetricKeyDetails?.modulusLength !== undefined) return asymmetricKeyDetails.modulusLength
  const bitsOfCurve: Readonly<Record<string, number>> = { prime256v1: 256, secp256k1: 256, secp384r1: 384, secp521r1: 521, SM2: 256, ed25519: 256, ed448: 448 }
  return bitsOfCurve[asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType ?? ''] ?? null
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ')
}
