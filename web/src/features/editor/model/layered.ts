/**
 * Layout of large graphs: ranks by the longest way, order within a rank by the neighbours' middle, heights as near to the
 * neighbours as the distance between nodes allows. Linear in nodes and edges a sweep, where dagre takes many seconds.
 */

interface Edges {
  before: ReadonlyMap<string, readonly string[]>;
  behind: ReadonlyMap<string, readonly string[]>;
}

const sweeps = 12;

/** Names by rank; what nothing comes before stands right in front of what follows it. */
export function ranksOf(names: readonly string[], { before, behind }: Edges): string[][] {
  const rank = new Map<string, number>();
  const left = new Map(names.map((name) => [name, before.get(name)?.length ?? 0]));
  const free = names.filter((name) => left.get(name) === 0);
  const order: string[] = [];
  for (let index = 0; index < free.length; index++) {
    const name = free[index]!;
    order.push(name);
    rank.set(name, Math.max(-1, ...(before.get(name) ?? []).map((from) => rank.get(from) ?? -1)) + 1);
    for (const next of behind.get(name) ?? []) {
      left.set(next, left.get(next)! - 1);
      if (left.get(next) === 0) free.push(next);
    }
  }
  for (const name of order) {
    const next = behind.get(name) ?? [];
    if ((before.get(name)?.length ?? 0) === 0 && next.length > 0) rank.set(name, Math.min(...next.map((each) => rank.get(each)!)) - 1);
  }
  const ranks: string[][] = [];
  for (const name of order) (ranks[rank.get(name)!] ??= []).push(name);
  return Array.from(ranks, (each) => each ?? []);
}

/** Heights in the given order, at least `gap` apart and all in all as near to the wished ones as can be (pool adjacent violators). */
export function spread(wished: readonly number[], gap: number): number[] {
  const pools: { sum: number; count: number }[] = [];
  wished.forEach((wish, index) => {
    pools.push({ sum: wish - index * gap, count: 1 });
    for (;;) {
      const last = pools.at(-1)!;
      const previous = pools.at(-2);
      if (!previous || previous.sum / previous.count <= last.sum / last.count) break;
      previous.sum += last.sum;
      previous.count += last.count;
      pools.pop();
    }
  });
  return pools.flatMap(({ sum, count }) => Array<number>(count).fill(sum / count)).map((height, index) => height + index * gap);
}

/** Column and height of each node. */
export function layered(names: readonly string[], edges: Edges, gap: number): Map<string, { rank: number; y: number }> {
  const ranks = ranksOf(names, edges);
  const y = new Map<string, number>();
  for (const rank of ranks) rank.forEach((name, index) => y.set(name, (index - (rank.length - 1) / 2) * gap));
  const mean = (near: readonly string[], otherwise: number) => (near.length === 0 ? otherwise : near.reduce((sum, name) => sum + y.get(name)!, 0) / near.length);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0;
    const towards = forward ? edges.before : edges.behind;
    for (const rank of forward ? ranks : [...ranks].reverse()) {
      const wish = new Map(rank.map((name) => [name, mean(towards.get(name) ?? [], y.get(name)!)]));
      rank.sort((a, b) => wish.get(a)! - wish.get(b)!);
      spread(rank.map((name) => wish.get(name)!), gap).forEach((height, index) => y.set(rank[index]!, height));
    }
  }
  const places = new Map<string, { rank: number; y: number }>();
  ranks.forEach((rank, index) => rank.forEach((name) => places.set(name, { rank: index, y: y.get(name)! })));
  return places;
}
