import { parseTerraformEvent } from './terraform-events';

test.each([
  '',
  'Initializing the backend...',
  '{"type":',
  '{}',
  '{"type":"version"}',
  '{"type":"refresh_start"}',
  '{null}',
])('a line that does not matter is no event: %j', (line) => {
  expect(parseTerraformEvent(line)).toBeUndefined();
});

test('a message without the fields it should have is read as empty', () => {
  expect(parseTerraformEvent('{"type":"apply_complete"}')).toEqual({
    kind: 'completed',
    address: '',
    action: '',
    elapsedSeconds: 0,
  });
});

test('a diagnostic about configuration names the block it is in', () => {
  const diagnostic = {
    severity: 'error',
    summary: 'Extraneous',
    detail: 'No "nme"',
    snippet: { context: 'resource.a.b' },
  };
  expect(parseTerraformEvent(JSON.stringify({ type: 'diagnostic', diagnostic }))).toEqual({
    kind: 'diagnostic',
    severity: 'error',
    summary: 'Extraneous',
    detail: 'No "nme"',
    address: 'resource.a.b',
  });
});
