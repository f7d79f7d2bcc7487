import type { Mail, Mailer } from '../ports/mailer';

export interface MemoryMailer extends Mailer {
  readonly sent: readonly Mail[];
  /** Queues an error: each call makes one further mail fail, the next mail first. */
  failWith(error: Error): void;
}

/** In-memory mailer that records the mails. */
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
