/** References to ambiguities: how they are filled in, and what they may not be. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BEIJING } from './checks/contract-files.fixture.ts'
import { loadContract } from './load-contract.ts'
import { referencesIn, resolveReferences, settleDefaults } from './settle-defaults.ts'

describe('a reference to an ambiguity', () => {
  const settings = new Map<string, unknown>([
    ['AMB-01', { kind: 'weekly', minimumWorkingDays: { decidedBy: 'AMB-02' } }],
    ['AMB-02', 3],
    ['AMB-03', { decidedBy: 'AMB-04' }],
    ['AMB-04', { decidedBy: 'AMB-03' }],
  ])
  it('is replaced by the decided value, its neighbours kept, and the value may refer on', () =>
    assert.deepEqual(resolveReferences([{ part: 'check', decidedBy: 'AMB-01' }], settings), [{ part: 'check', kind: 'weekly', minimumWorkingDays: 3 }]))
  it('picks one field of a value', () => assert.equal(resolveReferences({ decidedBy: 'AMB-01', pick: 'kind' }, settings), 'weekly'))
  it('may not go in a circle or lead nowhere', () => {
    assert.throws(() => resolveReferences({ decidedBy: 'AMB-03' }, settings), /AMB-03 → AMB-04 → AMB-03 互相引用/)
    assert.throws(() => resolveReferences({ decidedBy: 'AMB-09' }, settings), /AMB-09 的选项没有给出取值/)
    assert.throws(() => resolveReferences({ decidedBy: 'AMB-01', pick: 'days' }, settings), /取值“days”/)
  })
})

describe('the defaults of the contract', () => {
  const document = loadContract(BEIJING)
  it('give way to a decision from its date of effect on', () => {
    const decisions = [{ ambiguity: 'AMB-15', option: 'every-touched-week', effectiveOn: '2024-09-01' }]
    assert.equal(settleDefaults(document, decisions, '2024-08-31').get('AMB-15'), 3)
    assert.equal(settleDefaults(document, decisions, '2024-09-01').get('AMB-15'), 0)
  })
  it('are referred to by the plan, so that none of these is a dead letter', () =>
    assert.deepEqual(referencesIn([document.obligations, document.term], document).toSorted(), [
      'AMB-01', 'AMB-02', 'AMB-03', 'AMB-11', 'AMB-12', 'AMB-15', 'AMB-16', 'AMB-17', 'AMB-18', 'AMB-29', 'AMB-41', 'AMB-42', 'AMB-55',
    ]))
})
