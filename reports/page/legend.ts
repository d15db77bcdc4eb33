/** How to read the drawing, for somebody who sees one for the first time. */
import { type ComponentChild, h } from 'preact';

const SIGNS: readonly (readonly [sign: string, says: string])[] = [
  ['sign-box', 'a call, from its begin to its return'],
  ['sign-asleep', 'hatched: asleep in it'],
  ['sign-notch', 'notch: asked to stop there (an abort)'],
  ['sign-held', 'dotted: held at the boundary to user space'],
  ['sign-restart', 'dashed: the same call, issued again'],
  ['sign-wake', 'wakes, or lets go on'],
  ['sign-message', 'a message or its answer, to where it is taken'],
];

export function Legend(): ComponentChild {
  return h(
    'details',
    { class: 'legend', open: true },
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
      SIGNS.map(([sign, says]) =>
        h('li', { key: sign }, h('span', { class: `sign ${sign}`, 'aria-hidden': 'true' }), says),
      ),
    ),
  );
}
