import { subsystemOptions } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi, timedGrantState } from '../api.ts'
import { TimedGrantStateTag } from './access-state-tags.tsx'

/** Rights that end by themselves: when, and that they really did. */
export function TimedGrantsPage() {
  const access = useClient(accessAdjustmentApi)
  return (
    <Page title="限期授权" lead="从批准之时（指定生效日期的，从当日零时）起算，到时自动收回并读回确认；仍需使用的从原单复制一份重新报批。">
      <DataList
        name="timed-grants"
        noun="限期授权"
        source={access.list('listTimedGrants')}
        rowKey={({ timedGrantId }) => timedGrantId}
        searchHint="账号、角色、单号"
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: timedGrantState.values.map((value) => ({ value, label: timedGrantState.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions.filter(({ value }) => value !== 'platform') },
        ]}
        columns={[
          { key: 'account', title: '账号', width: 120, canSort: true, card: 'heading' },
          { key: 'role', title: '角色', width: 150 },
          { key: 'targetTitle', title: '对象' },
          { key: 'startsAt', title: '起算', width: 164, render: ({ startsAt }) => <InstantText value={startsAt} /> },
          { key: 'endsAt', title: '截止', width: 164, canSort: true, render: ({ endsAt }) => <DueText value={endsAt} /> },
          { key: 'state', title: '状态', width: 96, canSort: true, card: 'state', render: ({ state }) => <TimedGrantStateTag state={state} /> },
          { key: 'number', title: '单据', width: 170, render: ({ requestId, number }) => requestId && <PageLink to={`/access-adjustment/forms/${requestId}`}>{number}</PageLink> },
          { key: 'note', title: '说明', isExtra: true },
        ]}
        empty={{ what: '没有限期授权', how: '临时授权或带期限的特权授权执行后出现在这里。' }}
      />
    </Page>
  )
}
