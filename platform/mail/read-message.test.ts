import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutQuotes } from './cut-quotes.ts'
import { readMessage } from './read-message.ts'

const mail = (headers: readonly string[], body: string) => readMessage(Buffer.from([...headers, '', body].join('\r\n')))
const basic = ['From: =?utf-8?B?5byg5LiJ?= <zhang.san@example.com>', 'To: desk@example.com', 'Subject: =?gb2312?B?zsrM4g==?=', 'Message-ID: <a1@example.com>', 'Date: Mon, 2 Sep 2024 09:00:00 +0800', 'MIME-Version: 1.0']

test('a message is read with its Chinese names, whatever their charset', async () => {
  const one = await mail([...basic, 'In-Reply-To: <x@y>', 'References: <w@y> <x@y>', 'Content-Type: text/plain; charset=gbk', 'Content-Transfer-Encoding: base64'], 'xOO6ww==')
  assert.deepEqual([one.messageId, one.from, one.fromName, one.subject, one.text, one.inReplyTo], ['<a1@example.com>', 'zhang.san@example.com', '张三', '问题', '你好', ['<x@y>', '<w@y>']])
  assert.equal(one.sentAt?.toISOString(), '2024-09-02T01:00:00.000Z')
  assert.deepEqual([one.automatic, one.bounce], ['', null])
})

test('HTML becomes text that can do nothing', async () => {
  const { text } = await mail([...basic, 'Content-Type: text/html; charset=utf-8'], '<p>登录<b>不了</b></p><script>alert(1)</script><style>p{}</style><img src="cid:a@b" onerror="alert(1)"><img src="data:image/png;base64,AAAA"><p>请\u202E处理\u0000</p>')
  assert.equal(text.replaceAll(/\s+/g, ' '), '登录不了 请处理')
})

test('what programs send is told from what people send', async () => {
  const reason = async (...more: string[]) => (await mail([...basic, ...more], 'x')).automatic
  assert.match(await reason('Auto-Submitted: auto-replied'), /Auto-Submitted/)
  assert.match(await reason('Precedence: bulk'), /Precedence/)
  assert.match(await reason('List-Id: <all.example.com>'), /List-Id/)
  assert.match(await reason('X-Autoreply: yes'), /x-autoreply/)
  assert.equal(await reason('Auto-Submitted: no', 'Precedence: normal'), '')
})

test('a report of failed delivery names the message and the reason', async () => {
  const report = ['--b', 'Content-Type: text/plain', '', '无法送达', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.com', '', 'Final-Recipient: rfc822; nobody@example.com', 'Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1 no such', ' user', '--b', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <sent-1@xinyun>', 'Subject: x', '--b--', ''].join('\r\n')
  const { bounce } = await mail(['From: MAILER-DAEMON@mx.example.com', 'Subject: Undelivered', 'MIME-Version: 1.0', 'Auto-Submitted: auto-replied', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'], report)
  assert.deepEqual(bounce, { diagnostic: 'smtp; 550 5.1.1 no such user', messageIds: ['<sent-1@xinyun>'] })
})

test('what is no message is read as far as it goes', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), Buffer.from([0xff, 0xfe, 0, 1]), Buffer.from('Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!')]) {
    const one = await readMessage(bytes)
    assert.equal(one.messageId, '')
    assert.doesNotMatch(one.text, /\u0000/)
  }
})

test('quoted text below the answer is cut, answers between quotes are not', () => {
  const cut = (text: string) => cutQuotes(text).written
  assert.equal(cut('好了，谢谢\n\n------------------ 原始邮件 ------------------\n发件人: "热线" <a@b>\n你的问题'), '好了，谢谢')
  assert.equal(cut('好了\n\n在 2024年9月2日 星期一 09:00，热线 <a@b> 写道：\n> 你的\n> 问题\n'), '好了')
  assert.equal(cut('Fixed\n\nOn Mon, 2 Sep 2024 at 09:00, Desk <a@b> wrote:\n> Yours'), 'Fixed')
  assert.equal(cut('好了\n\n发件人: 热线\n发送时间: 2024年9月2日\n主题: x'), '好了')
  assert.equal(cut('第一问\n> 你说的\n第二问'), '第一问\n> 你说的\n第二问')
  assert.equal(cut('发件人：填错了，请改为张三'), '发件人：填错了，请改为张三')
  assert.equal(cut('> 全是引文'), '> 全是引文')
})
