import { graphOf } from './graph';
import { positionsOf } from './layout';
import { isProhibited, kindOf, nodeHeight, nodeWidth, type WorkflowDocument } from './types';

export interface DrawingColors {
  page: string;
  card: string;
  sunken: string;
  text: string;
  dimmed: string;
  line: string;
  edge: string;
}

export interface DrawnKind {
  paths: readonly string[];
  stroke: string;
  fill: string;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign]!);

/** Cuts a name to what fits; wide signs (Chinese) take two places. */
export function cut(name: string, places: number): string {
  let left = places;
  let kept = '';
  for (const sign of name) {
    left -= sign.codePointAt(0)! > 0x2e7f ? 2 : 1;
    if (left < 0) return `${kept.trimEnd()}…`;
    kept += sign;
  }
  return kept;
}

/** The workflow as an SVG picture that needs nothing but itself. */
export function drawSvg(document: WorkflowDocument, colors: DrawingColors, lookOf: (kind: string) => DrawnKind): { svg: string; width: number; height: number } {
  const positions = positionsOf(document);
  const all = [...positions.values()];
  const margin = 24;
  const minX = all.length ? Math.min(...all.map((at) => at.x)) : 0;
  const minY = all.length ? Math.min(...all.map((at) => at.y)) : 0;
  const width = (all.length ? Math.max(...all.map((at) => at.x)) - minX : 0) + nodeWidth + 2 * margin;
  const height = (all.length ? Math.max(...all.map((at) => at.y)) - minY : 0) + nodeHeight + 2 * margin;
  const { before } = graphOf(document);
  const parts: string[] = [];
  for (const [to, names] of before) {
    for (const from of names) {
      const a = positions.get(from)!;
      const b = positions.get(to)!;
      const [x1, y1, x2, y2] = [a.x + nodeWidth, a.y + nodeHeight / 2, b.x - 3, b.y + nodeHeight / 2];
      const bend = Math.max(40, Math.abs(x2 - x1) / 2);
      parts.push(`<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="${colors.edge}" stroke-width="1.5" marker-end="url(#arrow)"/>`);
    }
  }
  for (const task of document.tasks) {
    const { x, y } = positions.get(task.name)!;
    const look = lookOf(kindOf(task));
    const off = isProhibited(task);
    parts.push(
      `<g transform="translate(${x} ${y})"><title>${escaped(task.name)}</title>`,
      `<rect width="${nodeWidth}" height="${nodeHeight}" rx="8" fill="${off ? colors.sunken : colors.card}" stroke="${colors.line}"/>`,
      `<rect x="9" y="9" width="30" height="30" rx="6" fill="${look.fill}"/>`,
      `<g transform="translate(15 15) scale(.75)" fill="none" stroke="${look.stroke}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${look.paths.map((path) => `<path d="${path}"/>`).join('')}</g>`,
      `<text x="48" y="21" font-size="13" font-weight="600" fill="${off ? colors.dimmed : colors.text}">${escaped(cut(task.name, 22))}</text>`,
      `<text x="48" y="37" font-size="11" fill="${colors.dimmed}">${escaped(kindOf(task))}</text></g>`,
    );
  }
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${minX - margin} ${minY - margin} ${width} ${height}" font-family="system-ui, sans-serif">` +
    `<defs><marker id="arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colors.edge}"/></marker></defs>` +
    `<rect x="${minX - margin}" y="${minY - margin}" width="100%" height="100%" fill="${colors.page}"/>${parts.join('')}</svg>\n`;
  return { svg, width, height };
}
