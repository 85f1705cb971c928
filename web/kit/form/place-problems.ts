import type { InputProblem } from '#shared/problem.ts'

export type FieldPath = readonly (string | number)[]
export type PlacedProblem = { path: FieldPath | undefined; message: string }

/**
 * Puts the server's problems beside the fields they speak of: `body.contact.phone` and `contact.phone` are the field
 * `['contact', 'phone']`, `body.items.0.title` and `items[0].title` are `['items', 0, 'title']`. A problem whose place
 * is no field of the form keeps its words and stands in the summary only, with its place before it.
 */
export function placeProblems(problems: readonly InputProblem[], fields: readonly FieldPath[]): PlacedProblem[] {
  const known = new Set(fields.map((path) => path.join('.')))
  return problems.map(({ place, message }) => {
    const words = place.replace(/^(body|query|params)(\.|$)/, '')
    const path = words
      .replaceAll(/\[(\d+)\]/g, '.$1')
      .split('.')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    // The nearest field that holds the place: an error inside a list field belongs to that field.
    for (let length = path.length; length > 0; length -= 1) {
      if (known.has(path.slice(0, length).join('.'))) return { path: path.slice(0, length), message }
    }
    return { path: undefined, message: words ? `${words}：${message}` : message }
  })
}
