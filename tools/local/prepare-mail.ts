import { CreateConfigurationSetCommand, SESClient, VerifyDomainIdentityCommand } from '@aws-sdk/client-ses';
import { clientConfig } from './emulator';

/** By SES v1 what the stack does by SESv2, for `local` of `stacks/environment.ts`. Does nothing the second time. */
export async function prepareMail(endpoint: string): Promise<void> {
  const ses = new SESClient(clientConfig({ endpoint }));
  await ses.send(new VerifyDomainIdentityCommand({ Domain: 'carillon.example' }));
  const made = ses.send(new CreateConfigurationSetCommand({ ConfigurationSet: { Name: 'carillon-local-mail' } }));
  await made.catch(({ name, message }: Error) => {
    if (!/AlreadyExists/.test(`${name} ${message}`)) throw new Error(`the configuration set: ${message}`);
  });
}
