/** Whether processes are started in groups of their own. */
export const OWN_GROUP = process.platform !== 'win32';

/** Signals a process and all that it started, where there are groups; nothing happens when they are gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(OWN_GROUP ? -pid : pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
