/**
 * Two-phase commit in Promela. The same variables and the same steps as two-phase-commit.ts, each
 * step one d_step of a single process, which is the form that SPIN runs fastest: with a process per
 * resource manager its state vector is three times as long and it takes half as long again.
 */

/** The model; field by field and rule by rule as in two-phase-commit.ts. */
export function twoPhaseCommitTwin(managers: number): string {
  const steps = [
    `tm == 0 && heard == ${2 ** managers - 1} -> tm = 1; sent = 1`,
    'tm == 0 -> tm = 2; sent = 2',
  ];
  for (let r = 0; r < managers; r++) {
    const bit = 1 << r;
    steps.push(
      `tm == 0 && (votes & ${bit}) -> heard = heard | ${bit}`,
      `rm[${r}] == 0 -> rm[${r}] = 1; votes = votes | ${bit}`,
      `rm[${r}] == 0 -> rm[${r}] = 3`,
      `sent == 1 -> rm[${r}] = 2`,
      `sent == 2 -> rm[${r}] = 3`,
    );
  }
  return [
    '/* tm, sent: 0 nothing, 1 commit, 2 abort; rm: 0 working, 1 prepared, 2 committed, 3 aborted */',
    `byte tm, sent, votes, heard;`,
    `byte rm[${managers}];`,
    'active proctype Everyone() {',
    '  do',
    ...steps.map((step) => `  :: d_step { ${step} }`),
    '  od',
    '}',
    '',
  ].join('\n');
}
