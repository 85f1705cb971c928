import { Section } from '#web/kit/detail/section.tsx'
import { formatMoney } from '#web/kit/value/money.tsx'
import type { Contract } from './contract-answer.ts'
import './contract.css'

/** The price list of annex 3: modules down, subsystems across, with the sums as the contract prints them. */
export function PriceTable({ prices }: { prices: Contract['prices'] }) {
  const amounts = new Map(prices.cells.map(({ subsystem, module, amount }) => [`${subsystem} ${module}`, amount]))
  return (
    <Section title="价格清单（附件3）" extra={<span className="x-soft">单位：元</span>} flush>
      <div className="x-table-scroll">
        <table className="x-table x-prices">
          <caption className="x-hidden">价格清单</caption>
          <thead>
            <tr>
              <th scope="col">功能模块</th>
              {prices.subsystems.map(({ code, title }) => <th key={code} scope="col" className="x-number">{code} {title}</th>)}
              <th scope="col" className="x-number">合计</th>
            </tr>
          </thead>
          <tbody>
            {prices.modules.map((module) => (
              <tr key={module.code}>
                <th scope="row">{module.code} {module.title}</th>
                {prices.subsystems.map(({ code }) => <td key={code} className="x-number">{whole(amounts.get(`${code} ${module.code}`))}</td>)}
                <td className="x-number"><b>{whole(module.subtotal)}</b></td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">小计</th>
              {prices.subsystems.map(({ code, subtotal }) => <td key={code} className="x-number"><b>{whole(subtotal)}</b></td>)}
              <td className="x-number"><b>{whole(prices.total)}</b></td>
            </tr>
            <tr>
              <th scope="row">总价大写</th>
              <td colSpan={prices.subsystems.length + 1} className="x-number"><b>{prices.totalInWords}</b></td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Section>
  )
}

/** Cents only where there are any: the price list has none. */
function whole(amount: string | undefined): string {
  return amount === undefined ? '—' : formatMoney(amount).replace(/\.00$/, '')
}
