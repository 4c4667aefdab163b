// Writes the published JSON Schema of llm.yaml: bun services/llm/config/write-schema.ts
import { join } from 'node:path'
import { schemaPath, schemaText } from './json-schema.ts'

await Bun.write(join(import.meta.dir, '../../..', schemaPath), schemaText())
