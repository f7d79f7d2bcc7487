import { CreateConfigurationSetCommand, SESClient, VerifyDomainIdentityCommand } from '@aws-sdk/client-ses';
import { clientConfig } from './emulator';

/** Sets up with SES v1 what the stack sets up with SESv2, for `local` of `stacks/environment.ts`. Idempotent. */
export async function prepareMail(endpoint: string): Promise<void> {
  const ses = new SESClient(clientConfig({ endpoint }));
  await ses.send(new VerifyDomainIdentityCommand({ Domain: 'carillon.example' }));
  const made = ses.send(new CreateConfigurationSetCommand({ ConfigurationSet: { Name: 'carillon-local-mail' } }));
  await made.catch(({ name, message }: Error) => {
    if (!/AlreadyExists/.test(`${name} ${message}`)) throw new Error(`the configuration set: ${message}`);
  });
}
