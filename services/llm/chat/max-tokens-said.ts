/** How people ask for an answer of at most so many tokens. */
export const maxTokensSaid = {
  words: [
    'at most {} tokens',
    '{} tokens at most',
    'max {} tokens',
    'up to {} tokens',
    'no more than {} tokens',
    '{} tokens max',
    'limit of {} tokens',
    'longest {} tokens',
  ],
}
