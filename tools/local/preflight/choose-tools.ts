import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { CodedErrors } from '../../support/report-errors';
import type { Judgement } from './preflight-judgement';

export type ChosenTools =
  | { readonly emulator: 'ministack'; readonly python: string; readonly port: number; readonly terraform: string }
  | { readonly emulator: 'localstack'; readonly terraform: string };

/**
 * MiniStack if there is Python, else LocalStack if there is Docker.
 *
 * @throws CodedErrors with everything that is missing
 */
export function chooseTools({ tools, errors }: Judgement): ChosenTools {
  const { python, port, terraform } = tools;
  const of = (kind: string) => errors.filter(({ code }) => code.startsWith(`local.${kind}.`));
  const docker = of('docker').length === 0;
  const emulatorErrors = python !== undefined ? of('port') : docker ? [] : [noEmulator(of('python'), of('docker'))];
  const missing = [...of('terraform'), ...emulatorErrors];
  if (missing.length > 0 || terraform === undefined) throw new CodedErrors(missing);
  if (python === undefined || port === undefined) return { emulator: 'localstack', terraform };
  return { emulator: 'ministack', python, port, terraform };
}

const noEmulator = (python: readonly CodedError[], docker: readonly CodedError[]): CodedError => {
  const seen = [...python, ...docker].map(({ message }) => message).join('; ');
  const fixes = [...python, ...docker].map(({ fix }) => fix).join('; or ');
  return new CodedError('local.emulator.missing', `neither Python nor Docker can run an emulator: ${seen}`, fixes);
};
