import type { Answers } from '../testing/test-aws';
import { API } from './testing/apigateway-cases';
import { find, TAGS } from './testing/prod-plan';

describe("a stranger's of the same name", () => {
  const DEV = { ...TAGS, environment: 'dev' };
  const list = (tags: object) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const [api] = API.GetApisCommand.Items;
  const KINDS: readonly (readonly [string, (tags: object) => Answers])[] = [
    ['aws_iam_role.email_role', (tags) => ({ GetRoleCommand: { Role: { Tags: list(tags) } } })],
    [
      'aws_sesv2_configuration_set.mail_configuration_set',
      (tags) => ({ GetConfigurationSetCommand: { Tags: list(tags) } }),
    ],
    ['aws_sesv2_email_identity.mail_identity', (tags) => ({ GetEmailIdentityCommand: { Tags: list(tags) } })],
    ['aws_apigatewayv2_api.http_api', (Tags) => ({ GetApisCommand: { Items: [{ ...api, Tags }] } })],
  ];
  const cases = KINDS.flatMap(([address, answers]) => [
    { address, whose: 'dev', answers: answers(DEV), without: 'environment=prod' },
    { address, whose: 'nobody', answers: answers({}), without: 'service=carillon and environment=prod' },
  ]);

  test.each(cases)('$address of $whose is named, and not offered', async ({ address, answers, without }) => {
    expect((await find(address, answers)).finding).toEqual({
      kind: 'not_importable',
      reason: expect.stringContaining(`has no tag ${without},`),
    });
  });

  test.each(KINDS)('%s is ours with tags that somebody has added', async (address, answers) => {
    expect((await find(address, answers({ ...TAGS, team: 'ops' }))).finding).toMatchObject({ kind: 'there' });
  });

  test('does not hide ours: two APIs may have one name', async () => {
    const Items = [{ ...api, ApiId: 'a2', Tags: DEV }, api];
    const { finding } = await find('aws_apigatewayv2_api.http_api', { GetApisCommand: { Items } });
    expect(finding).toMatchObject({ kind: 'there', id: 'a1' });
  });
});
