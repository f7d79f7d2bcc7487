import { existsSync } from 'node:fs';
import { devNull } from 'node:os';

/** The user's TF_ variables that are kept: sources of providers, and logging. */
const KEPT = /^(TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR|TF_LOG(_.*)?|TF_REGISTRY_.*|TF_TOKEN_.*)$/;

/** Keeps the user's AWS account, and variables that change a command, out of a run against an emulator. */
const QUIET = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
};

function isKept([name, value]: [string, string | undefined]): boolean {
  if (name === 'TF_CLI_CONFIG_FILE') return value !== undefined && existsSync(value);
  return !/^(AWS|TF)_/.test(name) || KEPT.test(name);
}

/**
 * The environment of every Terraform command: the user's, without AWS_ and most TF_ variables and without a
 * TF_CLI_CONFIG_FILE that does not exist, then `variables`.
 */
export function terraformEnvironment(
  environment: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(Object.entries(environment).filter(isKept)), ...QUIET, ...variables };
}

/**
 * What Terraform's AWS provider and every AWS SDK need to reach an emulator. With the default of 25 attempts, it
 * would take minutes to report that the emulator is gone.
 */
export function emulatorEnvironment(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '4',
  };
}
