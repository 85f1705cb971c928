import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

export const dataMaintenanceMigrations: MigrationSet = { owner: 'data-maintenance', folder: path.join(import.meta.dirname, 'migrations') }
