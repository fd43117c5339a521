import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { searchPosts } from '../services/search.service';
import { requireActor } from './guards';

const SearchQuery = Type.Object({
  q: Type.String({ minLength: 1, maxLength: 200 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
});

export const feedRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/feed',
    { schema: { querystring: Type.Object({ limit: Type.Optional(Type.Integer()) }) } },
    async (request, reply) => {
      const actor = requireActor(request);
      reply.header('cache-control', 'private, max-age=15');
      return { items: await app.services.feed.home(actor, request.query.limit) };
    },
  );

  app.get('/feed/tags', async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=60');
    return { items: await app.services.feed.trendingTags() };
  });

  app.get('/search', { schema: { querystring: SearchQuery } }, async (request) => {
    const started = Date.now();
    const items = await searchPosts(
      app.db,
      request.actor,
      request.query.q,
      request.query.limit ?? 20,
    );
    return { items, tookMs: Date.now() - started };
  });
};
