import type { Mail, Mailer } from '../ports/mailer';

export interface MemoryMailer extends Mailer {
  readonly sent: readonly Mail[];
  /** The next mail is refused with this error, and the ones after it with those given later. */
  failWith(error: Error): void;
}

/** A mailer that keeps what it is given. */
export function memoryMailer(): MemoryMailer {
  const sent: Mail[] = [];
  const errors: Error[] = [];
  return {
    sent,
    failWith: (error) => void errors.push(error),
    send: async (mail) => {
      const error = errors.shift();
      if (error) throw error;
      sent.push(mail);
      return { messageId: `memory-${sent.length}` };
    },
  };
}
