export const schema = /* GraphQL */ `
  type Query {
    me: Viewer
    user(id: ID!): User
    community(id: ID!): Community
    communities(first: Int = 20, after: String): CommunityPage!
    feed(first: Int = 20): [Post!]!
  }

  type Mutation {
    joinCommunity(id: ID!): Community!
    leaveCommunity(id: ID!): Boolean!
    createPost(communityId: ID!, input: PostInput!): Post!
    react(postId: ID!, kind: Reaction!): Int!
  }

  enum Visibility {
    public
    private
  }

  enum Reaction {
    like
    thanks
    insightful
    funny
  }

  input PostInput {
    title: String!
    body: String!
    tags: [String!]
  }

  type User {
    id: ID!
    handle: String!
    displayName: String!
    bio: String!
    initials: String!
    memberSince: String!
  }

  type Viewer {
    id: ID!
    email: String!
    profile: User!
    unreadNotifications: Int!
  }

  type Community {
    id: ID!
    slug: String!
    name: String!
    description: String!
    visibility: Visibility!
    memberCount: Int!
    owner: User
    posts(first: Int = 10, tag: String): [Post!]!
    assessments: [Assessment!]!
  }

  type CommunityPage {
    items: [Community!]!
    nextCursor: String
  }

  type Post {
    id: ID!
    title: String!
    body: String!
    tags: [String!]!
    reactions: Int!
    comments: Int!
    createdAt: String!
    edited: Boolean!
    author: User
    community: Community
    excerpt(length: Int = 80): String!
  }

  type Assessment {
    id: ID!
    title: String!
    questionCount: Int!
    passMark: Int!
    timeLimitMinutes: Int
  }
`;
