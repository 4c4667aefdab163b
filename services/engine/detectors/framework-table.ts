/**
 * Frameworks and stacks by a dependency that only they bring. A name that ends in `*` stands for all that begin so.
 *
 * Packages are told apart by nothing else, since these names mean the same thing in the registry of their own kind:
 * npm, PyPI, Maven Central, the Go module index, crates.io, RubyGems, Packagist, Hex.
 */
const frameworkTable: Readonly<Record<string, readonly string[]>> = {
  actix: ['actix-web'],
  airflow: ['apache-airflow'],
  angular: ['@angular/core'],
  astro: ['astro'],
  'aws-cdk': ['aws-cdk-lib'],
  axum: ['axum'],
  celery: ['celery'],
  chi: ['github.com/go-chi/chi*'],
  django: ['django'],
  echo: ['github.com/labstack/echo*'],
  electron: ['electron'],
  express: ['express'],
  fastapi: ['fastapi'],
  fastify: ['fastify'],
  fiber: ['github.com/gofiber/fiber*'],
  flask: ['flask'],
  gin: ['github.com/gin-gonic/gin'],
  hono: ['hono'],
  langchain: ['langchain*', '@langchain/core'],
  laravel: ['laravel/framework'],
  micronaut: ['micronaut-http-server-netty', 'io.micronaut*'],
  nestjs: ['@nestjs/core'],
  next: ['next'],
  nuxt: ['nuxt'],
  phoenix: ['phoenix'],
  pulumi: ['@pulumi/pulumi', 'pulumi'],
  pytorch: ['torch'],
  quarkus: ['quarkus-bom', 'quarkus-core', 'io.quarkus*'],
  rails: ['rails'],
  react: ['react'],
  remix: ['@remix-run/react'],
  rocket: ['rocket'],
  'spring-boot': ['spring-boot-starter*', 'org.springframework.boot*'],
  starlette: ['starlette'],
  streamlit: ['streamlit'],
  svelte: ['svelte'],
  symfony: ['symfony/framework-bundle'],
  tensorflow: ['tensorflow'],
  vite: ['vite'],
  vllm: ['vllm'],
  vue: ['vue'],
}

const exact = new Map<string, string>()
const beginnings: [string, string][] = []
for (const [framework, names] of Object.entries(frameworkTable))
  for (const name of names)
    if (name.endsWith('*')) beginnings.push([name.slice(0, -1), framework])
    else exact.set(name, framework)

/** The framework that a dependency stands for. */
export const frameworkOf = (dependency: string): string | undefined =>
  exact.get(dependency) ?? beginnings.find(([start]) => dependency.startsWith(start))?.[1]
