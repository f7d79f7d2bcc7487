import type { Benchmark, Result } from '../report/result';
import { type AuditLoadResult, simulateAuditLoad } from './audit-load';

const LOAD = { perSecond: 2_000, seconds: 30 };
/** In the last load each notification has a tenant of its own, such as an invented one. */
const TENANTS = [1, 1_000, LOAD.perSecond * LOAD.seconds];
const TITLE = 'Audit chain at 2,000 notifications a second';

const COLUMNS: readonly (readonly [keyof AuditLoadResult, string, Result['better']])[] = [
  ['cpuSeconds', 'CPU-s for 1,000', 'less'],
  ['linkedPerSecond', 'linked/s', 'more'],
  ['lagSeconds', 's late at most', 'less'],
  ['writes', 'writes for each', 'less'],
  ['writeUnits', 'write units for each', 'less'],
  ['reads', 'reads for each', 'less'],
  ['readUnits', 'read units for each', 'less'],
];

export const auditChain: Benchmark = {
  id: 'audit-chain',
  method:
    'The code of the function that links records into hash chains, in virtual time: four shards of the stream, 12 to 25 ms for a call of DynamoDB, 30 seconds. CPU time is measured on this machine and takes no virtual time. One run.',
  measure: async function* () {
    const loads: { readonly subject: string; readonly figures: AuditLoadResult }[] = [];
    for (const tenants of TENANTS) {
      const subject = `${tenants.toLocaleString('en')} ${tenants === 1 ? 'tenant' : 'tenants'}`;
      loads.push({ subject, figures: await simulateAuditLoad({ tenants, ...LOAD }) });
    }
    for (const [key, unit, better] of COLUMNS) {
      const measured = loads.map(({ subject, figures }) => ({ subject, samples: [figures[key]] }));
      yield { id: `audit-chain-${key}`, title: TITLE, unit, better, measured, isSeries: true };
    }
  },
};
