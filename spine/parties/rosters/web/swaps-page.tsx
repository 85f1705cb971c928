import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { useSession } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { optionsOf } from '../../web/options-of.ts'
import { rostersApi, type SwapView, swapState, rosterKind } from '../api.ts'
import { shiftWords } from './shift-words.ts'
import { SwapStateTag } from './swap-state-tag.tsx'

/** Swaps of shifts, and the third person's decision on them. */
export function SwapsPage() {
  const rosters = useClient(rostersApi)
  const decide = useAct(rostersApi, 'decideSwap', { done: '已处理' })
  const { user } = useSession()
  const isThird = (row: SwapView) => row.requestedBy !== user.userId && row.answeredBy !== user.userId
  return (
    <Page title="换班" lead="一人申请、对方同意、第三人批准；双方都不能批准自己的换班。">
      <DataList
        name="swaps"
        noun="换班"
        source={rosters.list('listSwaps')}
        rowKey={({ swapId }) => swapId}
        searchHint="姓名、理由"
        filters={[{ kind: 'choice', key: 'state', label: '状态', options: optionsOf(swapState) }]}
        columns={[
          { key: 'fromName', title: '申请人', width: 150, card: 'heading' },
          { key: 'toName', title: '对方', width: 150 },
          { key: 'startsAt', title: '让出', canSort: true, width: 170, render: shiftWords },
          { key: 'counter', title: '换回', width: 170, render: (row) => (row.counterStartsAt && row.counterEndsAt ? shiftWords({ startsAt: row.counterStartsAt, endsAt: row.counterEndsAt }) : '代班') },
          { key: 'kind', title: '种类', isExtra: true, width: 140, render: ({ kind }) => rosterKind.titles[kind] },
          { key: 'reason', title: '理由', card: 'wide' },
          { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <SwapStateTag state={state} /> },
          { key: 'requestedAt', title: '申请', canSort: true, isExtra: true, width: 176, render: ({ requestedAt }) => <InstantText value={requestedAt} /> },
          { key: 'decidedByName', title: '批准人', width: 120, render: ({ decidedByName }) => decidedByName ?? '—' },
          {
            key: 'act',
            title: '操作',
            width: 150,
            card: 'acts',
            render: (row) => row.state === 'accepted' && isThird(row) && (
              <span className="x-row">
                <ActButton permission="roster:approve" size="small" type="primary" onAct={() => decide.mutateAsync({ params: { swapId: row.swapId }, body: { approves: true, note: '', version: row.version } })}>批准</ActButton>
                <ActButton permission="roster:approve" size="small" onAct={() => decide.mutateAsync({ params: { swapId: row.swapId }, body: { approves: false, note: '', version: row.version } })}>不批准</ActButton>
              </span>
            ),
          },
        ]}
        empty={{ what: '还没有换班', how: '值班人在“我的值班”中申请。' }}
      />
    </Page>
  )
}
