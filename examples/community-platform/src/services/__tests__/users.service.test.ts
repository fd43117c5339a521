import { UsersService, initials, validateProfile } from '../users.service';

const row = {
  id: 'usr_1',
  email: 'ada@people.example',
  handle: 'ada',
  display_name: 'Ada Lind',
  role: 'member',
  bio: '',
  time_zone: 'Europe/Berlin',
  created_at: new Date('2024-05-01T08:00:00Z'),
  updated_at: new Date('2024-05-01T08:00:00Z'),
  deactivated_at: null,
};

const db = {
  one: jest.fn(),
  query: jest.fn(),
  execute: jest.fn(),
  transaction: jest.fn(),
  script: jest.fn(),
  close: jest.fn(),
};

const service = new UsersService(db, { now: () => new Date('2024-05-06T10:00:00Z') });

beforeEach(() => {
  db.one.mockReset();
  db.query.mockReset();
  db.execute.mockReset();
});

test('a profile has no address', async () => {
  db.one.mockResolvedValue(row);
  const profile = await service.getProfile('ada');
  expect(profile).toEqual({
    id: 'usr_1',
    handle: 'ada',
    displayName: 'Ada Lind',
    bio: '',
    initials: 'AL',
    memberSince: '2024-05-01',
    isNew: true,
  });
});

test('an unknown user', async () => {
  db.one.mockResolvedValue(undefined);
  await expect(service.getProfile('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('getMany keeps the order', async () => {
  db.query.mockResolvedValue([row, { ...row, id: 'usr_2', handle: 'bob' }]);
  const users = await service.getMany(['usr_2', 'usr_9', 'usr_1']);
  expect(users.map((user) => user?.id)).toEqual(['usr_2', undefined, 'usr_1']);
});

test('updateProfile writes what changed', async () => {
  db.one.mockResolvedValue(row);
  const own = await service.updateProfile('usr_1', { bio: 'gardener' });
  expect(own.email).toBe('ada@people.example');
  const [sql, params] = db.execute.mock.calls[0];
  expect(sql).toContain('update users');
  expect(params.slice(0, 5)).toEqual(['usr_1', 'ada', 'Ada Lind', 'gardener', 'Europe/Berlin']);
});

test('validateProfile', () => {
  expect(validateProfile({ handle: 'admin' })).toEqual({ handle: 'is reserved' });
  expect(validateProfile({ handle: 'ada_lind', bio: 'hello' })).toEqual({});
});

test('initials', () => {
  expect(initials('Ada Maria Lind')).toBe('AL');
  expect(initials('ada')).toBe('A');
});
