import { clientConfig, EMULATOR_REGION } from '../../tools/local/emulator';
import { readTargetState } from './target-state';

/** Imported before the harness: the environment of a Lambda function, from which the clients of a bundle read the target. */
const { endpoint, credentials } = clientConfig(readTargetState());
Object.assign(process.env, {
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: EMULATOR_REGION,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});
