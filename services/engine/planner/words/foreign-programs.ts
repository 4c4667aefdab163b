/** What people type for other programs, none of which any operation answers. The words behind tell them from prose. */
const text = `
kubectl * | k9s * | kustomize * | helm install upgrade list template repo rollback uninstall status lint package
aws configure sso | aws.s3 ls cp mv rm sync mb rb presign | aws.logs tail
gcloud * | gsutil * | az login group vm aks network storage account | doctl * | eksctl * | terragrunt * | pulumi up preview stack
gh pr issue repo run release workflow auth api | glab mr issue
docker run ps build pull push exec logs compose images rm rmi tag stop | docker-compose * | podman *
psql * | mysql * | mongosh * | redis-cli *
npm install run ci test start publish | yarn * | pnpm * | pip install | npx * | bun install run test | cargo build run test
mv * | cp * | mkdir * | rmdir * | chmod * | chown * | ln * | curl * | wget * | ssh * | scp * | rsync * | ansible-playbook *
sed * | awk * | xargs * | vim * | nano * | pkill * | systemctl * | sudo * | dig * | nslookup * | crontab *
git push pull fetch clone tag merge rebase cherry-pick bisect blame submodule worktree gc init mv rm am reflog clean~ remote~ config~ apply~ archive~ describe~ notes~
terraform graph console taint untaint login~ logout~ get~ providers~ refresh~ test~ workspace~ metadata~ push
git.stash apply drop clear show~ branch~
find . ./ | terraform.state rm mv push pull replace-provider
`

const programs: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  text
    .split(/[\n|]/)
    .map((line) => line.trim().split(/\s+/))
    .filter(([name = '']) => name !== '')
    .map(([name = '', ...behind]) => [name, new Set(behind)]),
)

/** How a word behind a program makes a command of it that no operation answers: for certain, or unless it is prose. */
const foreignAs = (name: string, word: string | undefined): 'certain' | 'typed' | undefined => {
  const known = programs.get(name)
  if (!known || word === undefined) return undefined
  return known.has(word) ? 'certain' : known.has('*') || known.has(`${word}~`) ? 'typed' : undefined
}

/** Whether words are a command of a program, or a part of one, that no operation answers; `prose` is how they look. */
export const isForeign = (program: string, words: readonly string[], prose: boolean): boolean => {
  const [first, second] = words
  if (first === undefined) return false
  // Every command of AWS that reads or changes something has a hyphen: `sts get-caller-identity`.
  if (program === 'aws' && /^[a-z]+(?:-[a-z]+)+$/.test(second ?? '')) return true
  const found = foreignAs(program, first) ?? foreignAs(`${program}.${first}`, second)
  return found === 'certain' || (found === 'typed' && !prose)
}
