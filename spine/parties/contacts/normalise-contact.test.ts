import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normaliseContact } from './normalise-contact.ts'

const spellings: Readonly<Record<string, readonly string[]>> = {
  '13800000001': ['13800000001', ' 138 0000 0001 ', '138-0000-0001', '+86 138 0000 0001', '+8613800000001', '008613800000001', '8613800000001', '013800000001', '１３８０００００００１', '(+86)138-0000-0001'],
  '01055550101': ['01055550101', '010-55550101', '(010) 5555-0101', '（010）55550101', '010 5555 0101', '+86 10 5555 0101', '+86-010-5555-0101', '86 10 55550101', '0086 10 55550101', '55550101', '5555-0101', '010—5555—0101'],
  '01055550101x8001': ['010-55550101-8001', '010-55550101转8001', '010-55550101 转 8001', '010 55550101 分机8001', '+86 10 5555 0101 ext. 8001', '55550101#8001', '01055550101,8001', '01055550101x8001'],
  '03165550101': ['0316-5550101', '+86 316 5550101', '(0316)5550101'],
  '4005550101': ['400-555-0101', '+86 400 555 0101'],
  '7726': ['7726', ' 7726 '],
  '+85255550101': ['+852 5555 0101', '00852 55550101'],
  'zhang.san@example.com': ['zhang.san@example.com', ' Zhang.San@Example.COM ', 'ｚhang.san@example.com'],
}

for (const [text, typed] of Object.entries(spellings)) {
  test(`${text} has one spelling, however it was typed`, () => {
    for (const one of typed) assert.equal(normaliseContact(one)?.text, text, one)
  })
}

test('Different numbers stay different', () => {
  const texts = Object.values(spellings).map(([first]) => normaliseContact(first as string)?.text)
  assert.equal(new Set(texts).size, texts.length)
})

test('What is neither a number nor a mailbox is not taken for one', () => {
  for (const typed of ['', '12', '无', '张三', '2024-09-14 08:30', '138000000012345678', 'a@b', 'a@@example.com', 'a b@example.com', '+1', '<x@example.com>', '9'.repeat(400)]) assert.equal(normaliseContact(typed), undefined, typed)
})
