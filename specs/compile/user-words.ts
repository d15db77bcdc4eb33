/** Which words of user memory a step of user code has to do with: what a checkpoint has to take along. */
import type { Op } from '../../model/record/program.ts';
import type { Act, Sum, Test } from '../../model/record/user-code.ts';

/** Does this step read or write word `word`? */
export function usesWord(op: Op, word: number): boolean {
  return op.word === word || (op.act !== null && wordsOf(op.act).includes(word));
}

function wordsOf(act: Act): readonly number[] {
  switch (act.is) {
    case 'read':
      return act.then?.is === 'test' ? ofTest(act.then.test) : ofSum(act.then?.value ?? []);
    case 'cas':
    case 'exchange':
    case 'fetch_add':
      return [act.word, ...act.values.flatMap(ofSum)];
    case 'write':
      return [act.word, ...ofSum(act.value)];
    case 'until':
      return act.tests.flatMap(({ test, word, value }) => [word, ...ofTest(test), ...ofSum(value)]);
    case 'assert':
      return ofTest(act.test);
    default:
      return [];
  }
}

const ofTest = ({ left, right }: Test): readonly number[] => ofSum([...(left ?? []), ...right]);

/** A step that reads is about the word that its first term names. */
function ofSum(sum: Sum): readonly number[] {
  return sum.flatMap(({ from, n }) => (from === 'word' ? [n] : []));
}
