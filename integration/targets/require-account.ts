import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CodedError } from '../../shared/domain/coded-error';
import { clientConfig } from '../../tools/local/emulator';

/** That of the stack `local`, which Terraform applies to no other. */
const ACCOUNT = '000000000000';

export async function requireAccount(endpoint: string): Promise<void> {
  const { Account } = await new STSClient(clientConfig({ endpoint })).send(new GetCallerIdentityCommand({}));
  if (Account === ACCOUNT) return;
  throw new CodedError(
    'integration.endpoint.account',
    `${endpoint} is account ${Account}, and the stack is for ${ACCOUNT}`,
    `start the emulator with account ${ACCOUNT}; moto takes it from MOTO_ACCOUNT_ID`,
  );
}
