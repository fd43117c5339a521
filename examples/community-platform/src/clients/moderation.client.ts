import { Fetch, requestJson } from './http';

export type ModerationVerdict = 'allow' | 'review' | 'block';

export interface ModerationResult {
  verdict: ModerationVerdict;
  score: number;
  reasons: string[];
}

export interface ModerationClient {
  check(text: string, authorId: string): Promise<ModerationResult>;
}

export class HttpModerationClient implements ModerationClient {
  constructor(
    private readonly baseUrl: string,
    private readonly fetch?: Fetch,
  ) {}

  async check(text: string, authorId: string): Promise<ModerationResult> {
    return requestJson<ModerationResult>(
      new URL('/v1/check', this.baseUrl).toString(),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, author_id: authorId }),
      },
      { service: 'moderation', fetch: this.fetch, timeoutMs: 1500, retry: { attempts: 2 } },
    );
  }
}

/** For environments without the Python service. */
export class AllowAllModeration implements ModerationClient {
  async check(): Promise<ModerationResult> {
    return { verdict: 'allow', score: 0, reasons: [] };
  }
}
