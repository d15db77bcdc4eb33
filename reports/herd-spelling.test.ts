/** What becomes of outcomes and conditions; that herd's tools read them: herd-log.test.ts. */
import { expect, test } from 'vitest';
import { herdCondition, herdOutcome } from './herd-spelling.ts';

test.for([
  ['0:r0=EOK; q.balance=-1;', '0:r0=EOK; q.balance=-1;'],
  ['0:r0=ans:5; 1:r0=req:CONNECT_ME_TO;', '0:r0=ans.5; 1:r0=req.CONNECT_ME_TO;'],
  ['0:r0=ans:-3; 0:r1=ntf:3;', '0:r0=ans.-3; 0:r1=ntf.3;'],
  ['0:dt(L0)=3; 1:waited(L12)=0;', '0:dt.L0=3; 1:waited.L12=0;'],
  ['1:r0=ans(P0:L0):5; 1:r1=ans(P2):6;', '1:r0=ans.P0.L0.5; 1:r1=ans.P2.6;'],
  ['0:dt=3; 0:ans=ans:0;', '0:dt=3; 0:ans=ans.0;'],
  ['Noted=1; 0:r0=EOK;', ' Noted=1; 0:r0=EOK;'],
  ['', ''],
] as const)('the outcome %s is %s', ([text, spelled]) => {
  expect(herdOutcome(text)).toBe(spelled);
});

test.for([
  ['~exists (1:r2=ans(P0:L0):5)', '~exists (1:r2=ans.P0.L0.5)'],
  ['exists (0:r0=req:7)', 'exists (0:r0=req.7)'],
  ['~exists (0:dt(L0)>=4 /\\ 1:r0<>ans:5)', '~exists (0:dt.L0>=4 /\\ 1:r0<>ans.5)'],
  ['forall (Aborted(P0:L0, 2) => Done(P1))', 'forall (Aborted(P0:L0, 2) => Done(P1))'],
  ['forall (a=1 /\\ b=2 => c=3 => d=4)', 'forall ((a=1 /\\ b=2) => c=3 => d=4)'],
  ['forall (a=1 /\\ (b=2 => c=3 \\/ d=4))', 'forall (a=1 /\\ (b=2 => (c=3 \\/ d=4)))'],
  ['exists (a=1)) /\\ (b=2', 'exists (a=1)) /\\ (b=2'],
] as const)('the condition %s is %s', ([text, spelled]) => {
  expect(herdCondition(text)).toBe(spelled);
});
