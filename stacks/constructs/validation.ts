import type { ChannelManifest } from '../../shared/domain/channel';
import { CodedError, type Fault } from '../../shared/domain/coded-error';
import { validateFilterPolicy } from '../../shared/domain/filter-policy/validate';
import { MAX_DELAY_SECONDS } from '../../shared/domain/retry-schedule';
import type { Environment } from '../environment';

/** Refuses a stack that could lose or repeat notifications. Throws once, with every violation. */
export function assertValid(environment: Environment, channels: readonly ChannelManifest[]): void {
  const faults = [
    ...environmentFaults(environment),
    ...duplicateFaults(channels),
    ...channels.flatMap((manifest, index) => manifestFaults(manifest, `/channels/${index}`)),
  ];
  if (faults.length === 0) return;
  const message = `stack '${environment.name}' breaks ${faults.length} rule(s)`;
  throw new CodedError('stack.invalid', message, 'change the values that the faults name', faults);
}

function environmentFaults(environment: Environment): Fault[] {
  const { name, requireTls, allowLoopback, emulatedIam, retryDelaysSeconds } = environment;
  const deployed = name !== 'local';
  return [
    ...unless(
      !(deployed && allowLoopback),
      'stack.loopback',
      '/allowLoopback',
      `true in ${name}, allowed in local only`,
    ),
    ...unless(
      !(deployed && emulatedIam),
      'stack.emulated_iam',
      '/emulatedIam',
      `true in ${name}, allowed in local only`,
    ),
    ...unless(!deployed || requireTls, 'stack.tls', '/requireTls', `false in ${name}, allowed in local only`),
    ...delayFaults(retryDelaysSeconds ?? [], '/retryDelaysSeconds'),
  ];
}

function duplicateFaults(channels: readonly ChannelManifest[]): Fault[] {
  const names = channels.map(({ name }) => name);
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return repeated.map((name) => fault('stack.channel.duplicate', '/channels', `channel '${name}' is there twice`));
}

function manifestFaults(manifest: ChannelManifest, path: string): Fault[] {
  const { name, queue, function: fn, filterPolicy } = manifest;
  const range = (value: number, low: number, high: number, field: string) =>
    unless(
      Number.isInteger(value) && value >= low && value <= high,
      'stack.channel.range',
      `${path}/${field}`,
      `${field} of '${name}' is ${value}, allowed ${low} to ${high}`,
    );
  return [
    ...unless(
      /^[a-z][a-z0-9-]{0,19}$/.test(name),
      'stack.channel.name',
      `${path}/name`,
      `'${name}', allowed 1 to 20 of a-z, 0-9 and -, a letter first`,
    ),
    ...range(queue.batchSize, 1, 10, 'queue/batchSize'),
    // Below 5, throttling alone dead-letters messages (Lambda Developer Guide, "Using Lambda with Amazon SQS").
    ...range(queue.maxReceiveCount, 5, 1000, 'queue/maxReceiveCount'),
    ...range(fn.timeoutSeconds, 1, 900, 'function/timeoutSeconds'),
    ...range(fn.memoryMegabytes, 128, 10_240, 'function/memoryMegabytes'),
    ...range(fn.maximumConcurrency, 2, 1000, 'function/maximumConcurrency'),
    ...delayFaults(manifest.retryDelaysSeconds, `${path}/retryDelaysSeconds`),
    ...validateFilterPolicy(filterPolicy, 'MessageAttributes').map((violation) => ({
      ...violation,
      path: `${path}/filterPolicy${violation.path}`,
    })),
  ];
}

const delayFaults = (delays: readonly number[], path: string): Fault[] =>
  delays.flatMap((seconds, index) =>
    unless(
      Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_DELAY_SECONDS,
      'stack.retry_delay',
      `${path}/${index}`,
      `${seconds} s, allowed 0 to ${MAX_DELAY_SECONDS}: SQS delays no longer`,
    ),
  );

const unless = (holds: boolean, code: string, path: string, message: string): Fault[] =>
  holds ? [] : [fault(code, path, message)];

const fault = (code: string, path: string, message: string): Fault => ({ code, path, message });
