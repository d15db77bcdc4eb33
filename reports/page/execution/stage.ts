/** The table of the steps and, when the browser has laid it out, the drawing over it. */
import { type ComponentChild, h } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Drawing, type Geometry } from './drawing.ts';
import type { Scene } from './scene.ts';

interface StageProps {
  readonly scene: Scene;
  readonly lanes: readonly string[];
  readonly at: number;
  readonly children?: ComponentChild;
}

export function Stage({ scene, lanes, at, children }: StageProps): ComponentChild {
  const sheet = useRef<HTMLDivElement>(null);
  const [geometry, setGeometry] = useState<Geometry | null>(null);
  useLayoutEffect(() => {
    const element = sheet.current;
    if (element === null) return undefined;
    const measure = (): void => setGeometry(geometryOf(element));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scene]);
  useEffect(() => {
    const row = sheet.current?.querySelector(`tr[data-step="${Math.max(at - 1, 0)}"]`);
    // What happens in it may be far from its number.
    const words = row?.querySelector('.says')?.closest('td') ?? row;
    words?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // The sheet at the foot of a narrow screen covers what is not moved up.
    if (matchMedia('(max-width: 68rem)').matches)
      sheet.current?.parentElement?.scrollIntoView({ block: 'start' });
  }, [at]);
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Steps' },
    h(
      'div',
      { class: 'sheet', ref: sheet },
      children,
      geometry === null ? null : h(Drawing, { scene, lanes, geometry, at }),
    ),
  );
}

function geometryOf(sheet: HTMLElement): Geometry {
  const origin = sheet.getBoundingClientRect();
  const rows = Array.from(sheet.querySelectorAll<HTMLElement>('tbody > tr')).flatMap((row) => {
    const { top, height } = row.getBoundingClientRect();
    const place = { top: top - origin.top, height };
    const [from, to] = (row.dataset.fold ?? '0-0').split('-').map(Number);
    return Array.from({ length: to - from + 1 }, () => place);
  });
  const columns = new Map(
    Array.from(sheet.querySelectorAll<HTMLElement>('thead [data-column]'), (head) => {
      const { left, width } = head.getBoundingClientRect();
      return [head.dataset.column ?? '', { left: left - origin.left, width }] as const;
    }),
  );
  return { width: origin.width, height: origin.height, rows, columns };
}
