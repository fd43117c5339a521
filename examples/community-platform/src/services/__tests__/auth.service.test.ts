import { hashPassword } from '../../lib/password';
import { AuthService, normaliseEmail } from '../auth.service';

const NOW = new Date('2024-05-06T10:00:00.000Z');

const db = {
  one: jest.fn(),
  query: jest.fn(),
  execute: jest.fn(),
  transaction: jest.fn(),
  script: jest.fn(),
  close: jest.fn(),
};

const options = {
  secret: 'a-secret-for-tests-that-is-long-enough',
  accessTtlSeconds: 900,
  refreshTtlDays: 30,
};

let now = NOW;
let service: AuthService;

beforeEach(() => {
  jest.resetAllMocks();
  now = NOW;
  db.execute.mockResolvedValue(1);
  service = new AuthService(db, options, { now: () => now });
});

describe('register', () => {
  const input = {
    email: ' Ada@People.example ',
    handle: 'Ada',
    displayName: 'Ada Lind',
    password: 'correct-horse-battery',
  };

  it('stores the user', async () => {
    db.one.mockResolvedValue(undefined);
    const { userId } = await service.register(input);
    expect(userId).toMatch(/^usr_/);
    const params = db.execute.mock.calls[0][1];
    expect(params[1]).toBe('ada@people.example');
    expect(params[2]).toBe('ada');
    expect(params[4]).not.toContain('correct-horse');
  });

  it('refuses a known address', async () => {
    db.one.mockResolvedValue({ email: 'ada@people.example' });
    await expect(service.register(input)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('refuses a short password', async () => {
    await expect(service.register({ ...input, password: 'short' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});

describe('login', () => {
  it('gives tokens that can be verified', async () => {
    db.one.mockResolvedValue({
      id: 'usr_1',
      role: 'member',
      password_hash: await hashPassword('correct-horse-battery'),
      deactivated_at: null,
    });
    const pair = await service.login('ada@people.example', 'correct-horse-battery');
    expect(pair.expiresIn).toBe(900);
    expect(service.verify(pair.accessToken)).toMatchObject({ sub: 'usr_1', role: 'member' });
  });

  it('locks after five failures', async () => {
    db.one.mockResolvedValue(undefined);
    for (let i = 0; i < 5; i++) {
      await expect(service.login('ada@people.example', 'x')).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
    await expect(service.login('ada@people.example', 'x')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });
});

test('a refresh token that was used before ends all sessions', async () => {
  db.one.mockResolvedValue({
    id: 'ses_1',
    user_id: 'usr_1',
    expires_at: new Date('2024-06-01T00:00:00Z'),
    revoked_at: null,
    replaced_by: 'abc',
  });
  await expect(service.refresh('some-token')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(db.execute).toHaveBeenCalledTimes(1);
});

test('normaliseEmail', () => {
  expect(normaliseEmail(' A@B.de')).toBe('a@b.de');
  expect(() => normaliseEmail('nope')).toThrow('not a mail address');
});
