import Fastify from 'fastify';
import { authRoutes } from '../auth.routes';

test('POST /auth/login', async () => {
  const login = jest.fn().mockResolvedValue({ accessToken: 'a', refreshToken: 'r', expiresIn: 1 });
  const app = Fastify();
  app.decorate('services', { auth: { login } } as never);
  await app.register(authRoutes);
  const response = await app.inject({
    method: 'POST',
    url: '/auth/login',
    headers: { 'user-agent': 'jest' },
    payload: { email: 'ada@people.example', password: 'x' },
  });
  expect(response.json()).toMatchObject({ accessToken: 'a' });
  expect(login).toHaveBeenCalledWith('ada@people.example', 'x', 'jest');
  await app.close();
});
