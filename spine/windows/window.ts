import { defineErrors } from '#platform/errors/app-error.ts'

export const windowErrors = defineErrors('window', {
  'not-found': [404, '没有这个时间窗'],
  invalid: [422, '时间窗没有登记，请按提示修改'],
  overlaps: [422, '与已登记的时间窗重叠，请核实；确需登记请勾选「重叠也登记」'],
  over: [409, '时间窗已经结束或撤销，不能再撤销'],
})
