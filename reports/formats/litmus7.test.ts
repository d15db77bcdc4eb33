/** litmus7's form, read back line by line. */
import { expect, test } from 'vitest';
import { type Histogram, renderLitmus7 } from './litmus7.ts';

const HISTOGRAM: Histogram = {
  test: 'WQ+abort+wake',
  quantifier: '~exists',
  condition: '~exists (0:r0=blocked)',
  hash: 'e779831db5df5af33a0465f52203d669',
  seen: [
    { text: '0:r0=ans:5; 0:dt(L0)=2;', times: 1_234_567, satisfies: false },
    { text: '0:r0=blocked; 0:dt(L0)=0;', times: 3, satisfies: true },
    { text: '0:r0=EINTR; 0:dt(L0)=0;', times: 0, satisfies: false },
  ],
  seconds: 1.5,
};

test('each outcome has its count, its mark, and no blank before it', () => {
  expect(renderLitmus7(HISTOGRAM)).toBe(`Test WQ+abort+wake Forbidden
Histogram (2 states)
3     *>0:r0=blocked; 0:dt.L0=0;
1234567:>0:r0=ans.5; 0:dt.L0=2;
No

Witnesses
Positive: 1234567, Negative: 3
Condition ~exists (0:r0=blocked) is NOT validated
Hash=e779831db5df5af33a0465f52203d669
Observation WQ+abort+wake Sometimes 3 1234567
Time WQ+abort+wake 1.50
`);
});

test.for<[Histogram['quantifier'], number, number, string]>([
  ['exists', 0, 5, 'No'],
  ['exists', 1, 5, 'Ok'],
  ['forall', 5, 1, 'No'],
  ['forall', 5, 0, 'Ok'],
  ['~exists', 0, 5, 'Ok'],
  ['~exists', 0, 0, 'No'],
  ['forall', 0, 0, 'No'],
])(
  '%s with %i rounds in which it holds and %i others: %4$s',
  ([quantifier, holds, fails, says]) => {
    const seen = [
      { text: '0:r0=1;', times: holds, satisfies: true },
      { text: '0:r0=2;', times: fails, satisfies: false },
    ];
    const lines = renderLitmus7({ ...HISTOGRAM, quantifier, seen }).split('\n');
    const rows = lines.filter((line) => /^\d+ *[*:]>/.test(line));
    const [, states] = /^Histogram \((\d+) states\)$/.exec(lines[1]) ?? [];
    expect(rows).toHaveLength(Number(states));
    const counted = rows.reduce((sum, row) => sum + Number.parseInt(row, 10), 0);
    expect(counted).toBe(holds + fails);
    expect(lines).toContain(says);
  },
);

test.for<[Histogram['quantifier'], number, number, string, string]>([
  ['exists', 0, 5, 'Undef', 'Undef'],
  ['exists', 1, 0, 'Ok', 'Undef'],
  ['forall', 5, 0, 'Undef', 'Undef'],
  ['forall', 5, 1, 'No', 'Sometimes'],
  ['~exists', 0, 5, 'Undef', 'Undef'],
  ['~exists', 1, 0, 'No', 'Undef'],
])(
  '%s, %i, %i, and a round that does not tell: %s',
  ([quantifier, holds, fails, says, observed]) => {
    const seen = [
      { text: '0:r0=1;', times: holds, satisfies: true },
      { text: '0:r0=2;', times: fails, satisfies: false },
      { text: '0:r0=?;', times: 1, satisfies: null },
    ];
    const text = renderLitmus7({ ...HISTOGRAM, quantifier, seen });
    expect(text).toContain('\n1     ?>0:r0=?;\n');
    expect(text).toContain(`\n${says}\n\nWitnesses\n`);
    expect(text).toContain(`Observation WQ+abort+wake ${observed} ${holds} ${fails}\n`);
  },
);

test('a name with a line end in it stays one line', () => {
  const text = renderLitmus7({ ...HISTOGRAM, test: 'A\nOk' });
  expect(text.split('\n').filter((line) => line === 'Ok')).toEqual([]);
});
