/**
 * The drawing over the table of an execution: boxes of calls, hatched while asleep, notched where
 * an abort was requested; dashed links from a restart to the first attempt; arrows.
 *
 * The table says all of it in words as well, so the drawing is hidden from readers of the screen.
 * Places are those that the browser gave to rows and columns (`Geometry`), whatever its fonts.
 */
import { type ComponentChild, h } from 'preact';
import type { Arrow, Box, Hold, Scene } from './scene.ts';

/** CSS pixels within the drawing. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly { readonly top: number; readonly height: number }[];
  /** By the name of the column. */
  readonly columns: ReadonlyMap<string, { readonly left: number; readonly width: number }>;
}

/** Boxes stand at the left of their column; the text begins to their right (execution.css). */
const BOX_LEFT = 10;
const BOX_WIDTH = 14;
const INSET = 6;
const NOTCH = 6;

export interface DrawingProps {
  readonly scene: Scene;
  readonly lanes: readonly string[];
  readonly geometry: Geometry;
  /** Steps taken: what is drawn after them is pale. */
  readonly at: number;
}

export function Drawing(props: DrawingProps): ComponentChild {
  const { scene, geometry } = props;
  const { width, height } = geometry;
  const box = { class: 'drawing', width, height, viewBox: `0 0 ${width} ${height}` };
  return h(
    'svg',
    { ...box, 'aria-hidden': 'true', focusable: 'false' },
    h('defs', null, hatch(), ...['wake', 'abort', 'message'].map((kind) => head(kind))),
    scene.boxes.map((each) => boxShape(props, each)),
    scene.holds.map((each) => holdLine(props, each)),
    scene.boxes.map((each) => restartLink(props, each)),
    scene.arrows.map((each) => arrowShape(props, each)),
  );
}

function hatch(): ComponentChild {
  const tile = { width: 6, height: 6, patternUnits: 'userSpaceOnUse' };
  return h(
    'pattern',
    { id: 'hatch', ...tile, patternTransform: 'rotate(45)' },
    h('rect', { width: 6, height: 6, class: 'hatch-ground' }),
    h('line', { x1: 0, y1: 0, x2: 0, y2: 6, class: 'hatch-line' }),
  );
}

function head(kind: string): ComponentChild {
  const size = { markerWidth: 9, markerHeight: 9, refX: 8, refY: 4.5 };
  return h(
    'marker',
    { id: `head-${kind}`, ...size, orient: 'auto', markerUnits: 'userSpaceOnUse' },
    h('path', { d: 'M0 0 L9 4.5 L0 9 Z', class: `head ${kind}` }),
  );
}

/** The middle of a lane's box, and of a step's row. */
function laneX({ lanes, geometry }: DrawingProps, lane: number): number | null {
  const column = geometry.columns.get(lanes[lane]);
  return column === undefined ? null : column.left + BOX_LEFT + BOX_WIDTH / 2;
}

function rowY({ geometry }: DrawingProps, step: number): number {
  const { top, height } = geometry.rows[step];
  return top + height / 2;
}

function topOf({ geometry }: DrawingProps, step: number): number {
  return geometry.rows[step].top + INSET;
}

function bottomOf({ geometry }: DrawingProps, step: number | null): number {
  if (step === null) return geometry.height;
  const { top, height } = geometry.rows[step];
  return top + height - INSET;
}

function boxShape(props: DrawingProps, box: Box): ComponentChild {
  const middle = laneX(props, box.lane);
  if (middle === null) return null;
  const left = middle - BOX_WIDTH / 2;
  const top = topOf(props, box.from);
  const bottom = bottomOf(props, box.to);
  const outline = { x: left, y: top, width: BOX_WIDTH, height: Math.max(bottom - top, 1) };
  return h(
    'g',
    { class: box.from < props.at ? 'box' : 'box later' },
    h('rect', { ...outline, class: 'box-ground' }),
    box.asleep.map(({ from, to }) => {
      const start = rowY(props, from);
      const end = to === null ? geometryEnd(props) : rowY(props, to);
      const asleep = { x: left, y: start, width: BOX_WIDTH, height: Math.max(end - start, 4) };
      return h('rect', { ...asleep, class: 'asleep', fill: 'url(#hatch)' });
    }),
    h('path', { d: outlineOf(box, left, top, bottom), class: 'box-line' }),
    box.aborts.map((step) => notch(left + BOX_WIDTH, rowY(props, step))),
  );
}

function geometryEnd({ geometry }: DrawingProps): number {
  return geometry.height;
}

/** Closed where the call returns, torn where it was taken out, open where it never ends. */
function outlineOf({ end }: Box, left: number, top: number, bottom: number): string {
  const right = left + BOX_WIDTH;
  const sides = `M${left} ${bottom} L${left} ${top} L${right} ${top} L${right} ${bottom}`;
  if (end === null) return sides;
  if (end !== 'unwind') return `${sides} Z`;
  const third = BOX_WIDTH / 3;
  const up = bottom - 4;
  return `${sides} L${right - third} ${up} L${right - 2 * third + 2} ${bottom} L${left + 3} ${up} Z`;
}

function notch(right: number, y: number): ComponentChild {
  const d = `M${right + 1} ${y - NOTCH} L${right - NOTCH - 1} ${y} L${right + 1} ${y + NOTCH} Z`;
  return h('path', { d, class: 'notch' });
}

/** Out of the kernel, and not running: between the end of one box and the begin of the next. */
function holdLine(props: DrawingProps, { lane, from, to }: Hold): ComponentChild {
  const x = laneX(props, lane);
  if (x === null) return null;
  const end = to === null ? props.geometry.height : rowY(props, to);
  const d = `M${x} ${bottomOf(props, from)} L${x} ${end}`;
  return h('path', { d, class: from < props.at ? 'held' : 'held later' });
}

/** From an attempt after the first to the first one. */
function restartLink(props: DrawingProps, box: Box): ComponentChild {
  const middle = laneX(props, box.lane);
  if (box.attempt === 1 || middle === null) return null;
  const first = props.scene.boxes.findLast(
    ({ lane, attempt, from }) => lane === box.lane && attempt === 1 && from < box.from,
  );
  if (first === undefined) return null;
  const left = middle - BOX_WIDTH / 2;
  const [start, end] = [topOf(props, box.from) + 3, topOf(props, first.from) + 3];
  const d = `M${left} ${start} C${left - 11} ${start}, ${left - 11} ${end}, ${left} ${end}`;
  return h('path', { d, class: box.from < props.at ? 'restart' : 'restart later' });
}

const HEADS: Readonly<Record<Arrow['kind'], string>> = {
  wake: 'wake',
  resume: 'wake',
  examine: 'wake',
  set: 'abort',
  abort: 'abort',
  kill: 'abort',
  message: 'message',
  answer: 'message',
};

function arrowShape(props: DrawingProps, arrow: Arrow): ComponentChild {
  const from = laneX(props, arrow.from.lane);
  const to = arrow.to === null ? null : laneX(props, arrow.to.lane);
  if (from === null || (arrow.to !== null && to === null)) return null;
  const start = rowY(props, arrow.from.step);
  const later = arrow.from.step < props.at ? '' : ' later';
  const shape = {
    class: `arrow ${arrow.kind}${later}`,
    'marker-end': `url(#head-${HEADS[arrow.kind]})`,
  };
  if (arrow.to === null || to === null) {
    return notTaken(shape.class, from, topOf(props, arrow.from.step) - 2);
  }
  const isLater = arrow.to.step > arrow.from.step;
  const side = to > from ? 1 : -1;
  const reach = to - side * (BOX_WIDTH / 2 + 2);
  // Lines that would go through words of the lane that moves go above them.
  const end = isLater || side > 0 ? topOf(props, arrow.to.step) - 2 : rowY(props, arrow.to.step);
  if (!isLater)
    return h('path', { ...shape, d: `M${from + (side * BOX_WIDTH) / 2} ${end} L${reach} ${end}` });
  const gutter = from + BOX_WIDTH / 2 + 4 + (arrow.from.step % 3) * 2;
  const landing = to === from ? to + BOX_WIDTH / 2 + 2 : reach;
  const d = `M${from + BOX_WIDTH / 2} ${start} L${gutter} ${start} L${gutter} ${end} L${landing} ${end}`;
  return h('path', { ...shape, d });
}

/** A message that lies there to the end. */
function notTaken(shown: string, x: number, y: number): ComponentChild {
  const at = x + BOX_WIDTH / 2 + 12;
  return h(
    'g',
    { class: shown },
    h('path', { d: `M${x + BOX_WIDTH / 2} ${y} L${at} ${y}` }),
    h('circle', { cx: at + 4, cy: y, r: 3.5 }),
  );
}
