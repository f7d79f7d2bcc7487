/** Whether processes are started in groups of their own. */
export const OWN_GROUP = process.platform !== 'win32';

/** Signals a process and, where process groups exist, all that it started; ignores processes that have ended. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(OWN_GROUP ? -pid : pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
