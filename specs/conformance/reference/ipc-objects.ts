/** Calls, phones and answerboxes (ipc/ipc.h of both revisions), as ordinary objects. */
import { assert } from './coroutine.ts';
import type { Kernel } from './kernel.ts';
import { Mutex } from './mutex.ts';
import { Spinlock } from './spinlock.ts';
import type { Task } from './task.ts';
import { Waitq } from './waitq.ts';

/** A link of a list that may be on one list at a time, or on none. */
export class Link<Item> {
  private list: Item[] | null = null;
  private readonly item: Item;

  constructor(item: Item) {
    this.item = item;
  }

  /** list_append(): what is on a list already ties both into a knot. */
  append(list: Item[]): void {
    assert(this.list === null, 'list_append(): a list is destroyed');
    list.push(this.item);
    this.list = list;
  }

  /** list_remove(): of what is on no list, it does nothing. */
  remove(): void {
    const { list } = this;
    if (list === null) return;
    list.splice(list.indexOf(this.item), 1);
    this.list = null;
  }

  get isOn(): boolean {
    return this.list !== null;
  }
}

export class Answerbox {
  readonly lock: Spinlock;
  readonly wq: Waitq;
  readonly task: Task;
  readonly connectedPhones: Phone[] = [];
  readonly calls: Call[] = [];
  readonly dispatched: Call[] = [];
  readonly answers: Call[] = [];
  /** irq_notifs */
  readonly notifications: Call[] = [];
  readonly irqLock: Spinlock;
  /** 2026: it takes phones; answers that are still expected. */
  active = true;
  activeCalls = 0;

  /** As a log has it: the name of its task; '' of a private box and of a kbox, which have none. */
  readonly logName: string;

  constructor(kernel: Kernel, task: Task, logName = '') {
    this.lock = new Spinlock(kernel.cpu);
    this.irqLock = new Spinlock(kernel.cpu);
    this.logName = logName;
    this.wq = new Waitq(kernel.cpu, 0, logName);
    this.task = task;
  }
}

export type PhoneState = 'free' | 'connecting' | 'connected' | 'hungup' | 'slammed';

export class Phone {
  readonly lock: Mutex;
  readonly caller: Task;
  /** Its slot in 2012, its handle in 2026. */
  number: number;
  state: PhoneState = 'free';
  callee: Answerbox | null = null;
  activeCalls = 0;
  readonly link = new Link<Phone>(this);
  /** 2026: references of its kernel object; the call that a hang-up sends. */
  refs = 0;
  hangupCall: Call | null = null;

  constructor(kernel: Kernel, caller: Task, number: number) {
    this.lock = new Mutex(kernel.cpu, kernel.ops);
    this.caller = caller;
    this.number = number;
  }
}

/** Methods of the system by their names; any other is a method of user space. */
export const SYSTEM_METHODS: ReadonlySet<string> = new Set([
  'PHONE_HUNGUP',
  'CONNECTION_CLONE',
  'CLONE_ESTABLISH',
  'CONNECT_TO_ME',
  'CONNECT_ME_TO',
  'DEBUG',
  'PAGE_IN',
]);

/** What a DEBUG request asks for, and of which thread. */
export interface DebugArgs {
  readonly request: string;
  readonly thread?: unknown;
  readonly mask?: number;
}

export class Call {
  /** Of the operation that made it. */
  readonly name: string;
  method: string;
  retval: string | number = 'EOK';
  /** The event that an answer of a debug session tells. */
  event: string | null = null;
  debug: DebugArgs | null = null;
  answered = false;
  discardAnswer = false;
  isNotification = false;
  forwarded = false;
  connMeTo = false;
  sender: Task | null;
  callerbox: Answerbox | null = null;
  /** 2012: data.phone; caller_phone where a forward has hidden it. 2026: caller_phone. */
  phone: Phone | null = null;
  callerPhone: Phone | null = null;
  /** CONNECT_ME_TO: the new phone that waits for a callee. */
  newPhone: Phone | null = null;
  readonly link = new Link<Call>(this);
  isFreed = false;

  // 2026
  readonly forgetLock: Spinlock;
  readonly activeLink = new Link<Call>(this);
  active = false;
  forget = false;
  refs = 1;
  /** The method that it was sent with. */
  requestMethod = '';
  /** CONNECT_ME_TO: the handle of the new phone; null once it is answered. */
  newHandle: number | null = null;

  constructor(kernel: Kernel, name: string, method: string, sender: Task | null) {
    this.name = name;
    this.method = method;
    this.sender = sender;
    this.forgetLock = new Spinlock(kernel.cpu);
  }
}
