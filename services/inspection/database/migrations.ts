import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

export const inspectionMigrations: MigrationSet = { owner: 'inspection', folder: path.join(import.meta.dirname, 'migrations') }
