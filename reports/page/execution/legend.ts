/** How to read the drawing, for somebody who sees one for the first time. */
import { type ComponentChild, h } from 'preact';
import type { StepFate } from '../../fate-lines.ts';
import { stripKey } from './fate-strip.ts';
import type { Scene } from './scene.ts';

const SIGNS: readonly {
  readonly sign: string;
  readonly says: string;
  isIn(scene: Scene): boolean;
}[] = [
  { sign: 'sign-box', says: 'a call, from its begin to its return', isIn: () => true },
  {
    sign: 'sign-asleep',
    says: 'hatched: asleep in it',
    isIn: ({ boxes }) => boxes.some(({ asleep }) => asleep.length > 0),
  },
  {
    sign: 'sign-notch',
    says: 'notch: asked to stop there, to be looked at and let go on (an abort)',
    isIn: ({ boxes }) => boxes.some(({ aborts }) => aborts.length > 0),
  },
  {
    sign: 'sign-torn',
    says: 'torn edge: taken out of the call, to issue it again',
    isIn: ({ boxes }) => boxes.some(({ end }) => end === 'unwind'),
  },
  {
    sign: 'sign-held',
    says: 'dotted: held at the boundary to user space',
    isIn: ({ holds }) => holds.length > 0,
  },
  {
    sign: 'sign-restart',
    says: 'dashed: the same call, issued again',
    isIn: ({ boxes }) => boxes.some(({ attempt }) => attempt > 1),
  },
  {
    sign: 'sign-wake',
    says: 'wakes, or lets go on',
    isIn: ({ arrows }) => arrows.some(({ kind }) => kind === 'wake' || kind === 'resume'),
  },
  {
    sign: 'sign-examine',
    says: 'broken: a debugger looks at it while it is held (green), or sets it (red)',
    isIn: ({ arrows }) => arrows.some(({ kind }) => kind === 'examine' || kind === 'set'),
  },
  {
    sign: 'sign-message',
    says: 'a message, to where it is taken (an answer: broken; a ring: never taken)',
    isIn: ({ arrows }) => arrows.some(({ kind }) => kind === 'message' || kind === 'answer'),
  },
];

export interface LegendProps {
  readonly scene: Scene;
  readonly fates: readonly StepFate[] | null;
}

/** Only the signs that this drawing has. */
export function Legend({ scene, fates }: LegendProps): ComponentChild {
  return h(
    'details',
    { class: 'legend' },
    h('summary', null, 'How to read this'),
    h(
      'p',
      null,
      'Time runs down, one row a step; only one lane moves in a step. Under each step stands the ',
      'kernel function that it belongs to. The state beside it is the one after the marked step: ',
      'move with the slider, the arrow keys, or by choosing a row.',
    ),
    h(
      'ul',
      null,
      SIGNS.filter(({ isIn }) => isIn(scene)).map(({ sign, says }) =>
        h('li', { key: sign }, h('span', { class: `sign ${sign}`, 'aria-hidden': 'true' }), says),
      ),
      stripKey(fates),
    ),
  );
}
