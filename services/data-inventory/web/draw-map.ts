import type { MapEdge, MapTable } from '../api.ts'
import { BOX, SHOWN_FIELDS, type Layout, type Placed } from './lay-out-map.ts'

export type View = { readonly x: number; readonly y: number; readonly scale: number }
/** Colours of the theme that is on, by the names of `palette.ts`. */
export type MapLook = (name: string) => string

export type Drawing = { readonly tables: readonly MapTable[]; readonly edges: readonly MapEdge[]; readonly layout: Layout; readonly view: View; readonly near: ReadonlySet<number> | null; readonly focus: number | null; readonly withFields: boolean }

/** Below this a name cannot be read: a box is then a plain block, and its cluster's title tells what is there. */
const READABLE = 0.42

/** Draws what is in sight; what is out of sight costs nothing. */
export function drawMap(context: CanvasRenderingContext2D, { width, height }: { readonly width: number; readonly height: number }, drawing: Drawing, look: MapLook): void {
  const { layout, view, near, focus } = drawing
  context.clearRect(0, 0, width, height)
  context.save()
  context.translate(view.x, view.y)
  context.scale(view.scale, view.scale)
  const sight = { left: -view.x / view.scale, top: -view.y / view.scale, right: (width - view.x) / view.scale, bottom: (height - view.y) / view.scale }
  const isSeen = (one: { x: number; y: number; width: number; height: number }) => one.x < sight.right && one.x + one.width > sight.left && one.y < sight.bottom && one.y + one.height > sight.top
  context.textBaseline = 'middle'
  for (const cluster of layout.clusters.filter(isSeen)) {
    rounded(context, cluster, 8, look('sunken'), look('line'))
    context.fillStyle = look('ink-2')
    const size = Math.min(40, Math.max(13, 11 / view.scale))
    context.font = `600 ${size}px system-ui, sans-serif`
    if (view.scale >= READABLE) text(context, cluster.title, cluster.x + BOX.pad, cluster.y + 20, cluster.width - 2 * BOX.pad)
  }
  lines(context, drawing, look, sight)
  for (const table of drawing.tables) {
    const place = layout.places.get(table.id)
    if (place && isSeen(place)) box(context, table, place, drawing, look, near !== null && !near.has(table.id), table.id === focus)
  }
  // Seen from afar, titles lie over the blocks.
  if (view.scale < READABLE) {
    for (const cluster of layout.clusters.filter(isSeen)) {
      const size = Math.min(13 / view.scale, cluster.height / 2, 200, drawing.layout.clusters.length > 1 && view.scale > 0.2 ? BOX.title + 10 : 200)
      if (size * view.scale < 9) continue
      context.font = `600 ${size}px system-ui, sans-serif`
      context.fillStyle = look('ink')
      text(context, cluster.title, cluster.x + 10 / view.scale, cluster.y + size, cluster.width - 20 / view.scale)
    }
  }
  context.restore()
}

function lines(context: CanvasRenderingContext2D, { edges, layout, view, near, focus }: Drawing, look: MapLook, sight: { left: number; top: number; right: number; bottom: number }): void {
  for (const edge of edges) {
    const [from, to] = [layout.places.get(edge.from), layout.places.get(edge.to)]
    if (!from || !to) continue
    const isNear = focus !== null && (edge.from === focus || edge.to === focus)
    if (near !== null && !isNear) continue
    const [a, b] = from.x >= to.x + to.width ? [from.x, to.x + to.width] : to.x >= from.x + from.width ? [from.x + from.width, to.x] : [from.x + from.width, to.x + to.width]
    const [y1, y2] = [from.y + BOX.head / 2, to.y + BOX.head / 2]
    if (Math.max(a, b) + 60 < sight.left || Math.min(a, b) - 60 > sight.right || Math.max(y1, y2) < sight.top || Math.min(y1, y2) > sight.bottom) continue
    const bend = Math.max(24, Math.abs(a - b) / 2)
    context.beginPath()
    context.moveTo(a, y1)
    context.bezierCurveTo(a + (a === from.x ? -bend : bend), y1, b + (b === to.x ? -bend : bend), y2, b, y2)
    context.strokeStyle = look(isNear ? 'info' : 'line-strong')
    context.lineWidth = (isNear ? 2 : 1) / Math.max(view.scale, 0.5)
    context.setLineDash(edge.isInferred ? [5, 4] : [])
    context.stroke()
    context.setLineDash([])
    context.beginPath()
    context.arc(b, y2, 3, 0, 7)
    context.fillStyle = look(isNear ? 'info' : 'ink-3')
    context.fill()
    if (isNear && view.scale >= READABLE) {
      context.font = '11px system-ui, sans-serif'
      context.fillStyle = look('info')
      context.textAlign = 'center'
      context.fillText(edge.column, (a + b) / 2, (y1 + y2) / 2 - 8)
      context.textAlign = 'left'
    }
  }
}

function box(context: CanvasRenderingContext2D, table: MapTable, place: Placed, { view, withFields }: Drawing, look: MapLook, isFaint: boolean, isFocus: boolean): void {
  context.globalAlpha = isFaint ? 0.18 : 1
  rounded(context, place, 5, look('surface'), look(isFocus ? 'info' : 'line-strong'), isFocus ? 2.5 : 1)
  if (view.scale < READABLE) {
    context.fillStyle = look(isFocus ? 'info' : 'info-soft')
    context.fillRect(place.x + 1, place.y + 1, place.width - 2, BOX.head - 2)
    // As large as the head allows: from half way off a name is still one.
    const size = Math.min(BOX.head - 6, 10.5 / view.scale)
    if (size * view.scale >= 6) {
      context.font = `600 ${size}px system-ui, sans-serif`
      context.fillStyle = look('ink')
      text(context, table.name, place.x + 5, place.y + BOX.head / 2, place.width - 10)
    }
  } else {
    context.fillStyle = look(isFocus ? 'info-soft' : 'hover')
    context.fillRect(place.x + 1, place.y + 1, place.width - 2, BOX.head - 2)
    context.font = '600 12px system-ui, sans-serif'
    context.fillStyle = look('ink')
    text(context, table.name, place.x + 8, place.y + (table.comment === null ? 17 : 11), place.width - 16)
    if (table.comment !== null) {
      context.font = '11px system-ui, sans-serif'
      context.fillStyle = look('ink-3')
      text(context, table.comment.replaceAll(/\s+/g, ' '), place.x + 8, place.y + 25, place.width - 16)
    }
    if (withFields) fields(context, table, place, look)
  }
  context.globalAlpha = 1
}

function fields(context: CanvasRenderingContext2D, table: MapTable, place: Placed, look: MapLook): void {
  const isCut = table.columns.length > SHOWN_FIELDS
  for (const [at, column] of table.columns.slice(0, isCut ? SHOWN_FIELDS - 1 : SHOWN_FIELDS).entries()) {
    const y = place.y + BOX.head + 10 + at * BOX.row
    context.font = `${column.isKey ? '600 ' : ''}11px system-ui, sans-serif`
    context.fillStyle = look(column.isKey ? 'ink' : column.refers ? 'info' : 'ink-2')
    text(context, column.name, place.x + 8, y, 112)
    context.font = '10px system-ui, sans-serif'
    context.fillStyle = look('ink-3')
    text(context, column.type.replace('character varying', 'varchar').replace('timestamp with time zone', 'timestamptz'), place.x + 124, y, place.width - 130)
  }
  if (isCut) {
    context.fillStyle = look('ink-3')
    context.font = '11px system-ui, sans-serif'
    context.fillText(`共 ${table.columns.length} 个字段`, place.x + 8, place.y + BOX.head + 10 + (SHOWN_FIELDS - 1) * BOX.row)
  }
}

function rounded(context: CanvasRenderingContext2D, { x, y, width, height }: { x: number; y: number; width: number; height: number }, radius: number, fill: string, line: string, lineWidth = 1): void {
  context.beginPath()
  context.roundRect(x, y, width, height, radius)
  context.fillStyle = fill
  context.fill()
  context.strokeStyle = line
  context.lineWidth = lineWidth
  context.stroke()
}

/** Text that fits, with `…` where it does not. */
function text(context: CanvasRenderingContext2D, words: string, x: number, y: number, width: number): void {
  let shown = words
  if (context.measureText(shown).width > width) {
    let [low, high] = [0, shown.length]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (context.measureText(`${words.slice(0, middle)}…`).width <= width) low = middle
      else high = middle - 1
    }
    shown = `${words.slice(0, low).toWellFormed()}…`
  }
  context.fillText(shown, x, y)
}
