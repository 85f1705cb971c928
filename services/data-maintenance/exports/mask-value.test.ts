import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sensitivityClass } from '#shared/catalogue/propose-classes.ts'
import { maskValue } from './mask-value.ts'

test('every class has its mask; what has no form of its own is hidden whole', () => {
  const samples = { name: ['张三丰', '张**'], 'resident-id': ['110101199003070134', '110***********0134'], mobile: ['13800130001', '138****0001'], 'bank-card': ['6222020200112233445', '***************3445'], address: ['北京市海淀区中关村大街 1 号 2 单元', '北京市海淀区******'], mail: ['someone@example.test', 's***@example.test'], biometric: ['AAAA', '******'], credential: ['p', '******'], location: ['116.3', '******'], finance: ['8000', '******'], 'organisation-code': ['91110108MA01ABCD2X', '91110108MA01ABCD2X'] } as const
  assert.deepEqual(Object.keys(samples).toSorted(), [...sensitivityClass.values].toSorted())
  for (const of of sensitivityClass.values) assert.equal(maskValue(of, samples[of][0]), samples[of][1], of)
  assert.equal(maskValue('hidden', '1'), '******')
  assert.equal(maskValue('name', null), null)
})

test('numbers of people are masked wherever they stand in a text, and nothing else is', () => {
  assert.equal(maskValue('content', '联系人 138 0013 0001，证件 110101 19900307 0134，卡 6222 0202 0011 2233 445；１３８００１３０００１'), '联系人 138****0001，证件 110***********0134，卡 ***************3445；138****0001')
  assert.equal(maskValue('content', '邮箱 someone@example.test'), '邮箱 s***@example.test')
  for (const text of ['GD-20240901-0001', '2024-09-01 08:30:00', '91110108MA01ABCD2X', '第 12345678901 号', '金额 1234567.89', '京建罚〔2024〕第 110105 号']) assert.equal(maskValue('content', text), text)
})

test('a number column keeps its serial numbers and hides phones, identity numbers and cards', () => {
  assert.deepEqual(['13800130001', '110101199003070134', '6222020200112233', '1234567890123456', '20240901', '-5'].map((value) => maskValue('content', value, 'integer')), ['138****0001', '110***********0134', maskValue('bank-card', '6222020200112233'), '1234567890123456', '20240901', '-5'])
  assert.equal(maskValue('content', '13800130001.50', 'decimal'), '13800130001.50')
})
