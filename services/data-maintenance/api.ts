export { dataExportsApi } from './exports/api.ts'
export { dataOrdersApi } from './orders/api.ts'
export { exportQueriesApi } from './queries/api.ts'
