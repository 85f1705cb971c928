/** Choices of a closed set, for selects and filters. */
export function optionsOf<Value extends string>(set: { values: readonly Value[]; titles: Readonly<Record<Value, string>> }): Array<{ value: Value; label: string }> {
  return set.values.map((value) => ({ value, label: set.titles[value] }))
}
