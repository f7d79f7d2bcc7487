import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Clock } from '../../ports/clock';
import { type AuditPorts, type AuditReport, auditTenant } from './audit-tenant';

export interface VerifyTenantRequest {
  readonly tenant: string;
}

export interface VerifyTenantPorts extends AuditPorts {
  readonly clock: Clock;
}

/**
 * Compares a tenant's records with its chain, the archive and the anchors.
 *
 * @returns a report with a finding for each record that was changed, removed or inserted
 * @throws CodedError `cli.nothing_to_audit`
 */
export async function verifyTenant({ tenant }: VerifyTenantRequest, ports: VerifyTenantPorts): Promise<AuditReport> {
  const report = await auditTenant(tenant, ports, ports.clock.now());
  if (isEmpty(report)) throw nothingToAudit(tenant);
  return report;
}

/**
 * Without any records, no findings proves nothing: the name may be mistyped, or the chain removed before its first
 * anchor.
 */
const isEmpty = ({ links, records, pending, anchored, findings }: AuditReport): boolean =>
  links === 0 && records + pending === 0 && !anchored && findings.length === 0;

const nothingToAudit = (tenant: string): CodedError =>
  new CodedError(
    'cli.nothing_to_audit',
    `nothing is recorded of tenant '${tenant}', and no anchor knows it`,
    'check the name; a tenant has a chain once its first notification was accepted',
  );
