// readiness/policy-pack/start.js: where Pulumi's launcher begins. Holds no policy.
// The launcher asks Node for the folder, which knows no index.ts, and compiles any TypeScript it loads itself with options that know
// no imports of .ts files. JavaScript passes it, and Node strips the types of what that imports.
import './index.ts'
