import type { DataValidator } from '../../../../shared/catalogue/data-validator';
import { faultsBy } from '../../../../shared/catalogue/faults-by-schema';
import { MAX_FAULTS } from '../../../../shared/domain/kit/json/check-json';
import { pointer } from '../../../../shared/domain/kit/json/json-pointer';
import { truncate } from '../../../../shared/domain/kit/text/truncate';
import { isValid } from '../../../../shared/domain/notification/attribute-rules';
import { inPart, type PartFault } from './api-error';

export interface ReadQuery {
  readonly query: Readonly<Record<string, unknown>>;
  readonly tenant?: string;
  readonly faults: readonly PartFault[];
}

export interface Parameters {
  /** @default the route has no parameter but `tenant` */
  readonly validator?: DataValidator | undefined;
  /** Whether the route has the parameter `tenant`. */
  readonly hasTenant: boolean;
}

/** In characters, of a name or a value that a message quotes. */
const MAX_SHOWN = 70;

/**
 * Parameters of the query, with numbers and booleans where the schema has them. A parameter that the route does not know, or
 * that is given twice, is a fault. At most 20 faults.
 */
export function readQuery(raw: string, { validator, hasTenant }: Parameters): ReadQuery {
  const given = new URLSearchParams(raw);
  const names = [...new Set(given.keys())];
  const twice = names.filter((name) => given.getAll(name).length > 1);
  const tenant = hasTenant ? given.get('tenant') : null;
  const values = names
    .filter((name) => !(hasTenant && name === 'tenant'))
    .map((name) => [name, typed(given.get(name) ?? '', typeOf(validator, name))] as const);
  const query = Object.fromEntries(values);
  const named = { code: 'api.parameter_invalid', path: '', name: 'the query' };
  const faults = [
    ...twice.map((name) => fault(name, 'is given twice, expected once')),
    ...(tenant !== null && !isValid('tenant', tenant)
      ? [fault('tenant', `is '${truncate(tenant, MAX_SHOWN)}', ${EXPECTED}`)]
      : []),
    ...(validator ? faultsBy(validator, query, named) : values.map(([name]) => fault(name, 'is not known'))),
  ];
  return { query, ...(tenant !== null && { tenant }), faults: inPart('query', faults.slice(0, MAX_FAULTS)) };
}

const EXPECTED = 'expected 1 to 64 of a-z 0-9 _ -';

const fault = (name: string, what: string) => ({
  code: 'api.parameter_invalid',
  path: pointer('', name),
  message: `${truncate(name, MAX_SHOWN)} ${what}`,
});

const typeOf = (validator: DataValidator | undefined, name: string): unknown =>
  (validator?.schema.properties?.[name] as { readonly type?: unknown } | undefined)?.type;

function typed(text: string, type: unknown): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
