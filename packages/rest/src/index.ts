export { DIALECTS } from './dialects.ts'
export { type ContextFactory, mountRest, type RestDoor } from './mount.ts'
export { MAX_BODY } from './read-body.ts'
