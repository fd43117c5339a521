import { createHash } from 'node:crypto';
import { RetryOptions } from '../lib/retry';
import { Fetch, requestJson } from './http';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  tags?: string[];
}

export interface MailResult {
  id: string;
  accepted: boolean;
}

export interface MailClientOptions {
  url: string;
  apiKey: string;
  from: string;
  fetch?: Fetch;
  retry?: Partial<RetryOptions>;
}

export class MailClient {
  constructor(private readonly options: MailClientOptions) {}

  async send(mail: Mail): Promise<MailResult> {
    if (this.options.apiKey === '') {
      // local development: nothing leaves the machine
      return { id: 'not-sent', accepted: false };
    }
    return requestJson<MailResult>(
      this.options.url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${this.options.apiKey}`,
          'idempotency-key': idempotencyKey(mail),
        },
        body: JSON.stringify({
          from: this.options.from,
          to: [mail.to],
          subject: mail.subject.replace(/[\r\n]+/g, ' '),
          text: mail.text,
          tags: mail.tags ?? [],
        }),
      },
      { service: 'mail', fetch: this.options.fetch, retry: this.options.retry },
    );
  }
}

function idempotencyKey(mail: Mail): string {
  return createHash('sha256')
    .update([mail.to, mail.subject, mail.text].join('\n'))
    .digest('hex')
    .slice(0, 32);
}
