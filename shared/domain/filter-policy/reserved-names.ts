import type { Fault } from '../kit/errors/coded-error';
import { pointer } from '../kit/json/json-pointer';
import { isOr, isReserved } from './every-key';
import { fault, shown } from './fault';
import { isObject } from './filter-policy';

/**
 * Faults of names below the branches of `$or` that SNS's pages do not define: a reserved keyword deeper than in the
 * branch itself, and `$or` as an ordinary key. Event Ruler refuses both.
 *
 * @param isInBranch the policy is a branch of `$or`, or nested in one
 */
export function reservedFaults(policy: Readonly<Record<string, unknown>>, path = '', isInBranch = false): Fault[] {
  return Object.entries(policy).flatMap(([key, node]) => {
    const at = pointer(path, key);
    if (isOr(key, node)) return node.flatMap((branch, index) => reservedFaults(branch, `${at}/${index}`, true));
    const below = isObject(node) ? reservedFaults(node, at, isInBranch) : [];
    return isInBranch && (isReserved(key) || key === '$or') ? [reserved(key, at), ...below] : below;
  });
}

const reserved = (key: string, path: string): Fault =>
  fault(
    'key.reserved',
    path,
    `key ${shown(key)} is reserved below $or, expected another name; write two subscriptions`,
  );
