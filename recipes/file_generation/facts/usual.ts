/** The types that factories make where the repository has none of its own. */

export interface Usual {
  readonly name: string
  /** In TypeScript. */
  readonly text: string
}

export const user: Usual = {
  name: 'User',
  text: `export interface User {
  id: string
  name: string
  email: string
  createdAt: Date
}`,
}

export const community: Usual = {
  name: 'Community',
  text: `export interface Community {
  id: string
  name: string
  slug: string
  description: string
  visibility: 'public' | 'private'
  ownerId: string
  memberIds: string[]
  createdAt: Date
}`,
}

export const assessment: Usual = {
  name: 'Assessment',
  text: `export interface Assessment {
  id: string
  title: string
  communityId: string
  status: 'draft' | 'published' | 'archived'
  questions: { id: string; prompt: string; options: { label: string; points: number }[] }[]
  passingScore: number
  createdAt: Date
}`,
}
