import { NotificationsService, excerpt, isQuiet, render } from '../notifications.service';

test('render fills in what is there', () => {
  expect(render('Welcome, {{name}}{{nothing}}!', { name: 'Ada' })).toBe('Welcome, Ada!');
});

test('nights are quiet', () => {
  expect(isQuiet(new Date('2024-01-10T23:30:00Z'), 'UTC')).toBe(true);
  expect(isQuiet(new Date('2024-01-10T12:00:00Z'), 'UTC')).toBe(false);
  expect(isQuiet(new Date('2024-01-10T12:00:00Z'), 'Asia/Tokyo')).toBe(false);
});

test('excerpt keeps short texts', () => {
  expect(excerpt('  short \n text ')).toBe('short text');
});

describe('notify', () => {
  const one = jest.fn();
  const execute = jest.fn();
  const send = jest.fn();
  const service = new NotificationsService(
    { one, execute } as never,
    { send },
    { now: () => new Date('2024-05-06T10:00:00Z') },
  );

  it('stores and mails', async () => {
    one.mockResolvedValueOnce({ id: 'usr_1', email: 'ada@people.example', time_zone: 'UTC' });
    one.mockResolvedValueOnce(undefined);
    send.mockResolvedValue({ id: 'm1', accepted: true });
    const result = await service.notify('usr_1', 'welcome', { name: 'Ada', community: 'Lobby' });
    expect(result.mailed).toBe(true);
    expect(send).toHaveBeenCalledWith({
      to: 'ada@people.example',
      subject: 'Welcome, Ada',
      text: 'Have a look around and say hello in Lobby.',
    });
    expect(execute).toHaveBeenCalledTimes(2);
  });
});
