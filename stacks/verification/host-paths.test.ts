import { hostPathsIn } from './properties/host-paths';
import { withEveryOption } from './testing/environments';
import { synthesize } from './testing/synthesize';

const { json } = synthesize(withEveryOption('prod')).plan;

describe('a clone may be in any folder', () => {
  it.each(['/carillon', '/aws', '/aws/lambda', '/lambda', '/prod', '/unsubscribe', '/email', '/'])(
    'such as %s, with whose name the plan has others',
    (folder) => {
      expect(hostPathsIn(json, [folder])).toEqual([]);
    },
  );

  it.each([
    ['the name of a longer folder', '/srv/carillon-2/email.zip'],
    ['the name of a file', '/srv/carillon.zip'],
    ['a folder within another', '/home/ada/srv/carillon/email.zip'],
    ['the path of a URL', 'https://example.com/srv/carillon/x'],
    ['an ARN', 'arn:aws:execute-api:eu-central-1:123456789012:api/*/srv/carillon'],
    ['what follows a reference', `$${'{aws_s3_bucket.files.id}'}/srv/carillon/x`],
    ['a route', 'GET /srv/carillon/{token}'],
  ])('and is not found in %s', (_what, text) => {
    expect(hostPathsIn({ resource: text }, ['/srv/carillon'])).toEqual([]);
  });
});

describe('a path of the host is found', () => {
  it.each([
    ['alone', '/srv/carillon'],
    ['before a path below', '/srv/carillon/dist/functions/email.zip'],
    ['after an equals sign', '--from=/srv/carillon/dist'],
    ['after a colon', 'file:/srv/carillon'],
    ['in a file URL', 'file:///srv/carillon/dist'],
    ['within a sentence', 'built in /srv/carillon, by hand'],
    ['on another line', 'built in\n/srv/carillon\n'],
    ['in JSON within a string', JSON.stringify({ path: '/srv/carillon' })],
  ])('%s', (_where, text) => {
    expect(hostPathsIn({ resource: [{ filename: text }] }, ['/srv/carillon', '/home/ada'])).toEqual(['/srv/carillon']);
  });

  it('as the name of a member', () => {
    expect(hostPathsIn({ '/srv/carillon/email.zip': 1 }, ['/srv/carillon/'])).toEqual(['/srv/carillon']);
  });

  it('beside a log group that is named like it', () => {
    const texts = ['/aws/lambda/carillon-prod-email', '/aws/dist/functions/email.zip'];
    expect([hostPathsIn(texts, ['/aws']), hostPathsIn(texts.slice(0, 1), ['/aws'])]).toEqual([['/aws'], []]);
  });

  it.each([['C:\\carillon\\email.zip'], [JSON.stringify({ path: 'C:\\carillon\\email.zip' })]])(
    'with backslashes: %s',
    (text) => {
      expect(hostPathsIn([text], ['C:\\carillon'])).toEqual(['C:\\carillon']);
    },
  );
});
