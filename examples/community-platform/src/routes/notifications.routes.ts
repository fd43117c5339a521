import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { requireActor } from './guards';
import { PageQuery } from './schemas';

const ReadBody = Type.Object({
  ids: Type.Union([Type.Literal('all'), Type.Array(Type.String(), { maxItems: 200 })]),
});

const PreferenceBody = Type.Object({ inApp: Type.Boolean(), mail: Type.Boolean() });

export const notificationsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { notifications } = app.services;

  app.get('/notifications', { schema: { querystring: PageQuery } }, async (request) => {
    const actor = requireActor(request);
    const page = await notifications.list(actor.userId, request.query);
    return { ...page, unread: await notifications.unreadCount(actor.userId) };
  });

  app.post('/notifications/read', { schema: { body: ReadBody } }, async (request) => {
    const actor = requireActor(request);
    return { marked: await notifications.markRead(actor.userId, request.body.ids) };
  });

  app.put(
    '/notifications/preferences/:kind',
    { schema: { params: Type.Object({ kind: Type.String() }), body: PreferenceBody } },
    async (request, reply) => {
      const actor = requireActor(request);
      await notifications.setPreference(actor.userId, request.params.kind, request.body);
      return reply.code(204).send();
    },
  );
};
