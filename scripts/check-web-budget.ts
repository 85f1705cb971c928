import { buildWeb, isWebStale, measureWeb, sizeTable } from './build-web.ts'

/** Fails when the shell or a page group weighs more than its budget. Builds first when the pages are stale. */
if (isWebStale()) await buildWeb()
const sizes = measureWeb()
process.stdout.write(`${sizeTable(sizes)}\n`)
const over = sizes.filter(({ bytes, limit }) => bytes > limit)
if (over.length > 0) {
  process.stderr.write(`${over.map(({ group }) => group).join('、')} 超出网页体积预算：把少用的组件改为动态导入，或换用 web/kit 里已有的组件。\n`)
  process.exitCode = 1
}
