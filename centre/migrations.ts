import { existsSync } from 'node:fs'
import path from 'node:path'
import { platformMigrations } from '#platform/database/migrations.ts'
import type { MigrationSet } from '#platform/database/migrate.ts'
import { spineMigrations } from '#spine/database/migrations.ts'
import { services } from '#services/index.ts'

/** Everything that the centre's database holds, floor first: foreign keys point downward only. */
export async function centreMigrations(): Promise<MigrationSet[]> {
  const own = services.flatMap((service) => (service.migrations ? [service.migrations] : []))
  return [platformMigrations, spineMigrations, ...own].filter((set) => existsSync(path.resolve(set.folder)))
}
