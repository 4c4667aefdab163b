import { type Detector, directoryOf, type Evidence, nameOf, type Plain, type PlainMap } from '../project/facts.ts'

/** More YAML files than this are data. */
const mostFiles = 5000

/** What a manifest has on a line of its own (Kubernetes API conventions, "Types (Kinds)"). */
const apiVersion = /^apiVersion:\s*["']?([\w.-]+(?:\/v\w+)?|v1)["']?\s*$/m
/** What looks the same and is for a tool, no object of a cluster: catalogs of Backstage, configuration of kind and others. */
const ofATool =
  /^((\w+\.)?backstage\.io|skaffold|eksctl\.io|k3d\.io|ctlptl\.dev|kind\.x-k8s\.io|\w+\.config\.k8s\.io)\//
const kinds = /^kind:\s*["']?([A-Z]\w+)["']?\s*$/gm
const namespaces = /^ {2}namespace:\s*["']?([a-z0-9][a-z0-9-]*)["']?\s*$/gm

const overlay = /(^|\/)(overlays|environments|envs)\/([\w-]+)\/kustomization\.ya?ml$/

/** Kubernetes manifests outside of charts: their directories, kinds and namespaces, and Kustomize overlays. */
export const kubernetes: Detector = {
  section: 'kubernetes',
  about: 'Manifests outside of charts.',
  of: 'project',
  async find({ tree }) {
    const charts = tree.matching(/(^|\/)Chart\.ya?ml$/).map((path) => `${directoryOf(path)}/`.replace(/^\.\//, ''))
    const yaml = tree
      .matching(/\.ya?ml$/)
      .filter((path) => !charts.some((chart) => path.startsWith(chart)) && !/^\.(github|gitlab|circleci)\//.test(path))
    const directories = new Set<string>()
    const seenKinds = new Set<string>()
    const seenNamespaces = new Set<string>()
    for (const [index, path] of yaml.slice(0, mostFiles).entries()) {
      if (!(await tree.goOn('YAML files', index, yaml.length))) break
      const text = tree.text(path) ?? ''
      const version = apiVersion.exec(text)?.[1]
      if (version === undefined || ofATool.test(version) || nameOf(path).startsWith('kustomization.')) continue
      const found = [...text.matchAll(kinds)].map(([, kind = '']) => kind)
      if (found.length === 0) continue
      directories.add(directoryOf(path))
      for (const kind of found) seenKinds.add(kind)
      for (const [, namespace = ''] of text.matchAll(namespaces)) seenNamespaces.add(namespace)
    }
    const overlays = tree.matching(overlay).map(directoryOf)
    const facts: Record<string, Plain> = {}
    if (directories.size > 0) facts.manifests = [...directories].sort()
    if (seenKinds.size > 0) facts.kinds = [...seenKinds].sort()
    if (seenNamespaces.size > 0) facts.namespaces = [...seenNamespaces].sort()
    if (overlays.length > 0) facts.overlays = [...overlays].sort()
    const evidence = overlays.map((directory): Evidence => {
      return { of: 'environment', value: nameOf(directory), at: directory, directory }
    })
    return { ...(Object.keys(facts).length > 0 ? { facts: facts satisfies PlainMap } : {}), evidence }
  },
}
