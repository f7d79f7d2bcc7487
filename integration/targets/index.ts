import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { endpoint } from './endpoint';
import { localstack } from './localstack';
import { ministack } from './ministack';
import type { Target } from './target';

const TARGETS: readonly Target[] = [ministack, localstack, endpoint];

/** Target of this name. @default MiniStack */
export function chooseTarget(name: string = ministack.name): Target {
  const target = TARGETS.find((candidate) => candidate.name === name);
  if (target) return target;
  const names = TARGETS.map((candidate) => candidate.name).join(', ');
  throw new CodedError('integration.target.unknown', `CARILLON_TARGET is '${name}'`, `set it to one of ${names}`);
}
