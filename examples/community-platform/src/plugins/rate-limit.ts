import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Clock, systemClock } from '../lib/clock';
import { AppError } from '../lib/errors';

export interface RateLimitOptions {
  max: number;
  windowMs: number;
  clock?: Clock;
  /** paths that are never counted */
  skip?: string[];
}

interface Window {
  startedAt: number;
  current: number;
  previous: number;
}

/** Sliding window: the part of the last window that still counts, and all of this one. */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly max: number,
    private readonly windowMs: number,
    private readonly clock: Clock = systemClock,
  ) {}

  hit(key: string): { allowed: boolean; remaining: number; resetMs: number } {
    const now = this.clock.now().getTime();
    const window = this.roll(key, now);
    const elapsed = now - window.startedAt;
    const weight = 1 - elapsed / this.windowMs;
    const used = window.current + window.previous * weight;
    const resetMs = this.windowMs - elapsed;
    if (used >= this.max) return { allowed: false, remaining: 0, resetMs };
    window.current++;
    return { allowed: true, remaining: Math.max(0, Math.floor(this.max - used - 1)), resetMs };
  }

  /** Forgets who has not been here for two windows. */
  sweep(): number {
    const limit = this.clock.now().getTime() - 2 * this.windowMs;
    let removed = 0;
    for (const [key, window] of this.windows) {
      if (window.startedAt < limit) {
        this.windows.delete(key);
        removed++;
      }
    }
    return removed;
  }

  private roll(key: string, now: number): Window {
    const window = this.windows.get(key);
    if (!window || now - window.startedAt >= 2 * this.windowMs) {
      const fresh = { startedAt: now, current: 0, previous: 0 };
      this.windows.set(key, fresh);
      return fresh;
    }
    if (now - window.startedAt >= this.windowMs) {
      window.startedAt += this.windowMs;
      window.previous = window.current;
      window.current = 0;
    }
    return window;
  }
}

export const rateLimitPlugin = fp<RateLimitOptions>(
  async (app, options) => {
    const limiter = new RateLimiter(options.max, options.windowMs, options.clock);
    const skip = new Set(options.skip ?? ['/health', '/health/ready']);

    app.addHook('preHandler', async (request, reply) => {
      if (skip.has(request.url.split('?')[0])) return;
      const result = limiter.hit(keyOf(request));
      const resetSeconds = Math.ceil(result.resetMs / 1000);
      reply.header('x-ratelimit-limit', options.max);
      reply.header('x-ratelimit-remaining', result.remaining);
      reply.header('x-ratelimit-reset', resetSeconds);
      if (!result.allowed) {
        throw new AppError('RATE_LIMITED', 'Too many requests', {
          retryAfterSeconds: resetSeconds,
        });
      }
    });

    const timer = setInterval(() => limiter.sweep(), options.windowMs);
    timer.unref();
    app.addHook('onClose', async () => clearInterval(timer));
  },
  { name: 'rate-limit' },
);

function keyOf(request: FastifyRequest): string {
  return request.actor ? `user:${request.actor.userId}` : `ip:${request.ip}`;
}
