import { createHmac } from 'node:crypto';
import { Clock, systemClock } from '../lib/clock';
import { ValidationError } from '../lib/errors';
import { Fetch, requestJson } from './http';

export interface WebhookEvent {
  id: string;
  type: string;
  payload: Record<string, unknown>;
}

export class WebhookClient {
  constructor(
    private readonly secret: string,
    private readonly fetch?: Fetch,
    private readonly clock: Clock = systemClock,
  ) {}

  async deliver(url: string, event: WebhookEvent): Promise<void> {
    const target = checkTarget(url);
    const timestamp = Math.floor(this.clock.now().getTime() / 1000);
    const body = JSON.stringify(event);
    await requestJson<unknown>(
      target,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-event-type': event.type,
          'x-signature': this.signature(timestamp, body),
        },
        body,
      },
      { service: 'webhook', fetch: this.fetch, timeoutMs: 3000, retry: { attempts: 5 } },
    );
  }

  signature(timestamp: number, body: string): string {
    const digest = createHmac('sha256', this.secret).update(`${timestamp}.${body}`).digest('hex');
    return `t=${timestamp},v1=${digest}`;
  }
}

function checkTarget(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new ValidationError('The webhook address is not a URL', { url });
  }
  const host = parsed.hostname;
  if (parsed.protocol !== 'https:') {
    throw new ValidationError('Webhooks need https', { url });
  }
  if (host === 'localhost' || /^(127|10|192\.168|169\.254)\./.test(host) || host === '[::1]') {
    throw new ValidationError('Webhooks cannot go to a private address', { url });
  }
  return parsed.toString();
}
