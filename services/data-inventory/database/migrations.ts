import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

export const dataInventoryMigrations: MigrationSet = { owner: 'data-inventory', folder: path.join(import.meta.dirname, 'migrations') }
