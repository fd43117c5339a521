import type { FastifyRequest } from 'fastify';
import { AppError } from '../lib/errors';
import type { Actor } from '../services/permissions.service';

export function requireActor(request: FastifyRequest): Actor {
  if (!request.actor) throw new AppError('UNAUTHENTICATED', 'Please sign in');
  return request.actor;
}

export function requireAdmin(request: FastifyRequest): Actor {
  const actor = requireActor(request);
  if (actor.role !== 'admin') throw new AppError('FORBIDDEN', 'This is for administrators');
  return actor;
}
