import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { clientConfig } from '../../tools/local/emulator';
import { askEndpoint } from './ask-endpoint';

/** Account of the stack `local`; Terraform refuses to apply it to another. */
const ACCOUNT = '000000000000';

export async function requireAccount(endpoint: string): Promise<void> {
  const sts = new STSClient(clientConfig({ endpoint }));
  const { Account } = await askEndpoint(endpoint, sts.send(new GetCallerIdentityCommand({})));
  if (Account === ACCOUNT) return;
  throw new CodedError(
    'integration.endpoint.account',
    `${endpoint} is account ${Account}, and the stack is for ${ACCOUNT}`,
    `start the emulator with account ${ACCOUNT}; moto takes it from MOTO_ACCOUNT_ID`,
  );
}
