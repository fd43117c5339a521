import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { requireActor, requireAdmin } from './guards';
import { IdParams } from './schemas';

const ProfileBody = Type.Object(
  {
    handle: Type.Optional(Type.String()),
    displayName: Type.Optional(Type.String()),
    bio: Type.Optional(Type.String()),
    timeZone: Type.Optional(Type.String()),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const usersRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/users/me', async (request) => {
    const actor = requireActor(request);
    const [profile, unread] = await Promise.all([
      app.services.users.getOwn(actor.userId),
      app.services.notifications.unreadCount(actor.userId),
    ]);
    return { ...profile, unreadNotifications: unread };
  });

  app.patch('/users/me', { schema: { body: ProfileBody } }, async (request) => {
    const actor = requireActor(request);
    return app.services.users.updateProfile(actor.userId, request.body);
  });

  app.delete('/users/me', async (request, reply) => {
    const actor = requireActor(request);
    await app.services.users.deactivate(actor.userId);
    return reply.code(204).send();
  });

  app.get(
    '/users',
    {
      schema: {
        querystring: Type.Object({ q: Type.String(), limit: Type.Optional(Type.Integer()) }),
      },
    },
    async (request) => {
      requireActor(request);
      return { items: await app.services.users.search(request.query.q, request.query.limit) };
    },
  );

  app.get('/users/:id', { schema: { params: IdParams } }, async (request) =>
    app.services.users.getProfile(request.params.id),
  );

  app.delete('/users/:id/sessions', { schema: { params: IdParams } }, async (request) => {
    requireAdmin(request);
    return { revoked: await app.services.auth.revokeAll(request.params.id) };
  });
};
