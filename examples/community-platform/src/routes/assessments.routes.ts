import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import type { Answer, Question } from '../services/scoring';
import { requireActor } from './guards';
import { IdParams } from './schemas';

const QuestionBody = Type.Unsafe<Question>(
  Type.Object(
    {
      id: Type.String({ minLength: 1, maxLength: 40 }),
      type: Type.Union([
        Type.Literal('single'),
        Type.Literal('multiple'),
        Type.Literal('scale'),
        Type.Literal('numeric'),
        Type.Literal('text'),
      ]),
      text: Type.String(),
    },
    { additionalProperties: true },
  ),
);

const AssessmentBody = Type.Object({
  title: Type.String({ minLength: 3, maxLength: 140 }),
  questions: Type.Array(QuestionBody, { maxItems: 100 }),
  passMark: Type.Optional(Type.Integer()),
  timeLimitMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
  maxAttempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  cooldownHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 720 })),
});

const AnswersBody = Type.Object({
  // no types here: ajv would coerce the one chosen option [2] to 2
  answers: Type.Record(Type.String(), Type.Unsafe<Answer>({})),
});

export const assessmentsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { assessments } = app.services;

  app.get('/communities/:id/assessments', { schema: { params: IdParams } }, async (request) => ({
    items: await assessments.list(request.actor, request.params.id),
  }));

  app.post(
    '/communities/:id/assessments',
    { schema: { params: IdParams, body: AssessmentBody } },
    async (request, reply) => {
      const actor = requireActor(request);
      const created = await assessments.create(actor, request.params.id, request.body);
      return reply.code(201).send(created);
    },
  );

  app.post('/assessments/:id/publish', { schema: { params: IdParams } }, async (request) =>
    assessments.publish(requireActor(request), request.params.id),
  );

  app.post(
    '/assessments/:id/attempts',
    { schema: { params: IdParams } },
    async (request, reply) => {
      const attempt = await assessments.start(requireActor(request), request.params.id);
      return reply.code(201).send(attempt);
    },
  );

  app.post(
    '/attempts/:id/submit',
    { schema: { params: IdParams, body: AnswersBody } },
    async (request) =>
      assessments.submit(requireActor(request), request.params.id, request.body.answers),
  );

  app.get('/assessments/:id/statistics', { schema: { params: IdParams } }, async (request) =>
    assessments.statistics(requireActor(request), request.params.id),
  );

  app.get('/assessments/:id/leaderboard', { schema: { params: IdParams } }, async (request) => ({
    items: await assessments.leaderboard(request.actor, request.params.id),
  }));
};
