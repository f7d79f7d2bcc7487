import type { DataValidator } from '../../../../shared/catalogue/data-validator';
import { faultsBy } from '../../../../shared/catalogue/faults-by-schema';
import { inPart, type PartFault } from './api-error';

export interface ReadQuery {
  readonly query: Readonly<Record<string, unknown>>;
  readonly tenant?: string;
  readonly faults: readonly PartFault[];
}

const TENANT = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * Parameters of the query, with numbers and booleans where the schema has them. A parameter that the route does not know, or
 * that is given twice, is a fault.
 *
 * @param validator @default the route has no parameter but `tenant`
 */
export function readQuery(raw: string, validator?: DataValidator): ReadQuery {
  const given = new URLSearchParams(raw);
  const names = [...new Set(given.keys())];
  const twice = names.filter((name) => given.getAll(name).length > 1);
  const tenant = given.get('tenant');
  const values = names
    .filter((name) => name !== 'tenant')
    .map((name) => [name, typed(given.get(name) ?? '', typeOf(validator, name))] as const);
  const query = Object.fromEntries(values);
  const named = { code: 'api.parameter_invalid', path: '', name: 'the query' };
  const faults = [
    ...twice.map((name) => fault(name, `${name} is given twice, expected once`)),
    ...(tenant !== null && !TENANT.test(tenant)
      ? [fault('tenant', `tenant is '${tenant.slice(0, 70)}', ${EXPECTED}`)]
      : []),
    ...(validator ? faultsBy(validator, query, named) : values.map(([name]) => fault(name, `${name} is not known`))),
  ];
  return { query, ...(tenant !== null && { tenant }), faults: inPart('query', faults) };
}

const EXPECTED = 'expected 1 to 64 of a-z 0-9 _ -';

const fault = (name: string, message: string) => ({ code: 'api.parameter_invalid', path: `/${name}`, message });

const typeOf = (validator: DataValidator | undefined, name: string): unknown =>
  (validator?.schema.properties?.[name] as { readonly type?: unknown } | undefined)?.type;

function typed(text: string, type: unknown): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
