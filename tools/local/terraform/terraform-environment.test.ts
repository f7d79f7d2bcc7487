import { emulatorEnvironment, terraformEnvironment } from './terraform-environment';

test("nothing of the user's AWS account and no variable that changes a command reaches Terraform", () => {
  const user = {
    HOME: '/h',
    AWS_PROFILE: 'prod',
    AWS_ACCESS_KEY_ID: 'real',
    TF_CLI_ARGS: '-x',
    TF_WORKSPACE: 'w',
    TF_LOG: 'WARN',
  };
  expect(terraformEnvironment(user, { AWS_REGION: 'us-east-1' })).toEqual({
    HOME: '/h',
    TF_LOG: 'WARN',
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'us-east-1',
  });
});

test.each([
  [__filename, __filename],
  ['/no/such/file', undefined],
])('a CLI configuration is kept when it exists: %s', (file, kept) => {
  expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: file }).TF_CLI_CONFIG_FILE).toBe(kept);
});

test('an emulator is reached with credentials that are invalid elsewhere', () => {
  expect(emulatorEnvironment('http://127.0.0.1:4566', 'us-east-1')).toEqual({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '4',
  });
});
