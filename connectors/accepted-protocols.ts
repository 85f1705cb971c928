import { ConnectorError } from './connector.ts'
import type { Handshake } from './shake-hands.ts'

/** Versions that 等保 and current practice no longer accept. */
const legacyVersions = ['TLSv1', 'TLSv1.1'] as const
export type LegacyVersion = (typeof legacyVersions)[number]

/**
 * Which outdated TLS versions a listener still accepts, and the best one. Being refused an old version is the good
 * answer; a listener that refuses every handshake throws, because then it has told nothing.
 */
export async function acceptedProtocols(shake: (only?: LegacyVersion) => Promise<Handshake>, signal: AbortSignal): Promise<{ readonly legacy: readonly string[]; readonly best: string }> {
  const best = (await shake()).protocol
  const legacy: string[] = []
  for (const version of legacyVersions) {
    try {
      legacy.push((await shake(version)).protocol)
    } catch (error) {
      if (signal.aborted || !(error instanceof ConnectorError) || error.failure === 'timeout') throw error
    }
  }
  return { legacy, best }
}
