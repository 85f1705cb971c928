import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

export const backupMigrations: MigrationSet = { owner: 'backup', folder: path.join(import.meta.dirname, 'migrations') }
