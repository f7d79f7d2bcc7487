import { delimiter, join } from 'node:path';
import { stateDirectory } from './ministack-state';

export interface MiniStackSettings {
  readonly directory: string;
  readonly port: number;
  /** Persists state between starts; written only at an orderly stop. */
  readonly persist: boolean;
  /** Enforces IAM: roles of Lambdas, queue policies, identities. */
  readonly auth: boolean;
  /** Holds the `node` that runs the Lambdas. */
  readonly nodeDirectory: string;
}

/** The directories below the one given. */
export function miniStackDirectories(directory: string) {
  return {
    /** An empty home keeps the user's ~/.aws and ~/.npmrc away from the Lambdas. */
    home: join(directory, 'home'),
    temporary: join(directory, 'tmp'),
    log: join(directory, 'ministack.log'),
    pid: join(directory, 'ministack.pid'),
    python: join(directory, 'python'),
  };
}

/** The complete environment of MiniStack and of its Lambdas, which inherit it; nothing of the user's is in it. */
export function miniStackEnvironment(settings: MiniStackSettings): Record<string, string> {
  const { home, temporary } = miniStackDirectories(settings.directory);
  return {
    PATH: [settings.nodeDirectory, '/usr/bin', '/bin'].join(delimiter),
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: `${settings.port}`,
    // Both would listen on every interface.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    AUTH: `${settings.auth}`,
    PERSIST_STATE: settings.persist ? '1' : '0',
    S3_PERSIST: settings.persist ? '1' : '0',
    STATE_DIR: stateDirectory(settings.directory),
    S3_DATA_DIR: join(stateDirectory(settings.directory), 's3'),
  };
}
