import { member } from '@nimbus/kernel/define'
import { type Detector, type Evidence } from '../project/facts.ts'
import { parsed } from './dependencies.ts'

const file = '.nimbus/conventions.yaml'

/** Tags that the organisation asks for, from the file that generated stacks are held against. */
export const conventions: Detector = {
  section: 'conventions',
  about: 'How names are put together and what is tagged.',
  of: 'project',
  find({ tree }) {
    const value = parsed(tree.text(file) ?? '', Bun.YAML.parse)
    const required = member(value, 'tags', 'required')
    const tags = Array.isArray(required) ? required.filter((each) => typeof each === 'string') : []
    return { evidence: tags.map((tag): Evidence => ({ of: 'required-tag', value: tag, at: file })) }
  },
}
