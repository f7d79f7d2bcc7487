import { isUnknown, type UnknownTypes, unknownType } from '../../../shared/catalogue/type-faults';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import type { Terminal } from '../terminal';
import type { InputEntry } from './parse-entries';

/**
 * Where a stack lets them through, whoever tries something out should hear that most stacks do not. To be called before the
 * entries are judged or sent: a misspelt type is also why other faults are there, and no warning takes back what was sent.
 */
export function warnOfUnknownTypes(
  entries: readonly InputEntry[],
  unknownTypes: UnknownTypes,
  { warn }: Pick<Terminal, 'warn'>,
): void {
  if (unknownTypes === 'refuse') return;
  const types = entries.flatMap(({ value }) => (isObject(value) && typeof value.type === 'string' ? [value.type] : []));
  for (const type of new Set(types.filter(isUnknown))) {
    warn(`warning: ${unknownType(type).message}; this stack takes it, and mails of it show no data; others refuse it`);
  }
}
