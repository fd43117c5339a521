import { Standing, actionsOf, isAllowed, outranks } from '../permissions.service';

const open: Standing = { role: null, banned: false, visibility: 'public', archived: false };

describe('isAllowed', () => {
  it('lets everybody read a public community', () => {
    expect(isAllowed(null, 'community:read', open)).toBe(true);
  });

  it('does not let strangers write', () => {
    expect(isAllowed({ userId: 'u', role: 'member' }, 'post:create', open)).toBe(false);
  });

  it('lets admins do everything', () => {
    expect(isAllowed({ userId: 'u', role: 'admin' }, 'community:archive', open)).toBe(true);
  });
});

test('roles build on each other', () => {
  expect(actionsOf('owner').size).toBeGreaterThan(actionsOf('moderator').size);
  expect(outranks('owner', 'member')).toBe(true);
});
