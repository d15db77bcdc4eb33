/**
 * The walls of the house: which room may import which, as a rule of the lint.
 *
 * A room is a folder, or one file of it that stands higher or lower than its folder; a file belongs
 * to the longest room that it lies in. What is not in a room's list is refused, at any depth, by
 * whatever kind of import. `**` takes in the rooms below. Pure rooms run in a browser, and the model
 * is a function of a record alone: no `node:` import there; disk, memory, processes are handed in.
 */
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

const LANGUAGE = ['specs/litmus', 'specs/litmus/**'];
const BELOW_CHECK = [
  ...LANGUAGE,
  'specs/compile',
  'specs/properties',
  'specs/search',
  'specs/livelock',
];
const BELOW_RUN = [...BELOW_CHECK, 'specs/trace', 'specs/fate', 'specs/check'];
const SHARED = ['specs/errors.ts', 'specs/root.ts', 'specs/catalogue.ts', 'specs/schema.ts'];
/** The search, for who asks about cycles too. */
const SEARCH = ['checker', 'checker/cycles'];
const KERNEL = ['model', 'model/**'];
/** The contract of reports/: data that specs/ makes and reports/ shows. */
const CONTRACT = [
  'reports/data.ts',
  'reports/call-data.ts',
  'reports/execution-data.ts',
  'reports/target-data.ts',
  'reports/packed-data.ts',
];
const PLAIN = ['reports', ...CONTRACT];
const MEDIA = [
  ...PLAIN,
  'reports/terminal',
  'reports/formats',
  'reports/formats/**',
  'reports/sarif',
  'reports/charts',
  'reports/page',
  'reports/page/**',
  'reports/html',
];

/** Packages that run in a browser as well. */
const ANYWHERE = [
  'ts-pattern',
  'fastest-levenshtein',
  '@noble/hashes',
  'fflate',
  'preact',
  'fast-check',
];

/** Room: what it may import; `types`: only as types; `pure`: no Node. */
export const ROOMS = {
  checker: { may: [], pure: true },
  'checker/cycles': { may: ['checker'], pure: true },

  'model/designs': { may: [], pure: true },
  'model/record': { may: ['model/designs'], pure: true },
  'model/user': { may: ['model/designs', 'model/record'], pure: true },
  'model/proc': { may: ['model/designs', 'model/record', 'model/user'], pure: true },
  'model/synch': { may: ['model/designs', 'model/record', 'model/proc'], pure: true },
  'model/syscall': {
    may: ['model/designs', 'model/record', 'model/user', 'model/proc', 'model/synch'],
    pure: true,
  },
  'model/linux': {
    may: [
      'model/designs',
      'model/record',
      'model/user',
      'model/proc',
      'model/synch',
      'model/syscall',
    ],
    pure: true,
  },
  'model/ipc/methods.ts': { may: [], pure: true },
  'model/ipc': {
    may: [
      'model/designs',
      'model/record',
      'model/proc',
      'model/synch',
      'model/syscall',
      'model/ipc/methods.ts',
    ],
    pure: true,
  },
  'model/ipc/sync-call': {
    may: [
      'model/designs',
      'model/record',
      'model/proc',
      'model/synch',
      'model/syscall',
      'model/ipc',
      'model/ipc/methods.ts',
    ],
    pure: true,
  },
  'model/ipc/cleanup': {
    may: [
      'model/designs',
      'model/record',
      'model/proc',
      'model/synch',
      'model/syscall',
      'model/ipc',
      'model/ipc/methods.ts',
      'model/ipc/sync-call',
    ],
    pure: true,
  },
  'model/ipc/debug-methods.ts': { may: [], pure: true },
  'model/udebug': {
    may: [
      'model/designs',
      'model/record',
      'model/proc',
      'model/synch',
      'model/syscall',
      'model/ipc',
      'model/ipc/methods.ts',
      'model/ipc/debug-methods.ts',
    ],
    pure: true,
  },
  // What the environment may do, and when the clock ticks: declared beside the steps.
  'model/time.ts': {
    may: ['model/designs', 'model/record', 'model/proc', 'model/synch', 'model/syscall'],
    pure: true,
  },
  'model/checkpoint': {
    may: ['model/designs', 'model/record', 'model/proc', 'model/ipc'],
    pure: true,
  },
  'model/environment.ts': {
    may: [
      'model/designs',
      'model/record',
      'model/proc',
      'model/synch',
      'model/syscall',
      'model/checkpoint',
      'model/linux',
      'model/time.ts',
    ],
    pure: true,
  },
  'model/footprints': {
    may: [
      'model/designs',
      'model/record',
      'model/proc',
      'model/synch',
      'model/syscall',
      'model/ipc',
      'model/ipc/**',
      'model/ipc/methods.ts',
      'model/udebug',
      'model/checkpoint',
      'model/environment.ts',
      'model/time.ts',
      'checker',
    ],
    pure: true,
  },
  'model/symmetry': { may: ['model', 'model/**'], types: ['checker'], pure: true },
  // All but model/symmetry, which stands above it; of the footprints what chooses is given to it.
  model: {
    may: [
      'model/designs',
      'model/record',
      'model/user',
      'model/proc',
      'model/synch',
      'model/syscall',
      'model/linux',
      'model/ipc',
      'model/ipc/**',
      'model/udebug',
      'model/checkpoint',
      'model/environment.ts',
      'model/time.ts',
      'model/footprints',
    ],
    types: ['checker'],
    pure: true,
  },

  'specs/litmus': { may: [], pure: true },
  // The names of the kernel's methods stand in the model, in a file that imports nothing.
  'specs/litmus/calls': {
    may: ['specs/litmus', 'model/ipc/methods.ts', 'model/ipc/debug-methods.ts'],
    pure: true,
  },
  'specs/litmus/flow': { may: ['specs/litmus', 'specs/litmus/calls'], pure: true },
  'specs/litmus/validate': {
    may: ['specs/litmus', 'specs/litmus/calls', 'specs/litmus/flow'],
    pure: true,
  },
  'specs/litmus/parse': {
    may: ['specs/litmus', 'specs/litmus/calls', 'specs/litmus/validate'],
    pure: true,
  },
  'specs/litmus/arbitrary': { may: LANGUAGE, pure: true },
  'specs/generate': { may: LANGUAGE, pure: true },
  'specs/generate/trial': {
    may: [...BELOW_RUN, ...KERNEL, 'checker', 'specs/generate'],
    types: CONTRACT,
    pure: true,
  },
  'specs/compile': { may: [...LANGUAGE, ...KERNEL], pure: true },
  'specs/properties': { may: [...LANGUAGE, ...KERNEL], types: ['checker'], pure: true },
  'specs/reading': { may: [...LANGUAGE, 'specs/properties'], types: CONTRACT, pure: true },
  'specs/search': {
    may: [...LANGUAGE, ...KERNEL, 'checker', 'specs/compile', 'specs/properties'],
    types: CONTRACT,
    pure: true,
  },
  'specs/livelock': {
    may: [...LANGUAGE, ...KERNEL, ...SEARCH, 'specs/compile', 'specs/properties', 'specs/search'],
    types: CONTRACT,
    pure: true,
  },
  'specs/trace': { may: [...BELOW_CHECK, ...KERNEL, ...SEARCH], types: CONTRACT, pure: true },
  'specs/fate': {
    may: [...BELOW_CHECK, ...KERNEL, 'checker', 'specs/trace'],
    types: CONTRACT,
    pure: true,
  },
  'specs/check': {
    may: [...BELOW_CHECK, ...KERNEL, ...SEARCH, 'specs/trace', 'specs/fate'],
    types: CONTRACT,
    pure: true,
  },
  'specs/errors.ts': { may: ['specs/litmus'] },
  'specs/root.ts': { may: [] },
  'specs/schema.ts': { may: ['specs/errors.ts'] },
  'specs/litmus-files.ts': { may: ['specs/errors.ts'] },
  'specs/catalogue.ts': {
    may: [
      ...LANGUAGE,
      'model/designs',
      'specs/reading',
      'specs/errors.ts',
      'specs/root.ts',
      'specs/litmus-files.ts',
    ],
    types: CONTRACT,
  },
  'specs/agree': {
    may: [...LANGUAGE, ...KERNEL, 'checker', 'specs/compile', 'specs/properties'],
    types: CONTRACT,
  },
  // A kernel under test: the contract, which knows neither the model nor the search.
  'specs/conformance': { may: ['specs/litmus', 'specs/errors.ts', 'specs/schema.ts'] },
  // Written from the kernels' C: it shares no code with the model, nor with what judges it.
  'specs/conformance/reference': {
    may: ['specs/litmus', 'specs/litmus/parse', 'specs/conformance'],
  },
  // The line protocol, spoken to a program of anybody's.
  'specs/conformance/protocol': {
    may: ['specs/litmus', 'specs/errors.ts', 'specs/schema.ts', 'specs/conformance'],
  },
  // Whether a trace is a behaviour of the model, and the words for what a target gave.
  'specs/conformance/validate': {
    may: [...BELOW_RUN, ...SHARED, ...KERNEL, ...SEARCH, 'specs/conformance'],
    types: CONTRACT,
  },
  'specs/certificate': {
    may: [...BELOW_CHECK, ...SHARED, ...KERNEL, 'checker'],
    types: CONTRACT,
  },
  'specs/run/threads': {
    may: [...BELOW_RUN, ...SHARED, ...KERNEL, 'checker', 'specs/certificate'],
    types: CONTRACT,
  },
  'specs/run/baseline': {
    may: [...BELOW_RUN, ...SHARED, ...KERNEL, 'specs/run/threads'],
    types: CONTRACT,
  },
  'specs/run': {
    may: [
      ...BELOW_RUN,
      ...SHARED,
      ...KERNEL,
      ...CONTRACT,
      'checker',
      'specs/certificate',
      'specs/run/**',
    ],
  },
  // The kernel's source beside the model: names and hashes of its functions.
  'specs/drift': {
    may: ['specs/errors.ts', 'specs/root.ts', 'specs/schema.ts', 'model', 'model/record'],
  },
  'specs/bounds': { may: [], types: CONTRACT, pure: true },
  'specs/bench': { may: [...KERNEL, 'checker', 'specs/search'] },
  'specs/mutants': {
    may: [...BELOW_RUN, ...SHARED, ...KERNEL, 'specs/agree', 'specs/run', 'specs/run/**'],
    types: CONTRACT,
  },
  'specs/papers': {
    may: [...BELOW_RUN, ...SHARED, ...KERNEL, 'specs/run', 'specs/run/**', 'specs/bounds'],
    types: CONTRACT,
  },
  'specs/commands': {
    may: ['specs/**', ...KERNEL, 'checker'],
    types: CONTRACT,
  },
  specs: { may: ['specs/**', ...KERNEL, 'checker'], types: CONTRACT },

  // It believes the model, and nothing of the search: a test follows what its imports import.
  certify: {
    may: [...BELOW_CHECK, ...SHARED, ...KERNEL, 'specs/certificate'],
  },

  'reports/execution-data.ts': { may: [] },
  'reports/call-data.ts': { may: [] },
  'reports/target-data.ts': { may: [] },
  'reports/data.ts': {
    may: ['reports/call-data.ts', 'reports/execution-data.ts', 'reports/target-data.ts'],
  },
  'reports/packed-data.ts': { may: ['reports/data.ts'] },
  reports: { may: CONTRACT },
  'reports/terminal': { may: PLAIN },
  'reports/formats': { may: [...PLAIN, 'reports/terminal', 'reports/formats/**'] },
  'reports/sarif': { may: PLAIN },
  'reports/charts': { may: PLAIN },
  'reports/page/parts': { may: PLAIN, pure: true },
  'reports/page/matrix': { may: [...PLAIN, 'reports/page/parts'], pure: true },
  // Of the other media it has the two texts that the page offers to copy.
  'reports/page/execution': {
    may: [...PLAIN, 'reports/page/parts', 'reports/formats/log.ts', 'reports/formats/mermaid.ts'],
    pure: true,
  },
  'reports/formats/log.ts': { may: PLAIN, pure: true },
  'reports/formats/mermaid.ts': { may: PLAIN, pure: true },
  'reports/page/test': {
    may: [...PLAIN, 'reports/page/parts', 'reports/page/execution'],
    pure: true,
  },
  'reports/page': { may: [...PLAIN, 'reports/page/**'], pure: true },
  'reports/html/index': { may: [...PLAIN, 'reports/charts'] },
  'reports/html': {
    may: [
      ...PLAIN,
      'reports/html/index',
      'reports/page',
      'reports/page/**',
      'reports/terminal',
      'reports/charts',
    ],
  },
  'reports/write.ts': { may: MEDIA },
  'reports/browser': { may: [...MEDIA, 'reports/write.ts'] },

  '.': { may: ['**'] },
};

/** Tests may use Node, and reach as far as the folder at the top that they lie in. */
const TESTS_REACH = {
  checker: ['checker'],
  model: ['model', 'model/**', 'checker', 'specs', 'specs/**'],
  specs: ['specs', 'specs/**', ...KERNEL, ...SEARCH, ...CONTRACT],
  certify: ['certify'],
  reports: ['reports', 'reports/**'],
  '.': ['**'],
};

/** Why, in the words of ARCHITECTURE.md, by the folder at the top. */
const REASONS = {
  checker: 'checker/ knows nothing of kernels: it sees bytes and successors',
  model: 'model/ is the kernel, in the order of its own folders; it knows no test and no report',
  certify: 'certify/ is the checker of certificates: it shares nothing with checker/',
  specs: 'specs/ says what must hold, each room on those below it; reports/ is for the top to join',
  reports: 'reports/ sees plain result data only: nothing is run again to show it',
  '.': '',
};

/** The room of a path, relative to the root with forward slashes. */
export function roomOf(path) {
  const inside = (room) => path === room || path.startsWith(`${room}/`);
  const rooms = Object.keys(ROOMS).filter((room) => room !== '.' && inside(room));
  return rooms.toSorted((a, b) => b.length - a.length)[0] ?? '.';
}

function isListed(room, list) {
  return list.some((entry) =>
    entry.endsWith('**') ? room.startsWith(entry.slice(0, -2)) : room === entry,
  );
}

/**
 * Why `file` must not import `specifier`, or null. Both are checked as text: `file` relative to the
 * root, `specifier` as it is written.
 */
export function objection(file, specifier, isType) {
  const room = roomOf(file);
  const { may, types = [], pure = false } = ROOMS[room];
  const isTest = file.endsWith('.test.ts');
  if (specifier.startsWith('node:') || isBuiltin(specifier)) {
    return pure && !isTest ? `${room}/ runs where there is no Node: have it handed in` : null;
  }
  if (!specifier.startsWith('.')) {
    if (
      !pure ||
      isTest ||
      ANYWHERE.some((it) => specifier === it || specifier.startsWith(`${it}/`))
    ) {
      return null;
    }
    return `${room}/ runs in a browser, and ${specifier} is not known to (ANYWHERE in walls.mjs)`;
  }
  const path = join(dirname(file), specifier).replaceAll('\\', '/').replace(/\.js$/, '.ts');
  if (path.endsWith('.test.ts')) return `${specifier} is a test: nothing imports one`;
  const target = roomOf(path);
  if (target === room) return null;
  const [top] = room.split('/');
  const list = isTest ? TESTS_REACH[top] : [...may, ...(isType ? types : [])];
  if (isListed(target, list)) return null;
  return `${room} may not import ${target}${isListed(target, types) ? ' but as types' : ''}: ${REASONS[top]}`;
}

/** `import type { A }`. With the word inside the braces the module is loaded all the same. */
function isTypeImport(node) {
  return (node.importKind ?? node.exportKind) === 'type';
}

/** The text of `'a'`, `\`a\`` and `'a' as string`; null for what only running it tells. */
function textOf(node) {
  if (node?.type === 'TSAsExpression' || node?.type === 'TSSatisfiesExpression') {
    return textOf(node.expression);
  }
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0].value.cooked;
  }
  return typeof node?.value === 'string' ? node.value : null;
}

const rooms = {
  meta: { type: 'problem' },
  create(context) {
    const file = relative(root, context.filename).replaceAll('\\', '/');
    const { pure = false } = ROOMS[roomOf(file)];
    const look = (node) => {
      if (!node.source) return;
      const text = textOf(node.source);
      const message =
        text !== null
          ? objection(file, text, isTypeImport(node))
          : pure && !file.endsWith('.test.ts')
            ? 'what is imported must stand here as text'
            : null;
      if (message !== null) context.report({ node: node.source, message });
    };
    // `require('...')`, `createRequire(...)('...')` are no imports that anybody could follow.
    const lookAtCall = (node) => {
      const { callee } = node;
      if (callee.type === 'Identifier' && callee.name === 'require') {
        const message = objection(file, textOf(node.arguments[0]) ?? './', false);
        context.report({ node, message: message ?? 'import it: this is no CommonJS' });
      }
    };
    return {
      ImportDeclaration: look,
      ImportExpression: look,
      CallExpression: lookAtCall,
      ExportNamedDeclaration: look,
      ExportAllDeclaration: look,
      // `import('...').Name` in a type.
      TSImportType: (node) => {
        const text = textOf(node.source ?? node.argument?.literal ?? node.argument);
        const message = text === null ? null : objection(file, text, true);
        if (message !== null) context.report({ node, message });
      },
    };
  },
};

export default { meta: { name: 'walls' }, rules: { rooms } };
