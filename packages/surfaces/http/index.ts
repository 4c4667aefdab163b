export { createHttpApp, type HttpApp, type HttpOptions } from './app.ts'
export { type HttpServer, type ServeOptions, serve } from './serve.ts'
