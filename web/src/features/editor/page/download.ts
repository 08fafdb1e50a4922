import { drawSvg, type DrawingColors } from '../model/svg';
import type { WorkflowDocument } from '../model';
import { lookOfKind } from '../kinds';

export type PictureFormat = 'svg' | 'png';

/** Offers bytes as a file. */
export function offerFile(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(window.document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function toPng(svg: string, width: number, height: number): Promise<Blob> {
  // Twice the size for sharp text, but within what browsers' canvases hold.
  const scale = Math.min(2, 16_000 / Math.max(width, height));
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(window.document.createElement('canvas'), { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
      canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser made no picture'))), 'image/png');
    };
    image.onerror = () => reject(new Error('the browser cannot draw the picture'));
    image.src = url;
  });
}

/** A picture of the whole workflow, in the colours that are on the screen. */
export async function downloadPicture(document: WorkflowDocument, format: PictureFormat) {
  const style = getComputedStyle(window.document.documentElement);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const colors: DrawingColors = {
    page: color('--surface-page'),
    card: color('--surface-card'),
    sunken: color('--surface-sunken'),
    text: color('--mantine-color-text'),
    dimmed: color('--tone-neutral-fg'),
    line: color('--line-strong'),
    edge: color('--tone-neutral-fg'),
  };
  const { svg, width, height } = drawSvg(document, colors, (kind) => {
    const { tone, paths } = lookOfKind(kind);
    return { paths, stroke: color(`--tone-${tone}-fg`), fill: color(`--tone-${tone}-bg`) };
  });
  const blob = format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await toPng(svg, width, height);
  offerFile(blob, `${document.name || 'workflow'}.${format}`);
}
