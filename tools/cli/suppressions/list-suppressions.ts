import type { MailPreferenceRegistry, Objection } from '../../../shared/ports/mail-preferences';
import type { ListSuppressionsOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { preferenceRegistry } from './preference-registry';
import { readAddress } from './read-address';

/** @throws CodedError `cli.address_malformed`; as connecting to the stack and reading its table do */
export async function listSuppressions(options: ListSuppressionsOptions, terminal: Terminal): Promise<void> {
  const address = options.address === undefined ? undefined : readAddress(options.address);
  const registry = preferenceRegistry(await connectStack(options.outputs, terminal));
  const objections = address === undefined ? await collect(registry) : await registry.objections(address);
  const text = options.json
    ? objections.map((one) => JSON.stringify(one)).join('\n')
    : formatObjections(objections, address);
  if (text !== '') terminal.print(text);
}

async function collect(registry: Pick<MailPreferenceRegistry, 'all'>): Promise<Objection[]> {
  const objections: Objection[] = [];
  for await (const page of registry.all()) objections.push(...page);
  return objections.toSorted((one, other) => (one.address < other.address ? -1 : 1));
}

export function formatObjections(objections: readonly Objection[], address?: string): string {
  if (objections.length === 0) return `nothing keeps ${address ?? 'any address'} from being mailed`;
  const rows = objections.map((objection) => [
    objection.address,
    scopeOf(objection),
    reasonOf(objection),
    objection.since,
  ]);
  return table([['ADDRESS', 'TENANT', 'REASON', 'SINCE'], ...rows]);
}

const scopeOf = (objection: Objection): string => {
  if (objection.kind === 'unsubscribed') return objection.tenant;
  return objection.scope === '*' ? 'all' : objection.scope;
};

const reasonOf = (objection: Objection): string =>
  objection.kind === 'suppressed' ? objection.reason : `unsubscribed from ${objection.category}`;
