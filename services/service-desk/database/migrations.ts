import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

export const serviceDeskMigrations: MigrationSet = { owner: 'service-desk', folder: path.join(import.meta.dirname, 'migrations') }
