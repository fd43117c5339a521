import { buildApp } from './app';
import { loadConfig } from './config/env';

const SHUTDOWN_MS = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const app = await buildApp(config);

  let closing = false;
  const shutdown = async (signal: string) => {
    if (closing) return;
    closing = true;
    app.log.info({ signal }, 'shutting down');
    const timer = setTimeout(() => process.exit(1), SHUTDOWN_MS);
    timer.unref();
    await app.close();
    clearTimeout(timer);
  };
  process.on('SIGTERM', (signal) => void shutdown(signal));
  process.on('SIGINT', (signal) => void shutdown(signal));

  await app.listen(config.server);
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
