import { diagnose } from './diagnosis';
import type { Finding } from './find-resources';

const FINDINGS = new Map<string, Finding>([
  ['aws_kms_key.data', { kind: 'not_importable', reason: 'key k1 is Disabled' }],
  ['aws_kms_alias.data', { kind: 'not_importable', reason: 'it belongs to aws_kms_key.data: key k1 is Disabled' }],
]);
const NOTHING = { imports: [], managed: [], gone: [], absent: [], notImportable: [], unknown: [] };

test('what cannot be imported asks for nothing where the state has it', () => {
  const all = [...FINDINGS.keys()];
  expect(diagnose(FINDINGS, new Set(all))).toEqual({ ...NOTHING, managed: all });
});

test('what cannot be imported is named with its reason where the state does not have it', () => {
  expect(diagnose(FINDINGS, new Set())).toEqual({
    ...NOTHING,
    notImportable: [
      { address: 'aws_kms_key.data', reason: 'key k1 is Disabled' },
      { address: 'aws_kms_alias.data', reason: 'it belongs to aws_kms_key.data: key k1 is Disabled' },
    ],
  });
});
