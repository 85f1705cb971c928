import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import type { RoleGrantAnswer } from '../api.ts'
import { grantColumns } from './grant-columns.tsx'

/** The grants of one person. */
export function GrantsTable({ grants }: { grants: readonly RoleGrantAnswer[] }) {
  if (grants.length === 0) return <Section><EmptyState what="还没有角色" how="由系统管理员申请，安全管理员批准。" /></Section>
  return (
    <Section flush>
      <DataTable caption="角色授予记录" columns={grantColumns.filter(({ key }) => key !== 'displayName').map((column) => (column.key === 'role' ? { ...column, card: 'heading' } : column))} rows={grants} rowKey={({ roleGrantId }) => roleGrantId} />
    </Section>
  )
}
