import 'fastify';
import type { Config } from '../config/env';
import type { FeatureFlags } from '../config/feature-flags';
import type { Database } from '../db/client';
import type { Services } from '../services';
import type { Actor } from '../services/permissions.service';

declare module 'fastify' {
  interface FastifyInstance {
    config: Config;
    flags: FeatureFlags;
    db: Database;
    services: Services;
  }

  interface FastifyRequest {
    actor: Actor | null;
    sessionId: string | null;
  }
}
