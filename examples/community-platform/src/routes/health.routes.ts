import type { FastifyInstance } from 'fastify';
import { requireAdmin } from './guards';

export async function healthRoutes(app: FastifyInstance): Promise<void> {
  app.get('/health', async () => ({ status: 'ok', uptimeSeconds: Math.floor(process.uptime()) }));

  app.get('/health/ready', async (request, reply) => {
    try {
      const row = await app.db.one<{ count: number }>(
        'select count(*)::int as count from schema_migrations',
      );
      return { status: 'ready', migrations: row?.count ?? 0 };
    } catch (error) {
      request.log.error({ err: error }, 'the database does not answer');
      return reply.code(503).send({ status: 'not ready' });
    }
  });

  app.get('/health/details', async (request) => {
    requireAdmin(request);
    const memory = process.memoryUsage();
    return {
      environment: app.config.environment,
      features: app.flags.all(),
      cache: app.services.feed.stats(),
      memoryMb: Math.round(memory.rss / 1024 / 1024),
    };
  });
}
