/**
 * What a step asks of a design, and policies that note it.
 *
 * Most policies have two values and are read. Of those with more, a step asks whether the value is the
 * one that it is about (`isSet`): two designs that both say no are the same to it. The answers are kept by
 * question; a value that was read is noted by a flag. The hot loop allocates nothing.
 */
import { type Policies, POLICIES, type Policy } from './policies.ts';

/** How late a request may find a thread in its call; `none`: never. */
const WINDOWS = ['none', 'asleep', 'woken', 'dequeued', 'written'] as const;
export type Window = (typeof WINDOWS)[number];

/** `token=repost`; `window>=woken`: that one or a later one. */
export type Question = { [P in Policy]: `${P}=${Policies[P]}` }[Policy] | `window>=${Window}`;

const NAMES = Object.keys(POLICIES) as Policy[];

/** The answer of a design to a question, for the call that these are the policies of. */
export function isSet(policies: Policies, question: Question): boolean {
  if (!(policies instanceof NotedPolicies)) return answerOf(policies, question);
  const known = policies.answers[question];
  if (known !== undefined) return known;
  const answer = answerOf(policies.values, question);
  policies.answers[question] = answer;
  return answer;
}

function answerOf(policies: Policies, question: Question): boolean {
  const { policy, values } = parsed(question);
  return values.includes(policies[policy]);
}

interface Parsed {
  readonly policy: Policy;
  /** Those for which the answer is yes. */
  readonly values: readonly string[];
}

const QUESTIONS = new Map<Question, Parsed>();

function parsed(question: Question): Parsed {
  const known = QUESTIONS.get(question);
  if (known !== undefined) return known;
  const [policy, value] = question.split(/>?=/) as [Policy, string];
  const isFrom = question.includes('>=');
  const values = isFrom ? WINDOWS.slice(WINDOWS.indexOf(value as Window)) : [value];
  const made = { policy, values };
  QUESTIONS.set(question, made);
  return made;
}

/** The policies of one call, and what of them has been looked at. */
export class NotedPolicies implements Policies {
  readonly values: Policies;
  readonly answers: { [Q in Question]?: boolean } = {};
  readonly read = Object.fromEntries(NAMES.map((name) => [name, false])) as Record<Policy, boolean>;

  constructor(values: Policies) {
    this.values = values;
  }

  /** Do others give the same answers? If these note as well, they are asked it all. */
  isAlike(others: Policies): boolean {
    const { values, answers, read } = this;
    const questions = Object.keys(answers) as Question[];
    return (
      questions.every((question) => isSet(others, question) === answers[question]) &&
      NAMES.every((name) => !read[name] || values[name] === others[name])
    );
  }

  /** Whoever writes them down looks at all of them. */
  toJSON(): Policies {
    return allOf(this);
  }

  get stop() {
    this.read.stop = true;
    return this.values.stop;
  }

  get window() {
    this.read.window = true;
    return this.values.window;
  }

  get result() {
    this.read.result = true;
    return this.values.result;
  }

  get retry() {
    this.read.retry = true;
    return this.values.retry;
  }

  get timeout() {
    this.read.timeout = true;
    return this.values.timeout;
  }

  get loops() {
    this.read.loops = true;
    return this.values.loops;
  }

  get progress() {
    this.read.progress = true;
    return this.values.progress;
  }

  get debt() {
    this.read.debt = true;
    return this.values.debt;
  }

  get token() {
    this.read.token = true;
    return this.values.token;
  }

  get place() {
    this.read.place = true;
    return this.values.place;
  }

  get handle() {
    this.read.handle = true;
    return this.values.handle;
  }

  get request() {
    this.read.request = true;
    return this.values.request;
  }

  get syncCall() {
    this.read.syncCall = true;
    return this.values.syncCall;
  }

  get cancel() {
    this.read.cancel = true;
    return this.values.cancel;
  }

  get preprocess() {
    this.read.preprocess = true;
    return this.values.preprocess;
  }

  get udelay() {
    this.read.udelay = true;
    return this.values.udelay;
  }

  get waker() {
    this.read.waker = true;
    return this.values.waker;
  }

  get wake() {
    this.read.wake = true;
    return this.values.wake;
  }

  get status() {
    this.read.status = true;
    return this.values.status;
  }

  get deadlineAt() {
    this.read.deadlineAt = true;
    return this.values.deadlineAt;
  }

  get reentry() {
    this.read.reentry = true;
    return this.values.reentry;
  }

  get flags() {
    this.read.flags = true;
    return this.values.flags;
  }

  get frame() {
    this.read.frame = true;
    return this.values.frame;
  }

  get erased() {
    this.read.erased = true;
    return this.values.erased;
  }

  get clock() {
    this.read.clock = true;
    return this.values.clock;
  }

  get completed() {
    this.read.completed = true;
    return this.values.completed;
  }

  get handler() {
    this.read.handler = true;
    return this.values.handler;
  }

  get withdrawn() {
    this.read.withdrawn = true;
    return this.values.withdrawn;
  }

  get unwind() {
    this.read.unwind = true;
    return this.values.unwind;
  }

  get tokens() {
    this.read.tokens = true;
    return this.values.tokens;
  }

  get debts() {
    this.read.debts = true;
    return this.values.debts;
  }

  get deadlines() {
    this.read.deadlines = true;
    return this.values.deadlines;
  }

  get names() {
    this.read.names = true;
    return this.values.names;
  }

  get messages() {
    this.read.messages = true;
    return this.values.messages;
  }

  get cut() {
    this.read.cut = true;
    return this.values.cut;
  }

  get order() {
    this.read.order = true;
    return this.values.order;
  }

  get set() {
    this.read.set = true;
    return this.values.set;
  }

  get examine() {
    this.read.examine = true;
    return this.values.examine;
  }

  get carries() {
    this.read.carries = true;
    return this.values.carries;
  }
}

/** Every policy, each of them looked at: plain data for another thread. */
export function allOf(policies: Policies): Policies {
  return Object.fromEntries(NAMES.map((name) => [name, policies[name]])) as Policies;
}
