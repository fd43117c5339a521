import Fastify, { FastifyInstance } from 'fastify';
import { communitiesRoutes } from '../communities.routes';

const communities = {
  list: jest.fn(),
  get: jest.fn(),
  join: jest.fn(),
};
const feed = { invalidate: jest.fn() };

let app: FastifyInstance;

beforeEach(async () => {
  app = Fastify();
  app.decorate('services', { communities, feed } as never);
  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request) => {
    request.actor = { userId: 'usr_1', role: 'member' };
  });
  await app.register(communitiesRoutes);
});

afterEach(() => app.close());

describe('GET /communities', () => {
  it('returns a page', async () => {
    communities.list.mockResolvedValue({ items: [{ id: 'com_1' }], nextCursor: null });
    const response = await app.inject({ method: 'GET', url: '/communities?limit=5' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ items: [{ id: 'com_1' }], nextCursor: null });
    expect(communities.list).toHaveBeenCalledWith(
      { userId: 'usr_1', role: 'member' },
      { limit: 5 },
    );
  });
});

describe('POST /communities/:id/join', () => {
  it('joins', async () => {
    const response = await app.inject({ method: 'POST', url: '/communities/com_1/join' });
    expect(response.statusCode).toBe(204);
    expect(feed.invalidate).toHaveBeenCalledWith('usr_1');
  });
});
