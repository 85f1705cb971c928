import path from 'node:path'
import type { MigrationSet } from '#platform/database/migrate.ts'

export const changeRequestMigrations: MigrationSet = { owner: 'change-request', folder: path.join(import.meta.dirname, 'migrations') }
