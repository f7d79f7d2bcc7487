import { miniStackEnvironment } from './ministack-environment';

test("MiniStack and its Lambdas get nothing of the user's environment", () => {
  const settings = { directory: '/d', port: 4566, persist: true, auth: false, nodeDirectory: '/n' };
  expect(miniStackEnvironment(settings)).toEqual({
    PATH: '/n:/usr/bin:/bin',
    HOME: '/d/home',
    TMPDIR: '/d/tmp',
    LANG: 'C.UTF-8',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: '4566',
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    AUTH: 'false',
    PERSIST_STATE: '1',
    S3_PERSIST: '1',
    STATE_DIR: '/d/state',
    S3_DATA_DIR: '/d/state/s3',
  });
});
