import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { AppError } from '../lib/errors';
import { requireActor } from './guards';
import { IdParams } from './schemas';

const SubscribeBody = Type.Object({
  plan: Type.Union([Type.Literal('team'), Type.Literal('organisation')]),
  seats: Type.Integer({ minimum: 1, maximum: 100_000 }),
});

const PaymentEvent = Type.Object({
  type: Type.Union([Type.Literal('payment.failed'), Type.Literal('payment.succeeded')]),
  communityId: Type.String(),
});

export const billingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { billing, communities, notifications } = app.services;

  app.get('/communities/:id/subscription', { schema: { params: IdParams } }, async (request) =>
    billing.get(requireActor(request), request.params.id),
  );

  app.post(
    '/communities/:id/subscription',
    { schema: { params: IdParams, body: SubscribeBody } },
    async (request, reply) => {
      const { plan, seats } = request.body;
      const actor = requireActor(request);
      return reply.code(201).send(await billing.subscribe(actor, request.params.id, plan, seats));
    },
  );

  app.patch(
    '/communities/:id/subscription',
    { schema: { params: IdParams, body: Type.Object({ seats: Type.Integer() }) } },
    async (request) =>
      billing.changeSeats(requireActor(request), request.params.id, request.body.seats),
  );

  app.delete('/communities/:id/subscription', { schema: { params: IdParams } }, async (request) =>
    billing.cancel(requireActor(request), request.params.id),
  );

  // called by the payment provider, not by people
  app.post('/webhooks/payments', { schema: { body: PaymentEvent } }, async (request, reply) => {
    checkSignature(
      JSON.stringify(request.body),
      String(request.headers['x-signature'] ?? ''),
      app.config.webhookSecret,
    );
    const { type, communityId } = request.body;
    if (type === 'payment.succeeded') {
      await billing.paymentSucceeded(communityId);
      return reply.code(204).send();
    }
    const { status, retryAt } = await billing.paymentFailed(communityId);
    const community = await communities.get({ userId: 'system', role: 'admin' }, communityId);
    await notifications.notify(community.ownerId, 'payment-failed', {
      community: community.name,
      retry: retryAt?.slice(0, 10) ?? 'no other day',
    });
    return { status };
  });
};

export function checkSignature(body: string, signature: string, secret: string): void {
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  if (secret === '' || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new AppError('UNAUTHENTICATED', 'The signature does not match');
  }
}
