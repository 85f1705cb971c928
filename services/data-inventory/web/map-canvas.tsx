import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { Button } from 'antd'
import { CompressOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import type { MapEdge, MapTable } from '../api.ts'
import { drawMap, type View } from './draw-map.ts'
import type { Layout, Placed } from './lay-out-map.ts'

type Props = { tables: readonly MapTable[]; edges: readonly MapEdge[]; layout: Layout; focus: number | null; near: ReadonlySet<number> | null; withFields: boolean; onSelect: (id: number | null) => void; label: string }

type Size = { readonly width: number; readonly height: number }

/** As many as can be read when all are in sight. */
const FEW = 30

const [SMALLEST, LARGEST] = [0.03, 2.5]

/** The map on a canvas: drag, wheel and pinch move it, arrow keys and + − 0 too; a click chooses a table. Names are also in the search above, so that nobody depends on the picture. */
export function MapCanvas({ tables, edges, layout, focus, near, withFields, onSelect, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const place = focus === null ? undefined : layout.places.get(focus)
  // What a person moved holds until another layout, focus or size asks for a new look.
  const [moved, setMoved] = useState<{ layout: Layout; place: Placed | undefined; size: Size; view: View }>()
  const view = moved && moved.layout === layout && moved.place === place && moved.size === size ? moved.view : place && layout.places.size > FEW ? centred(place, size) : whole(layout, size)
  const setView = (next: (now: View) => View) => setMoved((before) => ({ layout, place, size, view: next(before && before.layout === layout && before.place === place && before.size === size ? before.view : view) }))
  const zoomAt = useRef((_x: number, _y: number, _by: number) => {})
  useEffect(() => { zoomAt.current = (x, y, by) => setView((now) => zoomed(now, x, y, by)) })
  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const travelled = useRef(0)

  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    // React listens passively, and a passive wheel scrolls the page along.
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      zoomAt.current(event.clientX - left, event.clientY - top, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)))
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => {
      observer.disconnect()
      element.removeEventListener('wheel', wheel)
    }
  }, [])

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || size.width === 0) return undefined
    const ratio = window.devicePixelRatio
    element.width = size.width * ratio
    element.height = size.height * ratio
    const style = getComputedStyle(element)
    const frame = requestAnimationFrame(() => {
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      drawMap(context, size, { tables, edges, layout, view, near, focus, withFields }, (name) => style.getPropertyValue(`--x-${name}`) || 'gray')
    })
    return () => cancelAnimationFrame(frame)
  }, [tables, edges, layout, view, near, focus, withFields, size])

  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, at(event))
    travelled.current = 0
  }
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = at(event)
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, now)
    travelled.current += Math.abs(now.x - before.x) + Math.abs(now.y - before.y)
    if (other) setView((view_) => zoomed(view_, other.x, other.y, distance(now, other) / Math.max(1, distance(before, other))))
    else setView((view_) => ({ ...view_, x: view_.x + now.x - before.x, y: view_.y + now.y - before.y }))
  }
  const up = (event: PointerEvent<HTMLCanvasElement>) => {
    pointers.current.delete(event.pointerId)
    if (travelled.current > 6) return
    const { x, y } = at(event)
    const [mapX, mapY] = [(x - view.x) / view.scale, (y - view.y) / view.scale]
    onSelect(tables.find(({ id }) => inside(layout.places.get(id), mapX, mapY))?.id ?? null)
  }
  const key = (name: string) => {
    const step = 60
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }
    const by = moves[name]
    if (by) setView((now) => ({ ...now, x: now.x + by[0], y: now.y + by[1] }))
    else if (name === '+' || name === '=') zoom(1.25)
    else if (name === '-') zoom(0.8)
    else if (name === '0') setView(() => whole(layout, size))
    else return false
    return true
  }
  const zoom = (by: number) => setView((now) => zoomed(now, size.width / 2, size.height / 2, by))
  return (
    <div className="x-card inventory-map">
      <canvas ref={canvas} role="img" aria-label={`${label}。方向键移动，加减号缩放，0 看全部`} tabIndex={0} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={(event) => pointers.current.delete(event.pointerId)} onKeyDown={(event) => { if (key(event.key)) event.preventDefault() }} />
      <span className="inventory-map-tools x-no-print">
        <Button size="small" icon={<PlusOutlined />} aria-label="放大" onClick={() => zoom(1.3)} />
        <Button size="small" icon={<MinusOutlined />} aria-label="缩小" onClick={() => zoom(0.77)} />
        <Button size="small" icon={<CompressOutlined />} aria-label="看全部" onClick={() => setView(() => whole(layout, size))} />
      </span>
    </div>
  )
}

function at(event: PointerEvent<HTMLCanvasElement>): { x: number; y: number } {
  const { left, top } = event.currentTarget.getBoundingClientRect()
  return { x: event.clientX - left, y: event.clientY - top }
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function inside(place: { x: number; y: number; width: number; height: number } | undefined, x: number, y: number): boolean {
  return place !== undefined && x >= place.x && x <= place.x + place.width && y >= place.y && y <= place.y + place.height
}

/** The point under the pointer stays where it is. */
function zoomed(view: View, x: number, y: number, by: number): View {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, view.scale * by))
  return { scale, x: x - ((x - view.x) / view.scale) * scale, y: y - ((y - view.y) / view.scale) * scale }
}

function centred(place: Placed, size: Size): View {
  const scale = 0.9
  return { scale, x: size.width / 2 - (place.x + place.width / 2) * scale, y: size.height / 2 - (place.y + place.height / 2) * scale }
}

function whole(layout: Layout, size: Size): View {
  const scale = Math.min(1.1, Math.max(SMALLEST, Math.min((size.width - 24) / layout.width, (size.height - 24) / layout.height)))
  return { scale, x: Math.max(12, (size.width - layout.width * scale) / 2), y: Math.max(12, (size.height - layout.height * scale) / 2) }
}
