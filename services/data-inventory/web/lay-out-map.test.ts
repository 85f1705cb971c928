import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MapEdge, MapTable } from '../api.ts'
import { layOutMap, neighbours } from './lay-out-map.ts'

const table = (id: number): MapTable => ({ id, schema: id % 2 === 0 ? 'even' : 'odd', name: `t_${id}`, comment: null, columns: Array.from({ length: id % 12 }, (_, at) => ({ name: `c${at}`, type: 'int', isKey: at === 0, refers: false })), rows: null })
const edge = (from: number, to: number): MapEdge => ({ from, to, column: 'x', toColumn: 'id', isInferred: false })
const tables = Array.from({ length: 500 }, (_, id) => table(id))
// Trees of 20 tables, the last 60 tables stand alone; one circle.
const edges = [...tables.slice(0, 440).flatMap(({ id }) => (id % 20 === 0 ? [] : [edge(id, id - Math.max(1, id % 3))])), edge(0, 19)]

test('500 tables stand beside each other without touching, in clusters, and the same structure gives the same map', () => {
  for (const groupBy of ['cluster', 'schema'] as const) {
    const layout = layOutMap(tables, edges, { groupBy, withFields: true })
    assert.equal(layout.places.size, 500)
    const all = [...layout.places.values()]
    for (const [at, one] of all.entries()) {
      for (const other of all.slice(at + 1)) assert.ok(one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y, `${one.id} and ${other.id} overlap`)
    }
    assert.deepEqual(layOutMap(tables, edges, { groupBy, withFields: true }), layout)
  }
  assert.equal(layOutMap(tables, edges, { groupBy: 'schema', withFields: false }).clusters.length, 2)
  assert.ok(layOutMap(tables, edges, { groupBy: 'cluster', withFields: false }).clusters.some(({ title, ids }) => title.startsWith('没有关系的') && ids.length >= 60))
})

test('what is referenced stands left of what refers, also where references go in a circle', () => {
  const { places } = layOutMap([table(0), table(2), table(4)], [edge(2, 0), edge(4, 2)], { groupBy: 'cluster', withFields: false, aspect: 100 })
  assert.ok((places.get(0)?.x ?? 0) <= (places.get(2)?.x ?? 0) && (places.get(2)?.x ?? 0) <= (places.get(4)?.x ?? 0))
  assert.equal(layOutMap([table(0), table(2)], [edge(0, 2), edge(2, 0), edge(0, 0)], { groupBy: 'cluster', withFields: false }).places.size, 2)
  assert.deepEqual([...neighbours(2, [edge(2, 0), edge(4, 2), edge(6, 8)])].toSorted((a, b) => a - b), [0, 2, 4])
})
