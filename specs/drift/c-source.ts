/**
 * Functions of a C file, as the kernel's own style writes them: `{` and `}` of a body stand alone at
 * the start of a line. So conditional compilation in the body, which may open a block twice and close
 * it once, hides no end. What a function says is its tokens: comments and white space aside.
 */

/** A function with a body. One that is defined twice (`#ifdef`) is there twice. */
export interface CFunction {
  readonly name: string;
  /** Of its body's first line, from 1. */
  readonly line: number;
  /** Signature, body and the directives in it, a blank between two tokens. */
  readonly tokens: string;
}

const TOKEN =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\w+|->|\+\+|--|[<>=!&|+\-*/%^]=|&&|\|\||<<|>>|\S/g;

/** What stands before a parameter list and is no name of a function. */
const NO_NAMES = new Set(['__attribute__', 'defined', 'if', 'while', 'for', 'switch', 'return']);

/** All functions of `text`, in their order. */
export function functionsOf(text: string): CFunction[] {
  const lines = withoutComments(text).split('\n');
  const functions: CFunction[] = [];
  for (let begin = 0; begin < lines.length; begin++) {
    if (lines[begin].trimEnd() !== '{') continue;
    const end = lines.findIndex((line, i) => i > begin && line.trimEnd() === '}');
    if (end < 0) break;
    const head = headOf(lines, begin);
    const name = nameIn(head);
    if (name !== null) {
      const body = lines.slice(begin, end + 1).join('\n');
      functions.push({ name, line: begin + 1, tokens: tokensOf(`${head}\n${body}`) });
    }
    begin = end;
  }
  return functions;
}

/** A token and a blank, and so on. */
export function tokensOf(text: string): string {
  return (text.match(TOKEN) ?? []).join(' ');
}

/** The lines above a body, up to whatever ends before them. */
function headOf(lines: readonly string[], begin: number): string {
  let first = begin;
  while (first > 0 && !/^\s*(?:#.*)?$|[;}]\s*$/.test(lines[first - 1])) first--;
  return lines.slice(first, begin).join('\n');
}

function nameIn(head: string): string | null {
  for (const [, name] of head.matchAll(/(\w+)\s*\(/g)) if (!NO_NAMES.has(name)) return name;
  return null;
}

/** Each comment becomes a blank, or the line breaks that it has. Strings stay as they are. */
export function withoutComments(text: string): string {
  const part = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replaceAll(/\r\n?/g, '\n').replace(part, (found) => {
    if (!found.startsWith('/')) return found;
    return ' ' + found.replaceAll(/[^\n]/g, '');
  });
}
