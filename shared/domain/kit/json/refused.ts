import type { Fault } from '../errors/coded-error';
import { reasonOf } from './reason-of';

/**
 * Stands in a value of `jsonValueOf` for what could not be made plain, and holds why. The paths of its faults begin at its
 * place. A class with private members, so that nothing of the producer's can look like it, and JSON shows `{}` of it.
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

/** For a member that threw when it was read. */
export const unreadable = (thrown: unknown): Refused =>
  refused('json.unsupported', `reading it threw ${reasonOf(thrown)}; give plain objects`);
