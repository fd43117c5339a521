/** The routes of a repository, with the prefixes under which they are mounted, in the ways of several frameworks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRepository } from '../../recipes/file_generation/repository/open.js'
import { routesOf } from '../../recipes/file_generation/repository/routes.js'
import { readerOf } from './reader.js'

const routes = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await routesOf(openRepository(readerOf(files)))).map(({ method, path }) => `${method} ${path}`)

test('fastify: prefixes of registered plugins add up, and `route` counts', async () => {
  const found = await routes({
    'src/app.ts':
      "import { api } from './routes/index.js'\nexport const build = (app) => { app.register(api, { prefix: '/v1' }); app.get('/health', () => 1) }",
    'src/routes/index.ts':
      "import users from './users.js'\nexport async function api(app) { app.register(users, { prefix: '/users' }) }",
    'src/routes/users.ts':
      "export default async function users(app) { app.get('/', list); app.route({ method: ['GET', 'PUT'], url: '/:id', handler }) }",
  })
  assert.deepEqual(found, ['GET /health', 'GET /v1/users', 'GET /v1/users/:id', 'PUT /v1/users/:id'])
})

test('express: routers are mounted with `use`, and clients are no routers', async () => {
  const found = await routes({
    'app.js':
      "const users = require('./routes/users')\nconst app = express()\napp.use('/users', users)\naxios.get('/elsewhere', {})\napp.delete('/cache', drop)",
    'routes/users.js': "const router = Router()\nrouter.get('/:id', show)\nmodule.exports = router",
  })
  assert.deepEqual(found, ['DELETE /cache', 'GET /users/:id'])
})

test('nest, FastAPI and Flask: decorators', async () => {
  const found = await routes({
    'src/users.controller.ts':
      "@Controller('users')\nexport class Users { @Get() all() {} @Post(':id/ban') ban() {} }",
    'api/routes.py': 'router = APIRouter(prefix="/items")\n\n@router.get("/{id}")\ndef one(id): ...\n',
    'web/app.py': '@app.route("/pages/<int:page>", methods=["GET", "POST"])\ndef page(page): ...\n',
  })
  assert.deepEqual(found, [
    'GET /items/:id',
    'GET /pages/:page',
    'POST /pages/:page',
    'GET /users',
    'POST /users/:id/ban',
  ])
})
