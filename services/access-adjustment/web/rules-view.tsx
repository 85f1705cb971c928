import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { accessPrivilege, type AccessRules, type RulesInForce } from '../rules/api.ts'

/** Both routes and the exclusions of one version, with who would decide each step today. */
export function RulesView({ rules, roles, offered, isGeneral }: { rules: AccessRules; roles: RulesInForce['roles']; offered: RulesInForce['offered']; isGeneral: boolean }) {
  const roleOf = (code: string) => roles.find(({ roleCode }) => roleCode === code)
  return (
    <>
      {accessPrivilege.values.map((privilege) => (
        <Section key={privilege} title={`${accessPrivilege.titles[privilege]}的审批路线`} flush>
          {rules[privilege].length === 0 ? (
            <EmptyState what="没有专门的路线" how="按通用路线审批。" />
          ) : (
            <DataTable
              caption={`${accessPrivilege.titles[privilege]}的审批路线`}
              rows={rules[privilege].map((step, index) => ({ ...step, step: index + 1 }))}
              rowKey={({ step }) => String(step)}
              columns={[
                { key: 'step', title: '步骤', width: 70, align: 'right' },
                { key: 'title', title: '名称', card: 'heading' },
                { key: 'roleCode', title: '审批角色', width: 150, render: ({ roleCode }) => roleOf(roleCode)?.title ?? roleCode },
                { key: 'people', title: '现在由谁审批', width: 260, render: ({ roleCode }) => roleOf(roleCode)?.people.join('、') || <span className="x-soft">没有人担任</span> },
                { key: 'expiresAfterWorkingDays', title: '逾期退回', width: 130, render: ({ expiresAfterWorkingDays }) => `${expiresAfterWorkingDays} 个工作日` },
              ]}
            />
          )}
        </Section>
      ))}
      <Section title="职责分离规则" flush>
        {rules.exclusions.length === 0 ? (
          <EmptyState what="没有职责分离规则" how={isGeneral ? '目标系统自己的互斥组仍然有效。' : '只适用通用规则和目标系统自己的互斥组。'} />
        ) : (
          <DataTable
            caption="职责分离规则"
            rows={rules.exclusions}
            rowKey={({ oneRole, otherRole }) => `${oneRole} ${otherRole}`}
            columns={[
              { key: 'title', title: '规则', card: 'heading' },
              { key: 'oneRole', title: '角色', width: 240, render: ({ oneRole }) => <RoleCode code={oneRole} offered={offered} /> },
              { key: 'otherRole', title: '互斥角色', width: 240, render: ({ otherRole }) => <RoleCode code={otherRole} offered={offered} /> },
              { key: 'basis', title: '依据', width: 160 },
            ]}
          />
        )}
      </Section>
    </>
  )
}

/** A code that no target has is a rule that never bites: said where it stands. */
function RoleCode({ code, offered }: { code: string; offered: readonly string[] }) {
  return <><span className="x-mono">{code}</span>{offered.length > 0 && !offered.includes(code) && <span className="x-soft"> 各对象没有此角色</span>}</>
}
