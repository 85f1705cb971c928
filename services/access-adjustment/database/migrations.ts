import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

export const accessAdjustmentMigrations: MigrationSet = { owner: 'access-adjustment', folder: path.join(import.meta.dirname, 'migrations') }
