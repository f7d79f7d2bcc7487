import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import type { FunctionProcess } from '../function/function-process';

/** Milliseconds of the clock that all processes of a machine share. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** A timer may be late by this much, so the last part of a wait is a loop. */
const TIMER_MS = 2;

/**
 * Invokes with one record at a time, on a schedule that does not wait for answers (open loop).
 *
 * @returns milliseconds from the time at which each was due to its end: a slow invocation makes those behind it late, and
 * their wait counts (no coordinated omission)
 */
export async function openLoop(
  running: FunctionProcess,
  records: readonly SQSRecord[],
  perSecond: number,
): Promise<number[]> {
  const first = now() + TIMER_MS;
  const latencies: Promise<number>[] = [];
  for (const [n, record] of records.entries()) {
    const dueAt = first + (n * 1_000) / perSecond;
    await until(dueAt);
    latencies.push(latencyOf(running, record, dueAt));
  }
  return Promise.all(latencies);
}

async function latencyOf(running: FunctionProcess, record: SQSRecord, dueAt: number): Promise<number> {
  const { result, latencyMs } = await running.invoke([record], { dueAt });
  if (result.batchItemFailures.length > 0) throw new Error('the record failed');
  return latencyMs;
}

async function until(moment: number): Promise<void> {
  const wait = moment - now() - TIMER_MS;
  if (wait > 0) await sleep(wait);
  while (now() < moment) {
    // Spins for the last milliseconds.
  }
}
