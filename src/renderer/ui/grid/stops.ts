const reachable = 'button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled)'

/** Whether keys typed here are text, not commands of the grid. */
export function isTyping(element: Element): boolean {
  return element.matches('textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"])')
}

/** The cells of a row, in order. */
export const cellsOf = (row: Element): readonly HTMLElement[] => [...row.querySelectorAll<HTMLElement>('[data-cell]')]

/** Where the focus can stand in a cell: its controls, or the cell itself when it has none. */
export function stopsOfCell(cell: HTMLElement): readonly HTMLElement[] {
  const controls = [...cell.querySelectorAll<HTMLElement>(reachable)]
  return controls.length > 0 ? controls : [cell]
}

/** Where the focus can stand in a row, from start to end: the row itself first, unless it is the header. */
export function stopsOfRow(row: HTMLElement): readonly HTMLElement[] {
  const inCells = cellsOf(row).flatMap(stopsOfCell)
  return row.dataset['head'] === undefined ? [row, ...inCells] : inCells
}

/** The last element that Tab would reach inside of `grid`; the grid itself when there is none. */
export function lastReachable(grid: HTMLElement): HTMLElement {
  return [...grid.querySelectorAll<HTMLElement>(reachable)].findLast((element) => element.tabIndex >= 0) ?? grid
}
