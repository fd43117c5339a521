/** Python services: what they are, and how their tests run. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pythonServicesOf } from '../../lib/survey/python.js'
import { looking } from './looking.js'

test('a service is its folder, its packages, its framework and its commands', () => {
  const look = looking({
    'services/mod/pyproject.toml':
      '[project]\nname = "mod"\ndependencies = [\n  "fastapi[standard]>=0.1",\n]\n[dependency-groups]\ndev = ["pytest", "pytest-cov>=4"]\n',
    'services/mod/app/__init__.py': '',
    'services/mod/app/main.py': 'from fastapi import FastAPI\n',
    'services/mod/app/api/__init__.py': '',
    'services/mod/tests/test_main.py': '',
    'services/mod/uv.lock': '',
  })
  assert.deepEqual(pythonServicesOf(look), [
    {
      folder: 'services/mod',
      name: 'mod',
      dependencies: new Set(['fastapi', 'pytest', 'pytest-cov']),
      framework: 'fastapi',
      packages: ['services/mod/app'],
      tests: 'services/mod/tests',
      hasConftest: false,
      hasPytest: true,
      missing: [],
      test: 'uv run pytest',
      coverage: { run: 'uv run pytest --cov=app --cov-report=json:coverage.json', report: 'coverage.json' },
    },
  ])
})

test('requirements in a folder of their own belong to the folder above; flat code is its own package', () => {
  const look = looking({
    'requirements/dev.txt': 'flask==2\ncoverage\n',
    'app.py': 'import flask\n',
    'test_app.py': '',
  })
  const [service] = pythonServicesOf(look)
  assert.deepEqual(
    [service?.folder, service?.framework, service?.packages, service?.hasPytest, service?.coverage?.run],
    [
      '',
      'flask',
      [''],
      false,
      'python -m coverage run --source=. -m unittest discover && python -m coverage json -o coverage.json',
    ],
  )
})

test('what poetry needs is named by keys', () => {
  const manifest =
    '[tool.poetry]\nname = "a"\n\n[tool.poetry.dependencies]\npython = "^3.12"\nDjango = "^5"\n\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n\n[tool.ruff]\nline-length = 100\n'
  const [service] = pythonServicesOf(
    looking({ 'pyproject.toml': manifest, 'a/__init__.py': '', 'poetry.lock': '' }),
  )
  assert.deepEqual(service?.dependencies, new Set(['python', 'django', 'pytest']))
  assert.equal(service.test, 'poetry run pytest')
})

test('what tox alone installs is missing elsewhere', () => {
  const tox = '[testenv]\ndeps=\n    pytest\n    pytest-cov\n'
  const [service] = pythonServicesOf(
    looking({ 'pyproject.toml': '[project]\nname = "a"\n', 'tox.ini': tox, 'a/__init__.py': '' }),
  )
  assert.deepEqual(
    [service?.hasPytest, service?.missing, service?.test, service?.coverage],
    [true, ['pytest', 'pytest-cov'], 'python -m pytest', undefined],
  )
})

test('documents, examples and folders without code are no services', () => {
  assert.deepEqual(
    pythonServicesOf(
      looking({
        'docs/requirements.txt': 'sphinx\n',
        'docs/conf.py': '',
        'examples/a/requirements.txt': '',
        'examples/a/b.py': '',
      }),
    ),
    [],
  )
})
