import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

/** Tables of the spine: after the platform's, before any service's. */
export const spineMigrations: MigrationSet = { owner: 'spine', folder: path.join(import.meta.dirname, 'migrations') }
