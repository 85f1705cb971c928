import type { MapEdge, MapTable } from '../api.ts'

export type Placed = { readonly id: number; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type Cluster = { readonly title: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly ids: readonly number[] }
export type Layout = { readonly places: ReadonlyMap<number, Placed>; readonly clusters: readonly Cluster[]; readonly width: number; readonly height: number }

export const BOX = Object.freeze({ width: 190, head: 34, row: 17, gap: 26, pad: 22, title: 26 })
/** Fields that a box shows; the rest are on the table's page. */
export const SHOWN_FIELDS = 8

/**
 * Tables grouped by what hangs together (or by schema), each group a block of its own, blocks packed in shelves: nothing overlaps, the same structure gives the same map, and
 * the cost is linear, so that thousands of tables are laid out at once. Within a group the tables stand in levels: what is referenced left of what refers.
 */
export function layOutMap(tables: readonly MapTable[], edges: readonly MapEdge[], options: { readonly groupBy: 'cluster' | 'schema'; readonly withFields: boolean; readonly aspect?: number }): Layout {
  const groups = (options.groupBy === 'schema' ? bySchema(tables) : byCluster(tables, edges)).toSorted((a, b) => b.tables.length - a.tables.length || (a.title < b.title ? -1 : 1))
  const heightOf = (table: MapTable) => BOX.head + (options.withFields ? Math.min(table.columns.length, SHOWN_FIELDS) * BOX.row + 6 : 0)
  const blocks = groups.map((group) => block(group, edges, heightOf, options.aspect ?? 1.6))
  const area = blocks.reduce((sum, one) => sum + (one.width + BOX.gap) * (one.height + BOX.gap), 0)
  const wide = Math.max(...blocks.map(({ width }) => width), Math.sqrt(area * (options.aspect ?? 1.6)), 1)
  const places = new Map<number, Placed>()
  const clusters: Cluster[] = []
  let [x, y, shelf, width] = [0, 0, 0, 0]
  for (const one of blocks) {
    if (x > 0 && x + one.width > wide) [x, y, shelf] = [0, y + shelf + BOX.gap, 0]
    for (const place of one.places) places.set(place.id, { ...place, x: x + place.x, y: y + place.y })
    clusters.push({ title: one.title, x, y, width: one.width, height: one.height, ids: one.places.map(({ id }) => id) })
    x += one.width + BOX.gap
    shelf = Math.max(shelf, one.height)
    width = Math.max(width, x)
  }
  return { places, clusters, width: Math.max(width, 1), height: Math.max(y + shelf, 1) }
}

type Group = { readonly title: string; readonly tables: readonly MapTable[] }

function bySchema(tables: readonly MapTable[]): Group[] {
  return [...Map.groupBy(tables, ({ schema }) => schema)].map(([title, members]) => ({ title: title || '（默认）', tables: members }))
}

/** What is joined by relations is a cluster, named after the table that most others refer to. Tables without any relation are one group at the end. */
function byCluster(tables: readonly MapTable[], edges: readonly MapEdge[]): Group[] {
  const parent = new Map(tables.map(({ id }) => [id, id]))
  const rootOf = (id: number): number => {
    let root = id
    while (parent.get(root) !== root) root = parent.get(root) ?? root
    for (let at = id; at !== root; ) {
      const next = parent.get(at) ?? root
      parent.set(at, root)
      at = next
    }
    return root
  }
  const degree = new Map<number, number>()
  for (const { from, to } of edges) {
    if (!parent.has(from) || !parent.has(to)) continue
    parent.set(rootOf(from), rootOf(to))
    degree.set(to, (degree.get(to) ?? 0) + 1)
  }
  const alone: MapTable[] = []
  const groups: Group[] = []
  for (const members of Map.groupBy(tables, ({ id }) => rootOf(id)).values()) {
    if (members.length === 1) alone.push(...members)
    else groups.push({ title: `${members.toSorted((a, b) => (degree.get(b.id) ?? 0) - (degree.get(a.id) ?? 0) || (a.name < b.name ? -1 : 1))[0]?.name ?? ''} 等 ${members.length} 张`, tables: members })
  }
  return alone.length === 0 ? groups : [...groups, { title: `没有关系的 ${alone.length} 张`, tables: alone }]
}

function block({ title, tables }: Group, edges: readonly MapEdge[], heightOf: (table: MapTable) => number, aspect: number): { title: string; width: number; height: number; places: Placed[] } {
  const ids = new Set(tables.map(({ id }) => id))
  const level = levels(ids, edges)
  const ordered = tables.toSorted((a, b) => (level.get(a.id) ?? 0) - (level.get(b.id) ?? 0) || (a.name < b.name ? -1 : 1))
  // Columns as tall as makes the block about as wide as the screen wants it.
  const total = ordered.reduce((sum, table) => sum + heightOf(table) + BOX.gap, 0)
  const tall = Math.max(Math.sqrt((total * (BOX.width + BOX.gap)) / aspect), Math.max(...ordered.map(heightOf)))
  const places: Placed[] = []
  let [x, y, height]: [number, number, number] = [BOX.pad, BOX.pad + BOX.title, 0]
  for (const table of ordered) {
    const own = heightOf(table)
    if (y > BOX.pad + BOX.title && y + own > tall + BOX.pad + BOX.title) [x, y] = [x + BOX.width + BOX.gap, BOX.pad + BOX.title]
    places.push({ id: table.id, x, y, width: BOX.width, height: own })
    y += own + BOX.gap
    height = Math.max(height, y - BOX.gap + BOX.pad)
  }
  return { title, width: x + BOX.width + BOX.pad, height, places }
}

/** How far a table is from one that refers to nothing; circles stop where they close. */
function levels(ids: ReadonlySet<number>, edges: readonly MapEdge[]): Map<number, number> {
  const refers = Map.groupBy(edges.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to)), ({ from }) => from)
  const level = new Map<number, number>()
  const visiting = new Set<number>()
  const visit = (start: number) => {
    const stack: Array<{ id: number; next: number }> = [{ id: start, next: 0 }]
    visiting.add(start)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const target = refers.get(top.id)?.[top.next]?.to
      top.next += 1
      if (target === undefined) {
        level.set(top.id, Math.max(0, ...(refers.get(top.id) ?? []).map(({ to }) => (level.get(to) ?? -1) + 1)))
        visiting.delete(top.id)
        stack.pop()
      } else if (!level.has(target) && !visiting.has(target)) {
        visiting.add(target)
        stack.push({ id: target, next: 0 })
      }
    }
  }
  for (const id of ids) if (!level.has(id)) visit(id)
  return level
}

/** The table and what it is directly related to. */
export function neighbours(id: number, edges: readonly MapEdge[]): Set<number> {
  return new Set([id, ...edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))])
}
