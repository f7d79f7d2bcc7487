import type { Fault } from '../kit/errors/coded-error';
import { pointer } from '../kit/json/json-pointer';
import { isOr } from './every-key';
import { fault, shown } from './fault';
import { type FilterPolicyScope, isObject } from './filter-policy';
import { repetitionFaults } from './leaves';
import { limitFaults } from './limits';
import { reservedFaults } from './reserved-names';
import { conditionFaults } from './validate-condition';

/**
 * Validates a filter policy against SNS's grammar and limits; lists every violation, not only the first. The empty
 * policy is valid: it equals none. Also refuses a policy that SNS accepts but whose matches AWS's pages do not define.
 * `README.md` names the page of each rule.
 */
export function validateFilterPolicy(policy: unknown, scope: FilterPolicyScope): Fault[] {
  if (!isObject(policy)) {
    return [
      fault('not_an_object', '', `policy is ${shown(policy)}, expected a JSON object of keys and their conditions`),
    ];
  }
  return [
    ...keyFaults(policy, '', scope),
    ...reservedFaults(policy),
    ...repetitionFaults(policy),
    ...limitFaults(policy, scope),
  ];
}

const keyFaults = (policy: Readonly<Record<string, unknown>>, path: string, scope: FilterPolicyScope): Fault[] =>
  Object.entries(policy).flatMap(([key, node]) => nodeFaults(key, node, pointer(path, key), scope));

function nodeFaults(key: string, node: unknown, path: string, scope: FilterPolicyScope): Fault[] {
  if (isOr(key, node)) return node.flatMap((branch, at) => branchFaults(branch, `${path}/${at}`, scope));
  if (Array.isArray(node)) return listFaults(node, path, scope);
  if (!isObject(node)) {
    return [
      fault(
        'key.malformed',
        path,
        `key has the value ${shown(node)}, expected a list of conditions; write [${shown(node)}]`,
      ),
    ];
  }
  if (scope === 'MessageBody') return branchFaults(node, path, scope);
  const message = `key has the object ${shown(node)}, expected a list of conditions; put operators into a list, or nest keys in MessageBody scope`;
  return [fault('key.nested', path, message)];
}

function branchFaults(policy: Readonly<Record<string, unknown>>, path: string, scope: FilterPolicyScope): Fault[] {
  if (Object.keys(policy).length > 0) return keyFaults(policy, path, scope);
  return [fault('empty', path, 'object is {}, expected at least one key; leave it out')];
}

function listFaults(conditions: readonly unknown[], path: string, scope: FilterPolicyScope): Fault[] {
  if (conditions.length > 0)
    return conditions.flatMap((condition, at) => conditionFaults(condition, `${path}/${at}`, scope));
  return [fault('empty', path, 'list is [], expected at least one condition; leave the key out')];
}
