import type { TerraformEvent } from './terraform-events';
import { advance, heartbeat, NO_PROGRESS } from './terraform-progress';

const HEARTBEAT_MILLISECONDS = 5_000;

export interface TerraformReporter {
  event(event: TerraformEvent): void;
  line(line: string): void;
  close(): void;
}

/** Reports progress at once, and after every five seconds without progress what Terraform waits for. */
export function createTerraformReporter(report: (line: string) => void): TerraformReporter {
  const startedAt = Date.now();
  let progress = NO_PROGRESS;
  const beat = () => report(heartbeat(progress, Math.round((Date.now() - startedAt) / 1_000)));
  const timer = setInterval(beat, HEARTBEAT_MILLISECONDS);
  const line = (text: string) => {
    report(text);
    timer.refresh();
  };
  const event = (next: TerraformEvent) => {
    const step = advance(progress, next);
    progress = step.progress;
    if (step.line !== undefined) line(step.line);
  };
  return { event, line, close: () => clearInterval(timer) };
}
