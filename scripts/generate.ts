/**
 * `npm run generate`: writes every generated file of the repository. `npm run generate -- openapi errors` writes only
 * those. An architecture test compares what is on disk with what these give.
 */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { programFolder } from '#platform/config/config.ts'
import { startEmbeddedServer } from '#platform/database/embedded-server.ts'
import { contractSchemaText } from '#spine/contracts/contract-schema.ts'
import { clockSchemaText } from './generate-clock-schema.ts'
import { wantedDataDictionaries } from './generate-data-dictionary.ts'
import { wantedErrors } from './generate-errors.ts'
import { wantedOpenapi } from './generate-openapi.ts'
import { wantedTables } from './generate-tables.ts'
import { telephoneEventSchemaText } from './generate-telephone-event-schema.ts'

export type Wanted = ReadonlyMap<string, string>

/** Name → content of its files, by path below the repository. The address is that of a PostgreSQL for scratch databases. */
export const generators: Readonly<Record<string, (serverUrl: string) => Wanted | Promise<Wanted>>> = {
  tables: wantedTables,
  'clock-schema': () => new Map([['docs/clock-input.schema.json', clockSchemaText()]]),
  'contract-schema': () => new Map([['contracts/contract.schema.json', `${contractSchemaText()}\n`]]),
  'telephone-event-schema': () => new Map([['docs/telephone-event.schema.json', telephoneEventSchemaText()]]),
  openapi: wantedOpenapi,
  'data-dictionary': wantedDataDictionaries,
  errors: wantedErrors,
}

/** Files whose content on disk is not the wanted one, each with the command that cures it. */
export async function staleFiles(name: string, wanted: Wanted): Promise<string[]> {
  const stale: string[] = []
  for (const [file, text] of wanted) {
    if ((await readFile(path.join(programFolder, file), 'utf8').catch(() => undefined)) !== text) stale.push(`${file}: npm run generate -- ${name}`)
  }
  return stale
}

async function writeAll(names: readonly string[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-generate-'))
  await chmod(folder, 0o711)
  const server = await startEmbeddedServer({ folder: path.join(folder, 'postgres'), isDurable: false })
  try {
    for (const name of names) {
      for (const [file, text] of (await generators[name]?.(server.url)) ?? []) {
        await mkdir(path.dirname(path.join(programFolder, file)), { recursive: true })
        await writeFile(path.join(programFolder, file), text)
        process.stdout.write(`${file}\n`)
      }
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((name) => !Object.hasOwn(generators, name))
  if (unknown.length > 0) {
    process.stderr.write(`unknown: ${unknown.join(', ')}; there are ${Object.keys(generators).join(', ')}\n`)
    process.exitCode = 2
  } else await writeAll(asked.length > 0 ? asked : Object.keys(generators))
}
