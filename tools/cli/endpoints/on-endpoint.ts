import type { Command } from 'commander';

/** Adds a command that takes the id of one endpoint and its tenant. */
export const onEndpoint = (endpoints: Command, name: string, description: string): Command =>
  endpoints
    .command(name)
    .description(description)
    .argument('<id>', 'id of the endpoint, as `endpoints list` shows it')
    .requiredOption('--tenant <tenant>', 'the tenant of the endpoint');

export const example = (...commands: readonly string[]): string =>
  `\nExample${commands.length > 1 ? 's' : ''}:\n${commands.map((command) => `  npx carillon endpoints ${command}`).join('\n')}`;

export const ON_ONE = '--tenant demo ep_01m83vvae0dxk8dr745633ez6j';
