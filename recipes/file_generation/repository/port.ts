/** Where the program listens. */
import type { Repository } from './open.js'

/** As its example environment, its Dockerfile or a framework's habit say. */
export function portOf(repository: Repository): string {
  const { look, pack } = repository
  const said = [
    /^(?:[A-Z_]*_)?PORT=["']?(\d{2,5})/m.exec(look.text('.env.example') ?? ''),
    /^EXPOSE\s+(\d{2,5})/im.exec(look.text('Dockerfile') ?? ''),
  ]
  const port = said.find((match) => match !== null)?.[1]
  if (port !== undefined) return port
  return pack === undefined && repository.python.length > 0 ? '8000' : '3000'
}
