import { test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { testModel } from './test-model.ts';
import { symmetryIn } from './symmetric.ts';
import { revisionsOf } from './revisions.ts';
test('count', () => {
  const sizes = new Map<number, number>();
  const t0 = performance.now();
  const names: string[] = [];
  for (const { litmus, name } of readCatalogue()) for (const rev of revisionsOf(litmus)) {
    let size = 0;
    try {
      const m = testModel(litmus, compile(litmus, parseDesign('ticket'), rev));
      const s = symmetryIn(m);
      size = s?.size ?? 1;
      if (size > 1) names.push(`${name} ${rev} ${size} ${JSON.stringify(s!.automorphisms[1].lanes)}`);
    } catch (e) { console.log(name, rev, String(e).slice(0, 200)); size = -1; }
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  console.log([...sizes], performance.now() - t0);
  console.log(names.join('\n'));
});
