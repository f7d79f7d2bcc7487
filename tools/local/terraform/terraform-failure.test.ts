import type { Diagnostic } from './terraform-events';
import { terraformFailure } from './terraform-failure';

const failure = { command: 'terraform apply', code: 1, diagnostics: [], said: [], logFile: 'terraform.log' };

function diagnostic(part: Partial<Diagnostic>): Diagnostic {
  return { kind: 'diagnostic', severity: 'error', summary: 'denied', detail: '', address: '', ...part };
}

test("a failure has every error in Terraform's words, once, without warnings", () => {
  const diagnostics = [
    diagnostic({ address: 'aws_sqs_queue.email', detail: 'you may not' }),
    diagnostic({ severity: 'warning', summary: 'deprecated' }),
    diagnostic({ summary: 'execution halted' }),
    diagnostic({ summary: 'execution halted' }),
  ];
  const { code, message, fix, faults } = terraformFailure({ ...failure, diagnostics });
  expect({ code, message, fix, faults }).toEqual({
    code: 'local.terraform.failed',
    message: 'terraform apply failed: aws_sqs_queue.email: denied: you may not\nexecution halted',
    fix: 'fix what it names; all its output is in terraform.log',
    faults: [
      { code: 'local.terraform.diagnostic', path: '', message: 'aws_sqs_queue.email: denied: you may not' },
      { code: 'local.terraform.diagnostic', path: '', message: 'execution halted' },
    ],
  });
});

test('without diagnostics it is the output from the first error on', () => {
  const { message } = terraformFailure({ ...failure, said: ['Initializing…', 'Error: no such thing', '', 'Why.'] });
  expect(message).toBe('terraform apply failed: Error: no such thing\n\nWhy.');
});

test('without output it is the exit code', () => {
  expect(terraformFailure(failure).message).toBe('terraform apply failed: terraform apply ended with 1');
});

test('an unavailable provider has its own error code and fix', () => {
  const said = ['Error: Failed to query available provider packages', 'could not connect to registry.terraform.io'];
  const { code, fix } = terraformFailure({ ...failure, said });
  expect(code).toBe('local.terraform.no_provider');
  expect(fix).toContain('connect to the network');
});
