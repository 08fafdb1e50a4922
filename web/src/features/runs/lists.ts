/** The last item that fits (Array.prototype.findLast is newer than the browsers we build for). */
export function findLast<T>(items: readonly T[], fits: (item: T) => boolean): T | undefined {
  return items[findLastIndex(items, fits)];
}

export function findLastIndex<T>(items: readonly T[], fits: (item: T) => boolean): number {
  for (let index = items.length - 1; index >= 0; index--) if (fits(items[index] as T)) return index;
  return -1;
}
