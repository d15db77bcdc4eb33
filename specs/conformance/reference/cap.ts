/** Capabilities of a task of 2026 (cap/cap.c): handles are given lowest first, each operation is one step. */
import type { Steps } from './coroutine.ts';
import { assert } from './coroutine.ts';
import type { Call, Phone } from './ipc-objects.ts';
import type { Notifier } from './notifications.ts';
import type { Waitq } from './waitq.ts';

/** kobject_t of a wait queue. */
export interface WaitqObject {
  readonly waitq: Waitq;
  refs: number;
}

export type Kobject =
  | { readonly type: 'phone'; readonly it: Phone }
  | { readonly type: 'call'; readonly it: Call }
  | { readonly type: 'irq'; readonly it: Notifier }
  | { readonly type: 'waitq'; readonly it: WaitqObject };

export class Capabilities {
  /** Handle to object; null is a handle that is allocated and not published. */
  readonly table = new Map<number, Kobject | null>();

  /** cap_alloc() */
  *alloc(): Steps<number> {
    yield;
    let handle = 1;
    while (this.table.has(handle)) handle++;
    this.table.set(handle, null);
    return handle;
  }

  /** cap_publish() */
  *publish(handle: number, object: Kobject): Steps {
    yield;
    assert(this.table.get(handle) === null, 'cap_publish(): cap');
    this.table.set(handle, object);
  }

  /** cap_unpublish(): the reference goes to the caller. */
  *unpublish(handle: number, type: Kobject['type']): Steps<Kobject | null> {
    yield;
    const object = this.table.get(handle) ?? null;
    if (object === null || object.type !== type) return null;
    this.table.set(handle, null);
    return object;
  }

  /** cap_free() */
  *free(handle: number): Steps {
    yield;
    assert(this.table.get(handle) === null, 'cap_free(): cap');
    this.table.delete(handle);
  }

  /** kobject_get(): with a reference more. */
  *get(handle: number, type: Kobject['type']): Steps<Kobject | null> {
    yield;
    const object = this.table.get(handle) ?? null;
    if (object === null || object.type !== type) return null;
    object.it.refs++;
    return object;
  }

  /** caps_apply_to_kobject_type(): the handles of a type as they are now. */
  handlesOf(type: Kobject['type']): number[] {
    return [...this.table].filter(([, object]) => object?.type === type).map(([handle]) => handle);
  }

  countOf(type: Kobject['type']): number {
    return this.handlesOf(type).length;
  }

  get unpublished(): number {
    return [...this.table.values()].filter((object) => object === null).length;
  }
}
