#!/usr/bin/env python3
"""A small kernel of sleeping calls that speaks docs/protocol.md, version 1, on its standard streams.

Wait queues and sleeps of helenos-2026, with the ticket's restart mechanism. A thread is a generator that
yields wherever another may run. Its log is as docs/instrumenting-a-kernel.md has it:
    fermata run --target 'cmd:python3 docs/examples/kernel-under-test/kernel.py' WQ+abort+wake
"""
import json
import random
import sys

CALLS = ["thread_usleep", "waitq_sleep", "waitq_wakeup"]
ABORTED = "aborted"  # the status that unwinds a call; no user space sees it


class Ring:
    """The log: numbered per thread, written without a lock, the oldest events lost first."""

    def __init__(self, size=512):
        self.events, self.size, self.dropped, self.numbers = [], size, 0, {}

    def log(self, kernel, thread, ev, **more):
        self.numbers[thread.name] = n = self.numbers.get(thread.name, 0) + 1
        if len(self.events) == self.size:
            self.events.pop(0)
            self.dropped += 1
        kernel.steps += 1
        self.events.append({"ev": ev, "t": kernel.steps, "th": thread.name, "n": n, **more})


class Queue:
    def __init__(self, balance=0):
        self.balance, self.sleepers = balance, []


class Thread:
    def __init__(self, kernel, index, lane):
        self.kernel, self.index, self.name, self.cells = kernel, index, lane["name"], lane["cells"]
        self.registers, self.over, self.dt = {}, [], {}
        self.label, self.inside, self.held, self.requested = None, False, False, False
        self.queue, self.woken, self.deadline, self.armed, self.late = None, False, None, None, 0
        self.attempt, self.done, self.body = None, False, self.run()

    def ready(self):
        return not (self.done or self.held or self.queue is not None)

    def state(self):
        if self.done or self.held:
            return "done" if self.done else "held"
        if not self.inside:
            return "user"
        return "asleep" if self.queue is not None else "woken" if self.woken else "inside"

    def run(self):
        for cell in self.cells:
            yield
            if "word" in cell:
                self.kernel.assign(cell)
                continue
            self.label, register = cell["label"], cell["register"]
            if register:
                self.registers[register] = "blocked"
            yield from self.syscall(cell)
            self.label = None
        self.done = True

    def syscall(self, cell):
        kernel, log = self.kernel, self.kernel.ring.log
        self.inside, self.deadline, self.armed, self.late, self.ready_tick, k = True, None, None, 0, None, 0
        self.attempt = kernel.new_id()
        label = {"label": self.label} if self.label else {}
        log(kernel, self, "call", id=self.attempt, sys=cell["call"], args=cell["args"], **label)
        while True:
            yield
            result = yield from getattr(self, cell["call"])(*cell["args"])
            if result != ABORTED:
                break
            yield from self.hold()
            k, before, self.attempt = k + 1, self.attempt, kernel.new_id()
            log(kernel, self, "restart", id=self.attempt, of=before, k=k)
        self.inside = False
        log(kernel, self, "ret", id=self.attempt, val=result)
        if cell["register"]:
            self.registers[cell["register"]] = result
        if self.label:
            self.over.append(self.label)
            self.dt[self.label] = (0 if self.armed is None else kernel.ready_at(self) - self.armed, self.late)
        if self.requested:
            yield from self.hold()

    def hold(self):
        self.requested, self.held = False, True
        self.ready_tick = None if self.inside else self.ready_tick
        self.kernel.ring.log(self.kernel, self, "stop", id=self.attempt)
        yield
        if self.deadline is not None:
            self.late = max(0, self.kernel.now - self.deadline - 1)

    def thread_usleep(self, ticks):
        result = "ETIMEOUT" if ticks == 0 else (yield from self.sleep(Queue(), ticks, ""))
        return ABORTED if result == ABORTED else "EOK"

    def waitq_sleep(self, name, ticks, flags):
        return (yield from self.sleep(self.kernel.queues[name], ticks, str(flags)))

    def waitq_wakeup(self, name):
        queue, woke = self.kernel.queues[name], []
        if queue.balance < 0 or not queue.sleepers:
            queue.balance += 1
        else:
            thread = queue.sleepers.pop(0)
            thread.queue, thread.woken, thread.ready_tick = None, True, self.kernel.now
            woke.append(thread.name)
        self.kernel.ring.log(self.kernel, self, "wake", id=self.attempt, on=name, woke=woke)
        yield
        return "EOK"

    def sleep(self, queue, ticks, flags):
        kernel = self.kernel
        if ticks and self.deadline is None:
            self.armed, self.deadline = kernel.now, kernel.now + ticks
        if queue.balance > 0:
            queue.balance -= 1
            return "EOK"
        if ticks == 0 and "NONBLOCK" in flags:
            result = "ETIMEOUT"
        elif self.deadline is not None and kernel.now > self.deadline:
            result = "ETIMEOUT"
        elif self.requested:
            return ABORTED
        else:
            queue.sleepers.append(self)
            self.queue, self.outcome = queue, "EOK"
            yield
            result, self.woken = self.outcome, False
        if result == "ETIMEOUT" and "FUTEX" in flags:
            queue.balance -= 1  # a restarted abort books no debt
        return result

    def leave_queue(self, outcome):
        self.queue.sleepers.remove(self)
        self.queue, self.outcome, self.ready_tick = None, outcome, self.kernel.now


class Kernel:
    def __init__(self, test, seed):
        self.random, self.now, self.steps, self.ids, self.ring = random.Random(seed), 0, 0, 0, Ring()
        self.test, self.words = test, {o["name"]: o["value"] for o in test["objects"] if o["type"] == "word"}
        self.queues = {o["name"]: Queue(o["value"]) for o in test["objects"] if o["type"] == "waitq"}
        self.threads = {t["name"]: Thread(self, i, t) for i, t in enumerate(test["lanes"])}

    def new_id(self):
        self.ids += 1
        return f"c{self.ids}"

    def assign(self, cell):
        before = self.words[cell["word"]] if cell["op"] == "+=" else 0
        self.words[cell["word"]] = before + cell["value"]

    def ready_at(self, thread):
        late = thread.deadline + 1 + thread.late if thread.deadline is not None else self.now
        return min(self.now, late) if thread.ready_tick is None else thread.ready_tick

    def tick(self):
        self.now += 1
        for thread in self.threads.values():
            if thread.queue is not None and thread.deadline is not None and self.now > thread.deadline:
                thread.leave_queue("ETIMEOUT")

    def step(self, most):
        for _ in range(most):
            ready = [t for t in self.threads.values() if t.ready()]
            timed = any(t.queue is not None and t.deadline is not None for t in self.threads.values())
            choices = ready + (["tick"] if timed else [])
            if not choices:
                return True
            choice = self.random.choice(choices)
            if choice == "tick":
                self.tick()
            else:
                next(choice.body, None)
        return False

    def outcome(self):
        places = dict(self.words)
        for name, queue in self.queues.items():
            places |= {f"{name}.balance": queue.balance, f"{name}.sleepers": len(queue.sleepers)}
        for t in self.threads.values():
            for cell in (c for c in t.cells if c.get("register")):
                places[f"{t.index}:{cell['register']}"] = t.registers.get(cell["register"], "unset")
            for label, (ticks, late) in t.dt.items():
                places |= {f"{t.index}:dt({label})": ticks, f"{t.index}:waited({label})": ticks - late}
        return places

    def trace(self):
        meta = {"ev": "meta", "fmt": "restart-trace", "v": 1, "kernel": {"name": "kernel.py", "version": "1"},
                "clock": {"unit": "step", "res": 0}, "table": "helenos-2026", "order": "total",
                "test": {"name": self.test["name"], "hash": self.test["hash"]},
                "instrumented": ["call", "ret", "wake", "abort", "restart"], "buf": {"dropped": self.ring.dropped}}
        return [meta, *self.ring.events, {"ev": "end", "t": self.steps, "status": "complete"}]

    def answer(self, request):
        do, thread = request["do"], self.threads.get(request.get("lane"))
        if do == "step":
            quiet = self.step(request["most"])
            lanes = {t.name: {"state": t.state(), "in": t.label, "over": t.over} for t in self.threads.values()}
            return {"is": "stepped", "quiet": quiet, "lanes": lanes}
        if do == "abort":
            hit = thread.inside and thread.label == request["label"]
            if hit and not thread.held:
                thread.requested = True
                self.ring.log(self, thread, "abort", id=thread.attempt, by="E", hit=True)
                if thread.queue is not None:
                    thread.leave_queue(ABORTED)
            return {"is": "aborted", "hit": hit}
        if do == "observe":
            return {"is": "observed", "outcome": self.outcome(), "trace": self.trace()}
        if do == "resume":
            thread.held = False
        elif do == "tick":
            self.tick()
        return {"is": "done"}


HELLO = {"is": "hello", "protocol": 1, "kernel": {"name": "kernel.py", "version": "1"}, "table": "helenos-2026",
         "design": "ticket", "interruption": "a flag, then the sleeper is taken off its queue", "ticks": "exact",
         "supports": {"calls": CALLS, "objects": ["waitq", "word"], "environment": ["abort", "resume", "tick"]}}


def main():
    kernel = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "hello":
            answer = HELLO
        elif request["do"] == "start":
            kernel, answer = Kernel(request["test"], request["seed"]), {"is": "started"}
        elif request["do"] == "end":
            answer = {"is": "ended"}
        else:
            answer = kernel.answer(request)
        print(json.dumps({**answer, "seq": request["seq"]}), flush=True)
        if request["do"] == "end":
            return


if __name__ == "__main__":
    main()
