import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Api } from '#shared/define-api.ts'
import { subsystem } from '#shared/subsystems.ts'
import { auditRoutes } from '#platform/audit/routes.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import { connectDatabase } from '#platform/database/connect.ts'
import { openapiDocument } from '#platform/http/openapi.ts'
import { createIdentity, type Identity } from '#platform/identity/identity.ts'
import { createLogger } from '#platform/logging/logger.ts'
import { centreRoutes } from '#centre/routes.ts'
import { caseworkRoutes } from '#subsystems/casework/routes.ts'
import type { RuntimeMeter } from '#subsystems/casework/runtime-meter.ts'
import { subsystemDefinitions } from './subsystem-definitions.ts'

/**
 * `docs/openapi.json` and one document for each subsystem: what `GET /openapi.json` of the running product answers.
 * Routes are described, never called, so no database is needed.
 */
export async function wantedOpenapi(): Promise<ReadonlyMap<string, string>> {
  const { version } = JSON.parse(await readFile(path.join(programFolder, 'package.json'), 'utf8')) as { version: string }
  const text = (title: string, implementations: ReadonlyArray<{ api: Api }>) =>
    `${JSON.stringify(openapiDocument(title, version, implementations.map(({ api }) => api)), undefined, 2)}\n`
  const identity = identityWithoutDatabase()
  const wanted = new Map([['docs/openapi.json', text('信运 运维中心', centreRoutes(identity, () => []))]])
  for (const definition of subsystemDefinitions) {
    const own = [identity.routes, auditRoutes(() => []), ...caseworkRoutes(definition, version, meterOfNothing, identity), ...definition.routes(identity)]
    wanted.set(`docs/subsystems/${definition.slug}.openapi.json`, text(subsystem.titles[definition.slug], own))
  }
  return wanted
}

function neverCalled(): never {
  throw new Error('routes are only described here')
}

const meterOfNothing: RuntimeMeter = { read: neverCalled, watch: neverCalled, stop: neverCalled }

/** A pool connects at its first query, and there is none. */
function identityWithoutDatabase(): Identity {
  const database = connectDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing', applicationName: 'description', maxConnections: 1, log: createLogger({ name: 'description', level: 'silent' }) })
  return createIdentity({ runtime: { database: database.kysely, clock: systemClock }, secretBox: { seal: neverCalled, open: neverCalled, fingerprints: neverCalled }, apis: () => [], issuer: '' })
}
