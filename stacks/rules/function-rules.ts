import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import { triggerRules } from '../triggers/trigger-kinds';
import { rangeFaults, runtimeRanges, textFaults } from './rules';

/** @param path JSON Pointer to the manifest */
export function functionFaults(manifest: FunctionManifest, path: string): Fault[] {
  const { ranges, faults = [] } = triggerRules(manifest, path);
  return [
    ...textFaults('function', manifest, path),
    ...rangeFaults('function', manifest.name, path, { ...runtimeRanges(manifest.function), ...ranges }),
    ...faults,
  ];
}
