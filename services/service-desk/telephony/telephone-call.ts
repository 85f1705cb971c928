import { defineErrors } from '#platform/errors/app-error.ts'

export const telephoneEventErrors = defineErrors('telephone-event', {
  'unknown-source': [404, '没有这个电话来源，或已停用；请核对事件地址'],
  unsigned: [401, '事件没有签名：须带 x-xinyun-timestamp（秒）与 x-xinyun-signature（sm3=…）'],
  forged: [401, '签名不符：请核对密钥，并以原样的请求体计算'],
  stale: [401, '签名的时间与服务器相差过大，请校准时钟后重新签名'],
  replayed: [409, '这个请求已经原样收到过，不必再发'],
  different: [409, '同一事件标识已记为别的内容，没有改动；请换用新的事件标识'],
  'unknown-line': [422, '没有开通这条线路'],
  'from-the-future': [422, '发生时间晚于服务器时间，请校准时钟'],
})

export const telephoneErrors = defineErrors('telephone', {
  'call-not-found': [404, '没有这次来电'],
  'source-not-found': [404, '没有这个电话来源'],
  'source-exists': [409, '这个代号已有电话来源，请换一个'],
  'source-changed': [409, '电话来源已被他人修改，请刷新后重新操作'],
  'unknown-line': [422, '没有开通这条线路'],
  invalid: [422, '来电没有登记，请按提示修改'],
})

export const recordingErrors = defineErrors('recording', {
  'not-found': [404, '这次来电没有录音'],
  removed: [410, '录音已按保留期移除'],
  'retention-past': [422, '保留期只能自今天或以后生效'],
  'retention-exists': [409, '这一天已经设置了保留期，请改用别的生效日期'],
})

/** Announced whenever something happened to a call. */
export const CALLS_TOPIC = 'service-desk.telephone-call'

/** Binds sealed text to its row. */
export const secretContext = (source: string) => `telephone-source/${source}`
export const recordingContext = (telephoneCallId: string) => `call-recording/${telephoneCallId}`
