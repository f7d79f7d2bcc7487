import { TerraformDataSource, TerraformResource, type TerraformStack } from 'cdktf';
import { CodedError, type Fault } from '../../shared/domain/kit/errors/coded-error';

/**
 * Refuses duplicate Terraform addresses. Terraform's JSON has one object per address, so CDKTF would silently merge the
 * second construct into the first, and one resource would never exist.
 *
 * @throws CodedError `stack.address.duplicate`, with a fault for each address
 */
export function assertDistinctAddresses(stack: TerraformStack): void {
  const paths = new Map<string, string[]>();
  for (const construct of stack.node.findAll()) {
    const address = addressOf(construct);
    if (address !== undefined) paths.set(address, [...(paths.get(address) ?? []), construct.node.path]);
  }
  const faults = [...paths].filter(([, owners]) => owners.length > 1).map(duplicate);
  if (faults.length === 0) return;
  const message = `${faults.length} address(es) of stack '${stack.node.id}' are of more than one construct`;
  throw new CodedError('stack.address.duplicate', message, 'give one of the constructs another id', faults);
}

/** Terraform address in the form of `terraform state list`; undefined for a construct that is no resource or data source. */
export function addressOf(construct: unknown): string | undefined {
  if (TerraformResource.isTerraformResource(construct)) {
    return `${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  }
  if (!TerraformDataSource.isTerraformDataSource(construct)) return undefined;
  return `data.${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
}

const duplicate = ([address, owners]: readonly [string, readonly string[]]): Fault => ({
  code: 'stack.address.duplicate',
  path: `/${address}`,
  message: `address ${address} is of ${owners.join(' and ')}, expected one construct`,
});
