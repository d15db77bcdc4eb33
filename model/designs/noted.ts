/**
 * Designs that note what is asked of them.
 *
 * A search is a function of its test and of what it asks the design. So where another design gives the
 * same answers to all that was asked, its search is the same one, step by step, and need not be made.
 * Policies are asked for a call, or for all of them; whatever asks does so through asking.ts.
 */
import { allOf, NotedPolicies } from './asking.ts';
import { policiesFor } from './designs.ts';
import type { Design, Policies } from './policies.ts';

export { allOf };

/** What has been asked of a design. */
export class Asked {
  /** Policies outside of any call. */
  readonly policies: NotedPolicies;
  private readonly of: Design;
  private readonly byCall = new Map<string, NotedPolicies>();
  private isAskedPerCall = false;

  constructor(of: Design) {
    this.of = of;
    this.policies = new NotedPolicies(of.policies);
  }

  get perCall(): Design['perCall'] {
    this.isAskedPerCall = true;
    return this.of.perCall;
  }

  /** The policies of a call: one object for each. */
  readonly forCall = (call: string): Policies => {
    const known = this.byCall.get(call);
    if (known !== undefined) return known;
    const policies = new NotedPolicies(policiesFor(this.of, call));
    this.byCall.set(call, policies);
    return policies;
  };

  /** Does another design answer all of it alike? One that notes as well has been asked it then. */
  isAlike(other: Design): boolean {
    if (this.isAskedPerCall && perCallOf(other) !== perCallOf(this.of)) return false;
    const byCall = [...this.byCall];
    return (
      this.policies.isAlike(other.policies) &&
      byCall.every(([call, own]) => own.isAlike(policiesFor(other, call)))
    );
  }
}

const perCallOf = ({ perCall }: Design): string => JSON.stringify(perCall);

/** A design that notes, and what it has been asked so far. */
export interface Noted {
  readonly design: Design;
  readonly asked: Asked;
}

/** The design once more, noting from now on. Its name and its kind are nothing that a step asks for. */
export function noted(of: Design): Noted {
  const plain = plainOf(of);
  const asked = new Asked(plain);
  const { name, kind, reason, fall } = plain;
  const { policies, forCall } = asked;
  const design: Design = {
    name,
    kind,
    reason,
    fall,
    policies,
    get perCall() {
      return asked.perCall;
    },
    forCall,
    plain,
  };
  return { design, asked };
}

/** The design that one that notes answers for; any other is plain itself. */
export function plainOf(design: Design): Design {
  return design.plain ?? design;
}
