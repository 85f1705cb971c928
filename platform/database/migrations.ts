import path from 'node:path'
import type { MigrationSet } from './migrate.ts'

/** The platform's own tables: first in every database of ours. */
export const platformMigrations: MigrationSet = { owner: 'platform', folder: path.join(import.meta.dirname, 'migrations') }
