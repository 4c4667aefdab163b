// Writes the published JSON Schema of a spec: bun services/generator/terraform/spec/write-schema.ts
import { join } from 'node:path'
import { schemaPath, schemaText } from './json-schema.ts'

await Bun.write(join(import.meta.dir, '../../../..', schemaPath), schemaText())
