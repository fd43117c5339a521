/** The third-party actions that we write into workflows, each pinned to a commit: a tag can be moved, a commit cannot. */

interface Pin {
  readonly commit: string
  /** The release that the commit is; a person reads it in the comment beside the pin. */
  readonly version: string
}

const pins = {
  'actions/attest': { commit: '1e69f48acb82d1966a394da916b4c1698aa569d6', version: 'v4.2.2' },
  'actions/attest-build-provenance': {
    commit: 'a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32',
    version: 'v4.1.0',
  },
  'actions/attest-sbom': { commit: 'c604332985a26aa8cf1bdc465b92731239ec6b9e', version: 'v4.1.0' },
  'actions/cache': { commit: '55cc8345863c7cc4c66a329aec7e433d2d1c52a9', version: 'v6.1.0' },
  'actions/checkout': { commit: '3d3c42e5aac5ba805825da76410c181273ba90b1', version: 'v7.0.1' },
  'actions/download-artifact': { commit: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c', version: 'v8.0.1' },
  'actions/setup-node': { commit: '820762786026740c76f36085b0efc47a31fe5020', version: 'v7.0.0' },
  'actions/setup-python': { commit: '5fda3b95a4ea91299a34e894583c3862153e4b97', version: 'v7.0.0' },
  'actions/upload-artifact': { commit: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a', version: 'v7.0.1' },
  'anchore/sbom-action': { commit: 'e22c389904149dbc22b58101806040fa8d37a610', version: 'v0.24.0' },
  // Most tags below v0.35.0 pointed to malicious commits for a time in March 2026.
  'aquasecurity/trivy-action': { commit: 'ed142fd0673e97e23eac54620cfb913e5ce36c25', version: 'v0.36.0' },
  'docker/build-push-action': { commit: '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a', version: 'v7.3.0' },
  'docker/login-action': { commit: 'af1e73f918a031802d376d3c8bbc3fe56130a9b0', version: 'v4.4.0' },
  'docker/metadata-action': { commit: 'dc802804100637a589fabce1cb79ff13a1411302', version: 'v6.2.0' },
  'docker/setup-buildx-action': { commit: 'bb05f3f5519dd87d3ba754cc423b652a5edd6d2c', version: 'v4.2.0' },
  'dorny/paths-filter': { commit: 'ceb8a2b8f2d89434be7ff52d3de7ec3738c5cc9d', version: 'v4.0.3' },
  'github/codeql-action/upload-sarif': {
    commit: '8aad20d150bbac5944a9f9d289da16a4b0d87c1e',
    version: 'v4.36.2',
  },
  'superfly/flyctl-actions/setup-flyctl': {
    commit: 'ed8efb33836e8b2096c7fd3ba1c8afe303ebbff1',
    version: '1.6',
  },
} as const satisfies Readonly<Record<string, Pin>>

export type Pinned = keyof typeof pins

/** `actions/checkout` as a value of `uses`. */
export const pinned = (action: Pinned): string => `${action}@${pins[action].commit}`

const versions = new Map(Object.values(pins).map(({ commit, version }) => [commit as string, version]))

/** What is to stand in a comment beside a value of `uses`: the version of what is pinned here. */
export function remarkFor(value: string): string | undefined {
  const at = value.lastIndexOf('@')
  return at < 0 ? undefined : versions.get(value.slice(at + 1))
}
