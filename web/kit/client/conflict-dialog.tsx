import type { App } from 'antd'
import type { Problem } from '#shared/problem.ts'
import { TraceId } from '../state/trace-id.tsx'

/** Two people, one object: says who changed it, and leaves the choice. Nothing typed is thrown away unasked. */
export function showConflict(modal: ReturnType<typeof App.useApp>['modal'], problem: Problem, onReload: () => void): void {
  modal.confirm({
    title: problem.title,
    content: (
      <>
        <p>{problem.detail ?? '在您编辑期间，这条记录已被他人修改。'}</p>
        {problem.problems?.map(({ place, message }) => <p key={place + message}>{message}</p>)}
        <p className="x-soft">您的输入没有保存，也没有丢失。</p>
        <TraceId value={problem.traceId} />
      </>
    ),
    okText: '载入最新内容',
    cancelText: '继续编辑',
    onOk: onReload,
  })
}
