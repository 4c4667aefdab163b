/** How people say that the configuration of the workspace is meant, and not their own. */
export const projectSaid = {
  words: [
    'project',
    'this project',
    'workspace',
    'in this project',
    'for this project',
    'for the project',
    'this repo',
    'this repository',
    'for the repo',
    'for the repository',
    'of the project',
    'of this project',
    'for everybody',
    'for everyone',
    'for the whole team',
    'for the team',
    'for all of us',
    'project-wide',
    'project file',
  ],
}
