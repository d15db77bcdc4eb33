/**
 * What could have become of a counterexample, in words: a few lines for the terminal and the page,
 * and what is said beside each step.
 */
import type { AbortNeed, Counterexample, KnownFate, Need, Rescue } from './data.ts';
import { count } from './text-width.ts';

export interface FateLine {
  readonly head: string;
  readonly text: string;
}

/** The lines, in the order in which they are read; none where nobody asked. */
export function fateLines(counterexample: Counterexample): readonly FateLine[] {
  const { fate } = counterexample;
  if (fate === undefined) return [];
  if (fate.is === 'open') return [{ head: 'Lost', text: `not computed: ${fate.why}.` }];
  return [
    { head: 'Lost', text: lostText(counterexample, fate) },
    { head: 'Instead', text: insteadText(counterexample, fate) },
    { head: 'Needs', text: needsText(counterexample, fate) },
    { head: 'First', text: partsText(fate) },
  ].filter(({ text }) => text !== '');
}

function lostText({ steps, lanes }: Counterexample, { lost, states }: KnownFate): string {
  if (lost === 0)
    return `from the start: of all ${count(states, 'state')} none leads to a good end.`;
  const { lane, says } = steps[lost - 1] ?? { lane: -1, says: '' };
  const until = lost === 1 ? 'at the start alone' : `up to step ${lost - 1}`;
  const step = `step ${lost} (${lanes[lane] ?? ''} ${says})`;
  return `a good end is possible ${until}; ${step} is the point of no return.`;
}

function insteadText({ lanes }: Counterexample, { lost, instead, mayStop }: KnownFate): string {
  if (lost === 0) return '';
  const [first, ...others] = instead;
  const stop = `nobody had to take step ${lost}: without it the run ends well`;
  if (first === undefined) return mayStop ? `${stop}.` : '';
  const more = others.map((rescue) => `, or ${deedText(lanes, rescue)}`).join('');
  const choice = `before step ${lost} the last choice was: ${deedText(lanes, first)}${more}`;
  const ends = first.ends === '' ? '' : ` (${first.ends})`;
  const far = `a good end${ends} is ${count(first.steps, 'step')} on`;
  return `${choice}; ${far}${mayStop ? `. Also, ${stop}` : ''}.`;
}

function deedText(lanes: readonly string[], { lane, says }: Rescue): string {
  return `${lanes[lane] ?? ''} ${says}`;
}

function needsText({ breaks, lanes, steps }: Counterexample, fate: KnownFate): string {
  const { aborts, ticks, switches } = fate;
  const needed = [
    ...aborts.each.filter(({ least }) => least > 0).map(abortText),
    ...(ticks.least > 0 ? [shareText(ticks, 'tick')] : []),
    ...(switches.least > 0 ? [shareText(switches, 'context switch')] : []),
  ];
  const spared = aborts.each.filter(({ least }) => least === 0).map(abortText);
  const turns = switches.each.filter(({ is }) => is === 'needed');
  return [
    needed.length === 0 ? '' : `${listed(needed)}: no run that breaks ${breaks} has fewer.`,
    spared.length === 0 ? '' : `Not ${listed(spared)}: another run breaks ${breaks} without.`,
    aborts.each.length > 1 ? `Of all ${count(aborts.made, 'abort')}, ${aborts.least}.` : '',
    ...turns.map(({ after }) => turnText(lanes[steps[after - 1]?.lane] ?? '', after, breaks)),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function abortText(need: AbortNeed): string {
  const { of, made, steps } = need;
  const where = `${made === 1 ? 'step' : 'steps'} ${steps.join(', ')}`;
  return made === 1
    ? `the abort of ${of} (${where})`
    : `${shareText(need, 'abort')} of ${of} (${where})`;
}

/** `its tick`, `both ticks`, `all 3 ticks`, `1 of its 2 ticks`. */
function shareText({ made, least }: Need, noun: string): string {
  const things = count(made, noun).replace(/switchs$/, 'switches');
  if (least < made) return `${least} of its ${things}`;
  if (made === 1) return `its ${noun}`;
  return made === 2 ? `both ${things.slice(2)}` : `all ${things}`;
}

function turnText(lane: string, after: number, breaks: string): string {
  return `Had ${lane} gone on after step ${after}, ${breaks} could not have broken.`;
}

/** `a, b and c` */
function listed(texts: readonly string[]): string {
  const last = texts.length - 1;
  return last < 1 ? texts.join('') : `${texts.slice(0, last).join(', ')} and ${texts[last]}`;
}

function partsText({ parts }: KnownFate): string {
  const texts = parts.map(({ text, is, since }, i) => {
    const when = since === 0 ? 'from the start' : `after step ${since}`;
    return i === 0 ? `${text} is ${is} at every end ${when}` : `${text} is ${is} ${when}`;
  });
  return texts.length === 0 ? '' : `${texts.join('; then ')}.`;
}

// --- beside the steps -----------------------------------------------------------------------

/** What stands beside a step. */
export interface StepFate {
  /** After it a good end is possible; it is the point of no return; it comes after that. */
  readonly is: 'open' | 'turn' | 'lost';
  readonly notes: readonly string[];
}

/** Of every step; null where nothing is known. */
export function stepFates({ fate, steps, lanes }: Counterexample): readonly StepFate[] | null {
  if (fate?.is !== 'known') return null;
  const { lost, aborts, switches } = fate;
  return steps.map((_, i): StepFate => {
    const number = i + 1;
    const turn = switches.each.find(({ after, is }) => is === 'needed' && after === i);
    return {
      is: number < lost ? 'open' : number === lost ? 'turn' : 'lost',
      notes: [
        number === lost ? 'point of no return' : '',
        ...aborts.each.filter((each) => each.steps.includes(number)).map(abortNote),
        turn === undefined
          ? ''
          : `had ${lanes[steps[i - 1]?.lane] ?? ''} gone on here, it could not fall`,
      ].filter((note) => note !== ''),
    };
  });
}

function abortNote({ made, least }: AbortNeed): string {
  if (least === 0) return 'not needed: it can fall without';
  return least === made ? 'needed: it cannot fall without' : `${least} of ${made} such are needed`;
}
