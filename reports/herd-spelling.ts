/**
 * Outcomes and conditions as herd's tools read them: `mcompare7` ends at the first word that it has no
 * letters for, and a log that cannot be compared is no log of herd's.
 *
 * A location there is `n:name` or `name`, a value a number, a name, or a name and an offset
 * (`ans.-3`). A name has letters, digits, `_` and `.`. No name of a litmus has a dot, so nothing that
 * differs is spelled alike.
 */

/** `0:dt(L0)`, `1:waited(L2)` */
const TIME = /(?<!\w)(\d+:\w+)\((\w+)\)/g;
/** `ans:5`, `req:CONNECT_ME_TO`, behind a comparison */
const LOADED = /(?<=[=>])([A-Za-z]\w*):(-?\w+)/g;
/** `ans(P0:L0):5`, behind a comparison; of a call without a label `ans(P0):5` */
const OWNED = /(?<=[=>])ans\((P\d)(?::(\w+))?\):(-?\w+)/g;
/** With these a line begins that says what became of the condition. */
const ANSWER = /^(?:Undef|Succeeded|Failed|Ok|No|\?\?)/;

/** `0:dt(L0)=3; 1:r0=ans:5;` as `0:dt.L0=3; 1:r0=ans.5;` */
export function herdOutcome(text: string): string {
  const line = spelled(text);
  // A word `Noted` would be taken for the answer `No`; in front of a location a blank means nothing.
  return ANSWER.test(line) ? ` ${line}` : line;
}

/** `exists (0:r0=req:7)` as `exists (0:r0=req.7)`; means there what it means in a litmus. */
export function herdCondition(text: string): string {
  return grouped(spelled(text));
}

function spelled(text: string): string {
  const owned = text.replaceAll(
    OWNED,
    (_, lane: string, label: string | undefined, value: string) =>
      ['ans', lane, ...(label === undefined ? [] : [label]), value].join('.'),
  );
  return owned.replaceAll(TIME, '$1.$2').replaceAll(LOADED, '$1.$2');
}

/** To herd `=>` binds tighter than `/\` and `\/`, to a litmus looser: what it joins gets parentheses. */
function grouped(text: string): string {
  // Of each parenthesis that is open: what `=>` has joined in it so far.
  const open: string[][] = [['']];
  const append = (part: string): void => {
    const operands = open.at(-1)!;
    operands[operands.length - 1] += part;
  };
  for (const part of text.split(/( => |[()])/)) {
    if (part === ' => ') open.at(-1)!.push('');
    else if (part === '(') open.push(['']);
    else if (part === ')' && open.length > 1) append(`(${joined(open.pop()!)})`);
    else append(part);
  }
  while (open.length > 1) append(`(${joined(open.pop()!)}`);
  return joined(open[0]);
}

function joined(operands: readonly string[]): string {
  if (operands.length === 1) return operands[0];
  return operands.map((each) => (/ (?:\/\\|\\\/) /.test(each) ? `(${each})` : each)).join(' => ');
}
