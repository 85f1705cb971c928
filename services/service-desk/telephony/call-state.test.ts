import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deriveCall, type SeenEvent } from './call-state.ts'
import type { TelephoneEventKind } from './telephone-event.ts'

const at = (second: number) => new Date(Date.parse('2024-09-02T09:00:00+08:00') + second * 1_000)
const event = (kind: TelephoneEventKind, second: number, agent = ''): SeenEvent => ({ kind, at: at(second), agent })

/** Every order in which the events can arrive. */
function orders(events: readonly SeenEvent[]): SeenEvent[][] {
  return events.length < 2 ? [[...events]] : events.flatMap((one, index) => orders(events.toSpliced(index, 1)).map((rest) => [one, ...rest]))
}

const cases: ReadonlyArray<[string, SeenEvent[], ReturnType<typeof deriveCall>]> = [
  ['rings', [event('ringing', 0)], { state: 'ringing', beganAt: at(0), answeredAt: null, overAt: null, agent: '' }],
  ['is answered', [event('ringing', 0), event('answered', 9, '801')], { state: 'answered', beganAt: at(0), answeredAt: at(9), overAt: null, agent: '801' }],
  ['ends', [event('ringing', 0), event('answered', 9, '801'), event('ended', 60), event('recording', 70)], { state: 'ended', beganAt: at(0), answeredAt: at(9), overAt: at(60), agent: '801' }],
  ['is given up', [event('ringing', 0), event('abandoned', 20)], { state: 'abandoned', beganAt: at(0), answeredAt: null, overAt: at(20), agent: '' }],
  ['is answered by one of two telephones', [event('ringing', 0), event('abandoned', 9), event('answered', 9, '802'), event('ended', 60)], { state: 'ended', beganAt: at(0), answeredAt: at(9), overAt: at(60), agent: '802' }],
  ['ends although its answer was never reported', [event('ringing', 0), event('ended', 60, '801')], { state: 'ended', beganAt: at(0), answeredAt: null, overAt: at(60), agent: '801' }],
  ['is known by its recording only', [event('recording', 70)], { state: 'ended', beganAt: at(70), answeredAt: null, overAt: null, agent: '' }],
]

for (const [name, events, expected] of cases) {
  test(`a call ${name}, in whatever order its events arrive`, () => {
    for (const order of orders(events)) assert.deepEqual(deriveCall(order as [SeenEvent]), expected)
  })
}
