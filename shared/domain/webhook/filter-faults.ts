import { isObject } from '../filter-policy/filter-policy';
import { type Leaf, leaves } from '../filter-policy/leaves';
import { validateFilterPolicy } from '../filter-policy/validate';
import type { Fault } from '../kit/errors/coded-error';
import { isAttribute } from '../notification/attribute-rules';
import { isExtensionName } from '../notification/extension-attributes';
import { ROUTING_ATTRIBUTES } from '../notification/notification';

/** A function that fans out keeps the filters of all endpoints of a tenant in memory, and reads them with their items. */
const MAX_FILTER_BYTES = 4_096;

/**
 * Together, of a tenant: a function of 256 MB has them twice, the previous ones and the next ones while they are read. It is
 * 200 bytes each for the maximum of endpoints.
 */
export const MAX_TENANT_FILTER_BYTES = 20_000_000;

/**
 * Faults of an endpoint's filter: those of an SNS filter policy in MessageBody scope; a size above `MAX_FILTER_BYTES`; and
 * names that no event has which a receiver gets. Such a key would never match, or match always (`exists: false`).
 */
export function filterFaults(policy: unknown): Fault[] {
  const faults = validateFilterPolicy(policy, 'MessageBody');
  const own = isObject(policy) ? [...sizeFaults(policy), ...leaves(policy).flatMap(memberFaults)] : [];
  return [...faults, ...own].map((fault) => ({ ...fault, path: `/filter${fault.path}` }));
}

export const filterBytes = (text: string): number => new TextEncoder().encode(text).length;

function sizeFaults(policy: object): Fault[] {
  const bytes = filterBytes(JSON.stringify(policy));
  if (bytes <= MAX_FILTER_BYTES) return [];
  const message = `filter has ${bytes} bytes of JSON, at most ${MAX_FILTER_BYTES} are allowed; match a prefix instead of a list, or add a second endpoint`;
  return [{ code: 'webhook.filter.too_large', path: '', message }];
}

function memberFaults({ name, path }: Leaf): Fault[] {
  const reason = reasonAgainst(name);
  if (reason === undefined) return [];
  const message = `key ${JSON.stringify(name.slice(0, 100))} is refused: ${reason}; expected an attribute such as type, subject or severity, or a path such as data.amount`;
  return [{ code: 'webhook.filter.member', path, message }];
}

function reasonAgainst(name: string): string | undefined {
  const [member = '', ...nested] = name.split('.');
  if (member === 'data') return nested.length === 0 ? 'data is an object, which equals nothing' : undefined;
  if (nested.length > 0) return 'only data has members';
  if ((ROUTING_ATTRIBUTES as readonly string[]).includes(member)) return 'receivers do not get this attribute';
  return isAttribute(member) || isExtensionName(member) ? undefined : 'no event has such an attribute';
}
