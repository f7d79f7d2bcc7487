import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces the SDK's default credential chain in function bundles: Lambda always passes credentials in the environment, and
 * the rest of the chain (SSO, STS, profiles, IMDS) would add 100 KB that no function uses.
 */
export const defaultProvider = () => fromEnv();
