import type { Fault } from '../errors/coded-error';
import { reasonOf } from './reason-of';

/**
 * Placeholder in a value of `jsonValueOf` for a part that has no JSON form, with the reason. Its faults' paths are
 * relative to it. A class with private members, so that no producer's object can imitate it, and JSON shows `{}`.
 */
export class Refused {
  readonly #faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }
}

export const refused = (code: string, message: string): Refused => new Refused([{ code, path: '', message }]);

/** For a member whose getter threw. */
export const unreadable = (thrown: unknown): Refused =>
  refused('json.unsupported', `reading it threw ${reasonOf(thrown)}; give plain objects`);
